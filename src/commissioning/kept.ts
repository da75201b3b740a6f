import * as v from "valibot";
import type { CommandResult } from "../journal/port.ts";
import type { WallTime } from "../traffic/time.ts";
import { type Record390, Told } from "./told.ts";

/** A small file of the link's, written whole or not at all. */
export interface KeptFile {
  /** "" where there is none. */
  read(): string;
  write(text: string): void;
}

const Taken = v.object({ told: Told, at: v.number() });
const File = v.object({
  records: v.array(Taken),
  asked: v.array(v.object({ id: v.string(), told: Told, at: v.number() })),
  seq: v.number(),
  /** Who came back for what was left out, when, and what that was: beside the records, where a link that knows no such thing reads over it. */
  reopened: v.optional(v.object({ by: v.string(), at: v.number(), left: v.array(Taken) })),
});
type File = v.InferOutput<typeof File>;

const NOTHING: File = { records: [], asked: [], seq: 0 };
/** A request that has no result after so long has expired, and the street side never took it. */
const FORGOTTEN_MS = 300_000;

/**
 * The records of the last walk, as the journal took them: what a link that starts anew reads, without reading a journal of months. A record is in here
 * when its result is; what was asked for and has no result yet is asked after.
 */
export class Kept {
  readonly #file: KeptFile;
  #now: File;
  #records: readonly Record390[];

  constructor(file: KeptFile) {
    this.#file = file;
    this.#now = readIn(file);
    this.#records = recordsIn(this.#now);
  }

  /** The same list as long as nothing is added. */
  get records(): readonly Record390[] {
    return this.#records;
  }

  /** The journal's last record when the walk had begun: whoever has acknowledged it knows of the walk. 0: none. */
  get seq(): number {
    return this.#now.seq;
  }

  from(seq: number): void {
    this.#hold({ ...this.#now, seq });
  }

  /** Throws what the disk says: what is not written down is not asked for. */
  asked(asked: readonly { readonly id: string; readonly told: Told; readonly at: WallTime }[]): void {
    this.#become({ ...this.#now, asked: [...this.#now.asked, ...asked] });
  }

  settle(result: (id: string) => CommandResult | null, now: WallTime): void {
    if (this.#now.asked.length === 0) return;
    let records = [...this.#now.records];
    let { seq, reopened } = this.#now;
    const heard = (id: string): CommandResult | null => {
      try {
        return result(id);
      } catch {
        // A journal that cannot be read says so elsewhere, and is asked again.
        return null;
      }
    };
    const asked = this.#now.asked.filter(({ id, told, at }) => {
      const come = heard(id);
      if (come?.done) {
        // A walk that begins takes the place of the one before: that one is in the journal.
        if (told.what === "begun") [records, seq, reopened] = [[], 0, undefined];
        // What is done again counts as it was done last: the file is as long as the site has steps.
        if ("step" in told) records = records.filter((each) => !("step" in each.told) || each.told.step !== told.step);
        if (told.what === "reopened") {
          // Its report is in the journal, too.
          reopened = { by: told.by, at: come.wall, left: records.filter((each) => each.told.what === "skipped") };
          records = records.filter((each) => !["finished", "skipped"].includes(each.told.what));
        } else records.push({ told, at: come.wall });
      }
      return come === null && Math.abs(now - at) < FORGOTTEN_MS;
    });
    if (asked.length < this.#now.asked.length) this.#hold({ records, asked, seq, reopened });
  }

  /** The journal has it already: a disk that does not take it now gets it with the next. */
  #hold(now: File): void {
    try {
      this.#become(now);
    } catch {
      this.#remember(now);
    }
  }

  #become(now: File): void {
    this.#file.write(`${JSON.stringify(now)}\n`);
    this.#remember(now);
  }

  #remember(now: File): void {
    if (now.records !== this.#now.records) this.#records = recordsIn(now);
    this.#now = now;
  }
}

/** A walk that goes on does so after its beginning and what was left out, and before what was kept since. */
function recordsIn({ records, reopened }: File): readonly Record390[] {
  const taken = ({ told, at }: v.InferOutput<typeof Taken>) => ({ ...told, at: at as WallTime });
  const [begun, ...rest] = records.map(taken);
  if (begun === undefined) return [];
  if (reopened === undefined) return [begun, ...rest];
  return [
    begun,
    ...reopened.left.map(taken),
    { what: "reopened", walk: begun.walk, by: reopened.by, at: reopened.at as WallTime },
    ...rest,
  ];
}

function readIn(file: KeptFile): File {
  try {
    return v.parse(File, JSON.parse(file.read()));
  } catch {
    return NOTHING;
  }
}
