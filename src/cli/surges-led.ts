import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import * as v from "valibot";
import type { Brain } from "../brain/brain.ts";
import type { UnitView } from "../brain/fleet.ts";
import type { Store } from "../brain/store.ts";
import type { Usual } from "../brain/surge/calendar.ts";
import { readSurges } from "../brain/surge/file.ts";
import type { Prepared } from "../brain/surge/prepared.ts";
import type { SurgeFile } from "../brain/surge/surge.ts";
import { type AskedSurges, Warden } from "../brain/surge/warden.ts";
import { demandOf } from "../brain/timing/demand.ts";
import { LocalTime } from "../journal/local-time.ts";
import { sha256 } from "../plans/sha256.ts";
import { wallNow } from "../platform/clock.ts";
import { writeWhole } from "../platform/whole-file.ts";
import { CODE } from "../traffic/codes.ts";
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

  /** Nothing, where it cannot be read: then nothing is begun by anybody. */
  get asked(): AskedSurges {
    try {
      return v.parse(Asked, JSON.parse(readFileSync(this.#file, "utf8")));
    } catch {
      return { begun: [], cancelled: [] };
    }
  }

  set asked(asked: AskedSurges) {
    writeWhole(this.#file, JSON.stringify(asked));
  }
}

const KeptUnit = v.strictObject({ words: v.string(), prepared: v.nullable(v.looseObject({ hash: v.string(), text: v.string() })) });
const Kept = v.record(v.string(), KeptUnit);

interface KeptUnits {
  [unit: string]: { readonly words: string; readonly prepared: Prepared | null };
}

/** How far each unit is, beside the brain's key. */
export class KeptSurges {
  readonly #file: string;
  readonly #plans: string;
  readonly #units: KeptUnits = {};

  constructor(keyFile: string) {
    this.#file = join(dirname(keyFile), "surges.json");
    this.#plans = join(dirname(keyFile), "plans");
    try {
      if (existsSync(this.#file)) this.#units = v.parse(Kept, JSON.parse(readFileSync(this.#file, "utf8"))) as unknown as KeptUnits;
    } catch {
      // Whatever was made is made again, and what units have in force says itself what it is.
    }
  }

  of(unit: string): { readonly words: string; readonly prepared: Prepared | null } {
    return Object.hasOwn(this.#units, unit) ? this.#units[unit]! : { words: "", prepared: null };
  }

  keep(unit: string, prepared: Prepared | null, words: string): void {
    const before = JSON.stringify(this.#units[unit]);
    this.#units[unit] = { words, prepared };
    if (JSON.stringify(this.#units[unit]) === before) return;
    if (prepared !== null && this.planOf(prepared.hash) === null) writeWhole(join(this.#plans, `${prepared.hash}.toml`), prepared.text);
    writeWhole(this.#file, JSON.stringify(this.#units));
  }

  /** Of a plan that was rolled out from here. */
  planOf(hash: string): string | null {
    if (!/^[0-9a-f]{64}$/.test(hash)) return null;
    try {
      const text = readFileSync(join(this.#plans, `${hash}.toml`), "utf8");
      return sha256(text) === hash ? text : null;
    } catch {
      return null;
    }
  }
}

const WEEKS_MS = 28 * 86_400_000;

/** Who usually comes, by what the unit has measured in the last four weeks. */
export async function usualOf(store: Store, unit: string, zone: string): Promise<Usual> {
  const records = await store.recordsSince(unit, CODE.laneEstimate, wallNow() - WEEKS_MS);
  return (hours) => demandOf(records, hours, new LocalTime(zone)).flows;
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
        planOf: (hash: string) => kept.planOf(hash),
        keep: (unit: string, prepared: Prepared | null, words: string) => kept.keep(unit, prepared, words),
        notice,
      };
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
