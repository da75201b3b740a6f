import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { Cable } from "../../../src/cli/street.ts";
import { Clock, everyTenth } from "../../../src/platform/clock.ts";
import { watchLive } from "../../../src/platform/live-socket.ts";
import { Cabinet } from "../../../src/street/cabinet.ts";
import { Part } from "../pty/part.ts";
import { type Driven, Drivers } from "./drivers.ts";
import { type Lost, lossy } from "./lossy.ts";
import { type Place, siteFile } from "./place.ts";

/** Flash, all red, and a machine that is busy. */
const START_UP_MS = 120_000;

/** How well the machine kept up, in milliseconds. */
export interface KeptUp {
  readonly unit_late_ms: readonly number[];
  readonly street_late_ms: readonly number[];
  /** Tenths in which the street did not come to step: SUMO drove them afterwards, before the same lamps. */
  readonly street_missed: number;
  readonly frames: number;
  readonly frames_lost: number;
}

/** A unit that is a process of its own, on ttys, and SUMO at the pace of the clock. `loss_pm`: of a thousand frames on the lines so many are lost. */
export async function real(
  place: Place,
  seed: number,
  demand: number,
  seconds: number,
  folder: string,
  loss_pm: number,
): Promise<Driven & KeptUp> {
  const ttys = join(folder, "tty");
  const live = join(folder, "live.sock");
  mkdirSync(ttys, { recursive: true });
  const cabinet = new Cabinet(place.site, seed);
  const clock = new Clock();
  const lost: Lost = { frames: 0, lost: 0 };
  const cables = cabinet.ports.map((port, i) => {
    const line = lossy(cabinet.line(port), loss_pm, seed * 16 + i, lost);
    return new Cable(line, join(ttys, port), () => clock.now());
  });
  const late = { unit: [] as number[], street: [] as number[] };
  let [driving, missed] = [false, 0];
  const tenths = new Tenths();
  const stop = everyTenth(clock, (now, late_ms, skipped) => {
    cabinet.look(now);
    cabinet.turn(now);
    for (const cable of cables) cable.look();
    if (driving) late.street.push(late_ms);
    if (driving) missed += skipped;
    tenths.passed(1 + skipped);
  });
  const unit = new Part(["unit", siteFile(place, folder), "--journal", join(folder, "journal.db"), "--live", live, "--ports", ttys]);
  const fell = unit.ended.then((how): never => {
    throw new Error(`the unit ended (${how}): ${unit.said}`);
  });
  fell.catch(() => {});
  const watch = watchLive(
    live,
    ({ tick_late_ms }) => driving && late.unit.push(tick_late_ms),
    () => {},
  );
  let drivers: Drivers | undefined;
  try {
    while (!cabinet.lights.heads.some(({ aspect }) => aspect === "green")) {
      if (clock.now() > START_UP_MS) throw new Error(`no lamp is green after ${START_UP_MS / 1_000} s: ${unit.said}`);
      await Promise.race([tenths.next(), fell]);
    }
    drivers = await Drivers.open(place, cabinet, seed, demand, folder);
    tenths.forget();
    driving = true;
    while (drivers.steps < seconds * 10) {
      await Promise.race([tenths.next(), fell]);
      await drivers.step();
    }
    driving = false;
    const driven = await drivers.end();
    const { frames, lost: frames_lost } = lost;
    return { ...driven, unit_late_ms: late.unit, street_late_ms: late.street, street_missed: missed, frames, frames_lost };
  } catch (error) {
    await drivers?.stop();
    throw error;
  } finally {
    stop();
    watch.close();
    await unit.end();
    for (const cable of cables) cable.close();
  }
}

/** Tenths that have passed and that nobody has taken yet. */
class Tenths {
  #left = 0;
  #taker: () => void = () => {};

  passed(count: number): void {
    this.#left += count;
    this.#taker();
  }

  forget(): void {
    this.#left = 0;
  }

  /** Takes one, as soon as there is one. */
  async next(): Promise<void> {
    while (this.#left === 0)
      await new Promise<void>((resolve) => {
        this.#taker = resolve;
      });
    this.#left--;
  }
}
