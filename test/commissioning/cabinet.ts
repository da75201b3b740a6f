import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Cable } from "../../src/cli/street.ts";
import { codeHash } from "../../src/platform/page-code.ts";
import { Cabinet } from "../../src/street/cabinet.ts";
import { Instant } from "../../src/traffic/time.ts";
import { childEndsWithUs } from "../ends-with-us.ts";
import { ClockAhead } from "../hil/pty/clock-ahead.ts";
import { PAGE_CODE, TECHNICIAN_CODE } from "../panel/doors.ts";
import { freePort } from "../platform/ports.ts";
import { FOUR_LEG, siteOf } from "../streets.ts";

const STOPLINE = fileURLToPath(new URL("../../src/cli.ts", import.meta.url));
/** These live on one computer and by its clock. */
const ON_THE_UNIT = ["unit", "link"];
export const [FLASH, PERMIT] = [1, 2];
const BOARD = `[[devices]]\nname = "door"\nport = "rack"\nprotocol = "modbus-rtu"\nprofile = "di16"\naddress = 2\npoll_ms = 100\n`;
const contact = (number: number, does: string) =>
  `[[inputs]]\nnumber = ${number}\nname = "${does}"\ndevice = "door"\ninput = ${number}\ndoes = "${does}"\n`;
/** After flash every phase with its pedestrians comes once before the street is at rest: they hurry here. */
const HURRY: readonly (readonly [what: RegExp, s: string])[] = [
  [/^walk = .*$/gm, "walk = 4.0"],
  [/^ped_clear = .*$/gm, "ped_clear = 3.0"],
  [/^min_green = .*$/gm, "min_green = 3.0"],
  [/^passage = .*$/gm, "passage = 1.0"],
  [/^(flash|all_red) = 6\.0$/gm, "$1 = 2.0"],
];
const SOON_AT_REST = HURRY.reduce((site, [what, s]) => site.replace(what, s), FOUR_LEG);
const SITE = [SOON_AT_REST, BOARD, contact(FLASH, "local-flash"), contact(PERMIT, "lamp-test")].join("\n");

export type CabinetWithUnit = Awaited<ReturnType<typeof cabinetWithUnit>>;

/**
 * A cabinet without traffic on real ttys, the two sides of its unit, a broker and a brain, each a process of its own. `swapped`: two loops whose wires
 * are at each other's terminals.
 */
export async function cabinetWithUnit(swapped: readonly [number, number], healthy_s: number) {
  const dir = mkdtempSync(join(tmpdir(), "stopline-walk-"));
  const file = join(dir, "site.toml");
  writeFileSync(file, SITE);
  writeFileSync(join(dir, "page.code"), codeHash(PAGE_CODE));
  writeFileSync(join(dir, "technician.code"), codeHash(TECHNICIAN_CODE));
  const site = siteOf(SITE);
  const cabinet = new Cabinet(site, 7);
  const start = performance.now();
  const now = () => Instant(Math.floor(performance.now() - start));
  const cables = cabinet.ports.map((port) => new Cable(cabinet.line(port), join(dir, port), now));
  let at = 0;
  const over = new Set<number>();
  const timer = setInterval(() => {
    for (at += 100; at <= now(); at += 100) {
      cabinet.look(Instant(at));
      for (const { number } of site.detectors) cabinet.sensor(terminal(number)).set(over.has(number), 100);
      cabinet.turn(Instant(at));
    }
    at -= 100;
    for (const cable of cables) cable.look();
  }, 20);
  const terminal = (loop: number): number => (loop === swapped[0] ? swapped[1] : loop === swapped[1] ? swapped[0] : loop);
  const [panel, broker] = [await freePort(), await freePort()];
  const children = new Map<string, ChildProcess>();
  const clock = new ClockAhead(join(dir, "clock"), 0);
  const run = (name: string, ...args: readonly string[]): void => {
    const env = { ...process.env, ...(ON_THE_UNIT.includes(name) ? clock.env : {}) };
    const child = spawn(process.execPath, [STOPLINE, name, ...args], { stdio: ["ignore", "ignore", "inherit"], cwd: dir, env });
    childEndsWithUs(child);
    children.set(name, child);
  };
  const own = ["--journal", join(dir, "journal.db"), "--live", join(dir, "live.sock")];
  const at_broker = ["--broker", `127.0.0.1:${broker}`, "--plain"];
  const link = (): void =>
    run(
      "link",
      file,
      ...own,
      ...at_broker,
      ...["--panel", `127.0.0.1:${panel}`, "--healthy", String(healthy_s), "--quiet"],
      ...["--code", join(dir, "page.code"), "--technician-code", join(dir, "technician.code")],
    );
  const network = (): void => run("broker", "--host", "127.0.0.1", "--port", String(broker));
  /** One of the processes dies as by a power cut of its own; what is returned starts it again. */
  const kill = async (name: string, again: () => void): Promise<() => void> => {
    const dying = children.get(name)!;
    const gone = once(dying, "exit");
    dying.kill("SIGKILL");
    await gone;
    return again;
  };
  network();
  run("brain", ...at_broker, "--store", join(dir, "brain.db"), "--key", join(dir, "brain-key.pem"), "--quiet");
  run("unit", file, ...own, "--ports", dir);
  link();
  return {
    dir,
    site,
    url: `http://127.0.0.1:${panel}/`,
    cabinet,
    /** Somebody is over a loop for a moment. */
    cross: (loop: number): void => {
      over.add(loop);
      const sensor = cabinet.sensor(terminal(loop));
      sensor.pass(300);
      setTimeout(() => over.delete(loop), 700);
    },
    press: (button: number): void => {
      const sensor = cabinet.buttons.get(button)!;
      sensor.set(true, 100);
      setTimeout(() => sensor.set(false, 100), 500);
    },
    /** The wall clock of the unit's computer. */
    clock,
    killLink: () => kill("link", link),
    /** Nothing goes to the centre or comes from it. */
    cutNetwork: () => kill("broker", network),
    close: async (): Promise<void> => {
      clearInterval(timer);
      await Promise.all(
        [...children.values()].map(async (child) => {
          if (child.exitCode !== null || child.signalCode !== null) return;
          const gone = once(child, "exit");
          child.kill("SIGKILL");
          await gone;
        }),
      );
      for (const cable of cables) cable.close();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}
