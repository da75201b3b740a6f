import type { Run } from "../../journal/moments.ts";
import { type Chunk, type Record, wallOf } from "../../journal/port.ts";
import { type Names, saysWords, whatWords, whichWords } from "../../journal/record-words.ts";
import { wants } from "../../journal/wanted.ts";
import { CODE, meaningOf } from "../../traffic/codes.ts";
import type { Language } from "../../traffic/language.ts";
import { inChinese } from "../chinese/index.ts";
import type { JournalQuestion } from "./question.ts";
import type { Page, ToldRecord } from "./told.ts";

/** So many records are looked at for one page, at most; where that was not enough, the page says from where to go on. */
const LOOK_MAX = 60_000;
/** Words cost more than numbers. */
const LOOK_WORDS_MAX = 15_000;
/** What a page shows of one record; `stopline journal --json` has it whole. */
const SAYS_MAX = 400;

export interface Pages {
  readonly onward: (after: number) => Iterable<Chunk>;
  readonly back: (seq: number) => Iterable<Chunk>;
  readonly names: (session: number) => Names;
}

/** One page of the journal between `run.after` and `run.last`. */
export function pageOf(q: JournalQuestion, run: Run, { onward, back, names }: Pages): Page {
  const on = q.direction === "on";
  const isWanted = wants(q.wanted);
  const text = q.text.toLocaleLowerCase();
  const most = text === "" ? LOOK_MAX : LOOK_WORDS_MAX;
  const records: ToldRecord[] = [];
  const start = q.seq === null ? run.last : on ? Math.max(q.seq, run.after) : Math.min(q.seq - 1, run.last);
  let next = on ? start : Math.min(start, Number.MAX_SAFE_INTEGER) + 1;
  let looked: number | null = null;
  let count = 0;
  const page = (over: boolean): Page => ({ records, next, over, looked });
  for (const chunk of on ? onward(start) : back(Math.min(start, Number.MAX_SAFE_INTEGER))) {
    if (on ? chunk.first_seq > run.last : chunk.last_seq <= run.after) return page(true);
    const lines = on ? chunk.records : chunk.records.toReversed();
    const [only] = chunk.records;
    for (const record of lines) {
      // A gap record stands for many: it is there until the last of them has passed.
      const last = only?.code === CODE.gap && chunk.records.length === 1 ? chunk.last_seq : record.seq;
      if (on ? last <= start : record.seq > start) continue;
      if (records.length >= q.most || count >= most) return page(false);
      count++;
      next = on ? last : record.seq;
      const wall = wallOf(chunk.wall_base, record.at);
      looked = wall;
      if (!isWanted(record, wall)) continue;
      const told = toldOf(record, wall, names(chunk.session), q.language);
      if (text === "" || lineOf(told).includes(text)) records.push(told);
    }
  }
  return page(true);
}

const lineOf = ({ seq, code, what, which, says }: ToldRecord): string => `${seq} ${code} ${what} ${which} ${says}`.toLocaleLowerCase();

const FAULTS: ReadonlySet<number> = new Set([
  ...[84, 85, 86, 87, 88, 91, 110, 200, CODE.gap, CODE.tenthsMissed, CODE.inputFault, CODE.buttonFault, CODE.contactFault],
  ...[CODE.doubted, CODE.deviceLost, CODE.monitorFault, CODE.runsFree],
]);

function toldOf(record: Record, wall: number, names: Names, language: Language): ToldRecord {
  const { seq, code, input } = record;
  const says = meaningOf(code) === undefined ? record.detail : saysWords(record, language, inChinese);
  return {
    seq,
    wall,
    code,
    input,
    fault: FAULTS.has(code),
    what: whatWords(record, language),
    which: whichWords(record, names, language),
    says: says.length > SAYS_MAX ? `${says.slice(0, SAYS_MAX)}…` : says,
  };
}
