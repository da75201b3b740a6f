import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import t from "tap";
import { Clock, everyTenth } from "../../src/platform/clock.ts";
import { watchLive } from "../../src/platform/live-socket.ts";
import type { Ts2Cabinet } from "../../src/street/devices/ts2-cabinet.ts";
import { Street } from "../../src/street/street.ts";
import type { Live } from "../../src/traffic/live.ts";
import { siteOf } from "../streets.ts";
import { freePorts, gateway, pathOf } from "./gateway.ts";
import { until } from "./until.ts";

// Alone: a unit in real time, and a gateway's datagrams.

/** A start-up takes some seconds of flash and of all red; a busy machine may take its time. */
const BEGUN_MS = 60_000;

t.test(
  "a whole unit behind an SDLC gateway: greens over datagrams; unplugged, the cabinet flashes; plugged in again, it begins anew",
  async (t) => {
    const folder = mkdtempSync(join(tmpdir(), "stopline-gateway-"));
    t.teardown(() => rmSync(folder, { recursive: true }));
    const ports = await freePorts();
    const text = readFileSync(new URL("../../deploy/sites/ts2.toml", import.meta.url), "utf8")
      .replace("udp://192.168.10.5:10001", pathOf(ports))
      .replace("flash = 6.0\nall_red = 6.0", "flash = 2.0\nall_red = 2.0");
    const file = join(folder, "site.toml");
    writeFileSync(file, text);

    const site = siteOf(text);
    const street = new Street(site, 7, { began_ms: 7 * 3_600_000 });
    const { mmu } = street.box("cabinet") as Ts2Cabinet;
    mmu.card = { ...mmu.card, min_flash_s: 2 };
    const clock = new Clock();
    const box = await gateway(t, ports, street.line("port-1"), () => clock.now());
    t.teardown(
      everyTenth(clock, (now) => {
        street.step(now);
        box.look();
      }),
    );

    const args = ["unit", file, "--journal", join(folder, "journal.db"), "--live", join(folder, "live.sock")];
    const unit = spawn(process.execPath, [join(import.meta.dirname, "../../src/cli.ts"), ...args], {
      stdio: ["ignore", "ignore", "inherit"],
    });
    const ended = new Promise((resolve) => unit.once("close", resolve));
    let live: Live | null = null;
    const watch = watchLive(
      join(folder, "live.sock"),
      (now) => {
        live = now;
      },
      () => {},
    );
    t.teardown(async () => {
      watch.close();
      unit.kill("SIGTERM");
      await ended;
    });
    const mode = () => (live as Live | null)?.mode;
    const green = () => street.picture().heads.some(({ aspect }) => aspect === "green");

    await until(() => mode() === "actuated" && mmu.relay && green(), BEGUN_MS);
    t.match((live as Live | null)?.devices, [{ answering: true }, { answering: true }, { answering: true }]);

    box.unplug(true);
    await until(() => mode() === "flash" && !mmu.relay && !green());
    t.match((live as Live | null)?.mode_cause, "not confirmed the lamps in time");

    box.unplug(false);
    await until(() => mode() === "actuated" && mmu.relay && green(), BEGUN_MS);
    t.equal((live as Live | null)?.monitor.fault, "");
  },
);
