import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type { Live } from "../../../src/traffic/live.ts";
import { type Figure, spread } from "../../bench/figures.ts";
import { endsWithUs } from "../../ends-with-us.ts";
import { flashed, write } from "../../image/card.ts";
import { direct } from "../../image/direct.ts";
import { Machine } from "../../image/machine.ts";
import { pageCode } from "../../image/page.ts";
import { wired } from "../../image/wired.ts";
import { freePort } from "../../platform/ports.ts";
import { Crossing } from "../pty/crossing.ts";
import { figures } from "../pty/latency.ts";
import { MachineClock } from "./machine-clock.ts";

/**
 * The same in an emulated machine, for so many of its seconds from its first steered signal on. Ticks are late by the machine's own clock. A contact closes and a lamp
 * changes by the street's, which follows the machine's and is a tenth off where the host is slower than the machine; so it says how much slower it was.
 */
export async function latency(image: string, seconds: number): Promise<readonly Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), "stopline-latency-"));
  endsWithUs(() => rmSync(folder, { recursive: true, force: true }));
  const clock = new MachineClock();
  clock.begin();
  const crossing = new Crossing(join(folder, "tty"), 1, clock);
  const disk = flashed(image, folder);
  write(disk, "site.toml", wired(crossing.text).text);
  write(disk, "link.env", "PANEL=0.0.0.0:8080\n");
  write(disk, "page.code", pageCode());
  const machine = new Machine({ folder, disk, ttys: crossing.ttys, page: await freePort() });
  clock.on();
  machine.on(direct(image, folder, ""));
  const counting = setInterval(async () => {
    const passed_s = await machine.passed_s();
    if (passed_s !== null) clock.counts(passed_s * 1_000);
  }, 250);
  const slower: number[] = [];
  let first: { readonly at: number; readonly host: number } | null = null;
  const heard = (live: Live): boolean => {
    clock.shows(live.at);
    if (live.mode !== "actuated") return false;
    first ??= { at: live.at, host: performance.now() };
    crossing.ticked(live.tick_late_ms);
    const passed_ms = live.at - first.at;
    if (passed_ms > 0) slower[0] = (performance.now() - first.host) / passed_ms;
    return passed_ms >= seconds * 1_000;
  };
  await untilEnough(machine, heard);
  clearInterval(counting);
  await machine.off();
  crossing.close();
  return [...figures([crossing], "in the emulator"), spread("the host's seconds for one of the emulated machine", "s", slower)];
}

/** Follows the page until somebody has heard enough. Throws if the machine ends. */
async function untilEnough(machine: Machine, heard: (live: Live) => boolean): Promise<void> {
  for (;;) {
    machine.alive();
    try {
      for await (const { event, data } of machine.told()) if (event === "live" && heard(data as Live)) return;
    } catch {
      // Not there yet, or gone for a moment.
    }
    await pause(250);
  }
}
