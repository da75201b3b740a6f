import { CODE, meaningOf } from "../../src/traffic/codes.ts";
import type { Live } from "../../src/traffic/live.ts";
import { ms, type Play } from "./play.ts";
import type { Expectation, Window } from "./scenario.ts";
import { type Tape, within } from "./tape.ts";
import { covered } from "./watchers/delivery.ts";

/** What came of an expectation: in words what was expected, and in words what was not so; "" if it was. */
export interface Verdict {
  readonly expected: string;
  readonly wrong: string;
}

type Of<K extends Expectation["kind"]> = Extract<Expectation, { readonly kind: K }>;
type Judge<K extends Expectation["kind"]> = (expectation: Of<K>, tape: Tape, play: Play) => Verdict;

/** To add one: a line in `scenario.ts` and one here. */
const JUDGES: { readonly [K in Expectation["kind"]]: Judge<K> } = {
  records: (e, tape) => {
    const of = e.of === undefined ? "" : ` of ${meaningOf(e.code)?.param ?? "number"} ${e.of}`;
    const expected = `${counted(e.least, e.most)} "${meaningOf(e.code)?.words ?? e.code}"${of}${e.says === undefined ? "" : ` saying "${e.says}"`}${inWords(e.window)}`;
    const code = tape.records.filter(({ record }) => record.code === e.code && (e.of === undefined || record.param === e.of));
    const found = code.filter(({ at, record }) => within(at, e.window) && (e.says === undefined || record.detail.includes(e.says)));
    const others = code
      .slice(0, 5)
      .map(({ at, record }) => `${s(at)} of ${record.param}${record.detail === "" ? "" : ` ${record.detail.slice(0, 160)}`}`);
    return {
      expected,
      wrong: inRange(found.length, e.least, e.most)
        ? ""
        : `${found.length} of them; of this code there are ${code.length}: ${others.join("; ")}`,
    };
  },
  modes: ({ modes }, tape) => {
    const told = tape.records
      .filter(({ record }) => record.code === CODE.controlMode)
      .map(({ record }) => (JSON.parse(record.detail) as { mode: string }).mode)
      // A mode is told again when its cause changes.
      .filter((mode, i, all) => mode !== all[i - 1]);
    return {
      expected: `the unit's modes are ${modes.join(", ")}`,
      wrong: told.join() === modes.join() ? "" : `they were ${told.join(", ")}`,
    };
  },
  lamps: (e, tape, { until }) => {
    const expected = `channel ${e.channel} shows ${e.shows} ${e.how}${inWords(e.window)}`;
    const [from, to] = [ms(e.window?.from ?? "0 s"), e.window?.to === undefined ? until : ms(e.window.to)];
    const shown = tape.lamps.of(e.channel, until);
    const in_window = shown.filter((each, i) => each.at <= to && (shown[i + 1]?.at ?? until) > from);
    const hits = in_window.filter(({ shows }) => shows === e.shows);
    const kept =
      e.how === "once" ? hits.length > 0 : e.how === "never" ? hits.length === 0 : hits.length === in_window.length && hits.length > 0;
    return {
      expected,
      wrong: kept
        ? ""
        : `it showed ${in_window
            .slice(0, 8)
            .map(({ at, shows }) => `${shows} from ${s(at)}`)
            .join(", ")}`,
    };
  },
  greens: (e, tape, { until }) => {
    const greens = tape.lamps.of(e.channel, until).filter(({ at, shows }) => shows === "green" && within(at, e.window)).length;
    return {
      expected: `channel ${e.channel} has ${counted(e.least, e.most)} greens${inWords(e.window)}`,
      wrong: inRange(greens, e.least, e.most) ? "" : `it had ${greens}`,
    };
  },
  panel: (e, tape) => {
    const expected = `the page says at ${e.at} that ${e.path} is ${JSON.stringify(e.says)}`;
    const seen = tape.panels.find(({ at }) => at >= ms(e.at));
    if (seen === undefined) return { expected, wrong: "there was no page then" };
    const value = valueAt(seen.live, e.path);
    const said = typeof e.says === "string" && e.says !== "" && typeof value === "string" ? value.includes(e.says) : value === e.says;
    return { expected, wrong: said ? "" : `it is ${JSON.stringify(value)}` };
  },
  "panel-least": (e, tape) => {
    const expected = `the page says at ${e.at} that ${e.path} is ${e.least} or more`;
    const seen = tape.panels.find(({ at }) => at >= ms(e.at));
    const value = seen === undefined ? undefined : valueAt(seen.live, e.path);
    return { expected, wrong: typeof value === "number" && value >= e.least ? "" : `it is ${JSON.stringify(value)}` };
  },
  "came-again": ({ least }, tape) => {
    const again = tape.brain?.again ?? 0;
    return { expected: `${least} or more records come to the brain again`, wrong: again >= least ? "" : `${again} did` };
  },
  "brain-has-all": (_e, tape) => {
    const expected = "the brain has every record of the journal, or knows of its gap";
    const { brain } = tape;
    if (brain === null) return { expected, wrong: "there is no brain" };
    const there = new Set(brain.records.map(({ epoch, seq }) => `${epoch} ${seq}`));
    const missing = tape.chunks.flatMap(({ epoch, records }) =>
      records
        .filter(({ seq, code }) => code !== CODE.gap && !there.has(`${epoch} ${seq}`) && !covered(brain, epoch, seq))
        .map(({ seq }) => seq),
    );
    return {
      expected,
      wrong: missing.length === 0 ? "" : `${missing.length} are missing, ${missing[0]} first; it has ${brain.records.length}`,
    };
  },
  "brain-says": ({ words }, tape) => {
    const said = tape.words.filter(({ of }) => of === "brain").map((each) => each.words);
    return {
      expected: `the brain says "${words}"`,
      wrong: said.some((each) => each.includes(words)) ? "" : `it said ${said.length === 0 ? "nothing" : said.slice(0, 6).join("; ")}`,
    };
  },
  words: ({ of, says, least = 1 }, tape) => {
    const said = tape.words.filter((each) => each.of === of).map(({ words }) => words);
    const found = said.filter((each) => each.includes(says)).length;
    const times = least === 1 ? "" : `, ${least} times or more`;
    return {
      expected: `the ${of} says "${says}"${times}`,
      wrong: found >= least ? "" : `it said ${said.slice(0, 8).join("; ") || "nothing"}`,
    };
  },
  results: ({ results }, tape) => {
    const got = tape.results.map(({ refused }) => (refused === "" ? "done" : refused));
    const same =
      got.length === results.length && results.every((each, i) => (each === "done" ? got[i] === "done" : got[i]!.includes(each)));
    return { expected: `commands end with: ${results.join("; ")}`, wrong: same ? "" : `they ended with: ${got.join("; ")}` };
  },
};

export function judge(expectation: Expectation, tape: Tape, play: Play): Verdict {
  const of = JUDGES[expectation.kind] as Judge<Expectation["kind"]>;
  try {
    return of(expectation as Of<Expectation["kind"]>, tape, play);
  } catch (error) {
    return { expected: JSON.stringify(expectation), wrong: `it cannot be judged: ${(error as Error).message}` };
  }
}

const s = (at: number): string => `${(at / 1_000).toFixed(1)} s`;

function inWords(window: Window | undefined): string {
  const { from, to } = window ?? {};
  if (from !== undefined && to !== undefined) return ` between ${from} and ${to}`;
  return from !== undefined ? ` after ${from}` : to !== undefined ? ` before ${to}` : "";
}

/** At least one, unless it is said that there is none. */
const leastOf = (least: number | undefined, most: number | undefined): number => least ?? (most === 0 ? 0 : 1);

function counted(least: number | undefined, most: number | undefined): string {
  const from = leastOf(least, most);
  if (most === undefined) return `${from} or more`;
  return from === most ? `${most === 0 ? "no" : most}` : `${from} to ${most}`;
}

const inRange = (count: number, least: number | undefined, most: number | undefined): boolean =>
  count >= leastOf(least, most) && count <= (most ?? Number.POSITIVE_INFINITY);

/** "journal.fault", "detectors[detector=3].doubt". */
function valueAt(live: Live, path: string): unknown {
  let value: unknown = live;
  for (const [, name = "", key, wanted] of path.matchAll(/(\w+)(?:\[(\w+)=([^\]]+)\])?\.?/g)) {
    value = (value as Record<string, unknown>)?.[name];
    if (key !== undefined) value = (value as readonly Record<string, unknown>[]).find((each) => String(each[key]) === wanted);
  }
  return value;
}
