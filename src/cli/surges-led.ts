import { existsSync, readFileSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import * as v from "valibot";
import type { Brain } from "../brain/brain.ts";
import type { UnitView } from "../brain/fleet.ts";
import type { Store } from "../brain/store.ts";
import type { Usual } from "../brain/surge/busiest.ts";
import { readSurges } from "../brain/surge/file.ts";
import type { Prepared } from "../brain/surge/prepared.ts";
import type { SurgeFile } from "../brain/surge/surge.ts";
import { type AskedSurges, Warden } from "../brain/surge/warden.ts";
import { UsualWeek } from "../brain/timing/demand.ts";
import { LocalTime } from "../journal/local-time.ts";
import { wallNow } from "../platform/clock.ts";
import { writeWhole } from "../platform/whole-file.ts";
import { CODE } from "../traffic/codes.ts";
import { KeptPlans } from "./kept-plans.ts";
import { ownFile } from "./own-file.ts";

/** The surge file, or a UsageError with everything that is wrong with it. */
export const surgesIn = (file: string): SurgeFile => ownFile(file, file, readSurges).file;

const Asked = v.strictObject({
  begun: v.array(v.strictObject({ surge: v.string(), at_ms: v.number() })),
  cancelled: v.array(v.string()),
});

/** What people have asked, beside the brain's key: a verb writes it, and who leads reads it. */
export class AskedFile {
  readonly #file: string;

  constructor(keyFile: string) {
    this.#file = join(dirname(keyFile), "surges-asked.json");
  }

  /** Nothing while there is no file. Throws where there is one that cannot be read: what was stopped would come again, and what was begun be forgotten. */
  get asked(): AskedSurges {
    if (!existsSync(this.#file)) return { begun: [], cancelled: [] };
    try {
      return v.parse(Asked, JSON.parse(readFileSync(this.#file, "utf8")));
    } catch {
      throw new Error(
        `${this.#file} cannot be read: it says what was begun and stopped. Put it right; or remove it, and stop again what is to be stopped`,
      );
    }
  }

  set asked(asked: AskedSurges) {
    writeWhole(this.#file, JSON.stringify(asked));
  }
}

const KeptUnit = v.strictObject({ words: v.string(), prepared: v.nullable(v.looseObject({ hash: v.string(), text: v.string() })) });

interface KeptUnit {
  readonly words: string;
  readonly prepared: Prepared | null;
}

/** How far each unit is, beside the brain's key: a file each, so that a change of one writes no others. */
export class KeptSurges {
  readonly plans: KeptPlans;
  readonly #folder: string;
  readonly #units = new Map<string, KeptUnit>();

  constructor(keyFile: string) {
    this.#folder = join(dirname(keyFile), "surges");
    this.plans = new KeptPlans(dirname(keyFile));
  }

  of(unit: string): KeptUnit {
    const known = this.#units.get(unit) ?? this.#read(unit);
    this.#units.set(unit, known);
    return known;
  }

  keep(unit: string, prepared: Prepared | null, words: string): void {
    const was = this.of(unit);
    // It is asked each second; whoever changes what is prepared makes it anew.
    if (was.prepared === prepared && was.words === words) return;
    const kept = { words, prepared };
    if (JSON.stringify(kept) === JSON.stringify(was)) return;
    if (prepared !== null) this.plans.keep(prepared.text);
    if (prepared === null && words === "") rmSync(this.#file(unit), { force: true });
    else writeWhole(this.#file(unit), JSON.stringify(kept));
    this.#units.set(unit, kept);
  }

  #read(unit: string): KeptUnit {
    try {
      return v.parse(KeptUnit, JSON.parse(readFileSync(this.#file(unit), "utf8"))) as unknown as KeptUnit;
    } catch {
      // Whatever was made is made again, and what units have in force says itself what it is.
      return { words: "", prepared: null };
    }
  }

  /** A unit's name is letters, digits and _ . : - (`tables.ts`), and begins with none of those. */
  #file(unit: string): string {
    return join(this.#folder, `${unit}.json`);
  }
}

const WEEKS_MS = 28 * 86_400_000;

/** So many records are read in one go; a brain has other units to hear between. */
const READ_AT_ONCE = 2_000;

/** Who usually comes, by what the unit has measured in the last four weeks. */
export async function usualOf(store: Store, unit: string, zone: string): Promise<Usual> {
  const records = await store.recordsSince(unit, CODE.laneEstimate, wallNow() - WEEKS_MS);
  const week = new UsualWeek(new LocalTime(zone));
  for (let from = 0; from < records.length; from += READ_AT_ONCE) {
    for (const record of records.slice(from, from + READ_AT_ONCE)) week.add(record);
    await new Promise((resolve) => setImmediate(resolve));
  }
  return (hours) => week.flows(hours);
}

const LOOK_MS = 1_000;

/** How a unit stands after a step. What goes wrong with one of them keeps no surge from the others. */
export async function stepped(warden: Pick<Warden, "step" | "words">, view: UnitView | undefined): Promise<string> {
  try {
    await warden.step(view);
    return warden.words;
  } catch (error) {
    return `its surges wait: ${(error as Error).message}`;
  }
}

/** The surges of a brain: `lead` begins once it is there, and returns how to leave. */
export function openSurges(file: SurgeFile, store: Store, keyFile: string, notice: (words: string) => void) {
  const kept = new KeptSurges(keyFile);
  const asked = new AskedFile(keyFile);
  const units = [...new Set(file.surges.flatMap(({ units }) => units))];
  return {
    units,
    lead(brain: Brain): () => void {
      const ports = {
        surges: file.surges,
        wall: wallNow,
        send: (...order: Parameters<Brain["send"]>) => brain.send(...order),
        lastOf: (...of: Parameters<Store["lastOf"]>) => store.lastOf(...of),
        usual: (unit: string, zone: string) => usualOf(store, unit, zone),
        asked: () => asked.asked,
        plans: kept.plans,
        keep: (unit: string, prepared: Prepared | null, words: string) => kept.keep(unit, prepared, words),
        notice,
      };
      kept.plans.sweep();
      const wardens = units.map((unit) => new Warden(unit, ports, kept.of(unit).prepared));
      const said = new Map<string, string>();
      let stop: NodeJS.Timeout | undefined;
      let closed = false;
      const look = async (): Promise<void> => {
        try {
          if (brain.cause === "") {
            const views = new Map((await brain.fleet()).map((view) => [view.unit, view]));
            for (const warden of wardens) {
              if (closed) return;
              const { unit } = warden;
              const words = await stepped(warden, views.get(unit));
              if (words !== "" && said.get(unit) !== words) notice(`${unit}: ${words}`);
              said.set(unit, words);
            }
          }
        } catch (error) {
          const words = `surges wait: ${(error as Error).message}`;
          if (said.get("") !== words) notice(words);
          said.set("", words);
        }
        if (!closed) stop = setTimeout(look, LOOK_MS);
      };
      stop = setTimeout(look, 0);
      return () => {
        closed = true;
        clearTimeout(stop);
      };
    },
  };
}
