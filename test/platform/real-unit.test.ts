import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import t from "tap";
import { watchLive } from "../../src/platform/live-socket.ts";
import type { Live } from "../../src/traffic/live.ts";
import { pymodbus } from "./pymodbus.ts";
import { until } from "./until.ts";

// Alone: a unit in real time between two programs that this project did not write.

/** Where the small site's lamps hang: see test/config/small.toml. */
const [GREEN_2, GREEN_4] = [3, 6];

t.test(
  "a whole unit between two pymodbus slaves: a vehicle on a foreign board's input gets its green on another one's coils",
  async (t) => {
    const folder = mkdtempSync(join(tmpdir(), "stopline-real-"));
    t.teardown(() => rmSync(folder, { recursive: true }));
    const site = join(folder, "site.toml");
    const small = readFileSync(join(import.meta.dirname, "../config/small.toml"), "utf8");
    // pymodbus answers as node 17 for its coils, and a program in Python needs its time.
    writeFileSync(
      site,
      small
        .replace('protocol = "modbus-coils"\naddress = 1', 'protocol = "modbus-coils"\naddress = 17')
        .replace("timeout_ms = 80", "timeout_ms = 120"),
    );
    const [loops, outputs] = [await pymodbus(t, folder, "loops"), await pymodbus(t, folder, "outputs")];

    const args = ["unit", site, "--journal", join(folder, "journal.db"), "--live", join(folder, "live.sock"), "--ports", folder];
    const unit = spawn(process.execPath, [join(import.meta.dirname, "../../src/cli.ts"), ...args], {
      stdio: ["ignore", "pipe", "inherit"],
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
    /** Asks pymodbus for the coils that are on, until `lit` is one of them. */
    const lit = async (coil: number): Promise<readonly number[]> => {
      let coils: readonly number[] = [];
      await until(async () => {
        coils = await outputs.coils();
        return coils.includes(coil);
      }, 60_000);
      return coils;
    };

    await until(() => mode() === "actuated", 60_000);
    t.notOk((await lit(GREEN_2)).includes(GREEN_4), "the start phase has its green, and it alone");
    await loops.tell("1 10003 1");
    t.notOk((await lit(GREEN_4)).includes(GREEN_2), "the vehicle on input 3 has its green, and it alone");
    t.ok((live as Live | null)?.detectors.find((d) => d.detector === 3)?.on);

    await outputs.end();
    await until(() => mode() === "flash", 10_000);
    t.match((live as Live | null)?.mode_cause, "output board");
  },
);
