import { meaningOf } from "../../../src/traffic/codes.ts";
import { ms } from "../play.ts";
import type { Played } from "../run.ts";
import type { Expectation } from "../scenario.ts";

/** A stretch of a row; `look` is a word of the page's style. */
export interface Bar {
  readonly from: number;
  readonly to: number;
  readonly look: string;
  readonly words: string;
}

export interface Row {
  readonly group: "signals" | "detectors" | "weather" | "expected" | "watched" | "unit" | "journal";
  readonly name: string;
  readonly bars: readonly Bar[];
}

/** Records that come ten times a second say nothing on a line. */
const OFTEN: readonly number[] = [43, 44, 81, 82, 89, 90, 310, 311, 320, 321, 322, 327];
const DAY_MS = 86_400_000;

/** Everything that a play has left behind, as rows over time. */
export function timelineOf({ play, tape, verdicts, watches }: Played): readonly Row[] {
  const end = play.until;
  const { site } = play;
  const signals = site.channels.map(({ number, name, kind }): Row => {
    const shown = tape.lamps.of(number, end);
    return {
      group: "signals",
      name,
      bars: shown.map(({ at, shows }, i) => {
        const to = shown[i + 1]?.at ?? end;
        const look = kind === "pedestrian" && shows === "green" ? "walk" : shows;
        return {
          from: at,
          to,
          look,
          words: `${kind === "pedestrian" && shows === "green" ? "walk" : shows} for ${((to - at) / 1_000).toFixed(1)} s`,
        };
      }),
    };
  });
  const detectors = [
    ...site.detectors.map(({ number, name }) =>
      occupied(
        name,
        tape.loops.filter(({ detector }) => detector === number),
        end,
      ),
    ),
    ...site.pedestrian_detectors.map(({ number, name }) =>
      occupied(
        name,
        tape.buttons.filter(({ button }) => button === number),
        end,
      ),
    ),
  ].filter(({ bars }) => bars.length > 0 && end <= DAY_MS);
  const begun = tape.deeds.filter(({ deed }) => deed.on);
  const weather = begun.map(({ at, deed }): Row => {
    const over = tape.deeds.find((other) => !other.deed.on && other.deed.fault === deed.fault && other.at >= at)?.at ?? end;
    const { kind, ...more } = deed.fault;
    const words = `${kind} ${Object.values(more).join(" ")}`.trim();
    return { group: "weather", name: kind, bars: [{ from: at, to: over, look: "fault", words }] };
  });
  const expected = play.scenario.expects.map((expectation, i): Row => {
    const verdict = verdicts[i]!;
    const { from, to } = windowOf(expectation, end);
    const words = verdict.wrong === "" ? verdict.expected : `${verdict.expected}: ${verdict.wrong}`;
    return { group: "expected", name: verdict.expected, bars: [{ from, to, look: verdict.wrong === "" ? "kept" : "broken", words }] };
  });
  const watched = watches.map(({ watcher, violations, unjudged, ok }): Row => {
    const words = !ok ? `${violations.length} violations` : unjudged === "" ? "as it must be" : `not judged: ${unjudged}`;
    const all: Bar = { from: 0, to: end, look: ok && unjudged === "" ? "kept" : "doubtful", words };
    return {
      group: "watched",
      name: watcher,
      bars: [all, ...violations.slice(0, 500).map(({ at, words }) => ({ from: at, to: at, look: "broken", words }))],
    };
  });
  const lives: Row = {
    group: "unit",
    name: "street side",
    bars: tape.lives.map(({ at, runs, why }, i) => ({
      from: at,
      to: tape.lives[i + 1]?.at ?? end,
      look: runs ? "runs" : "gone",
      words: runs ? "controls" : why,
    })),
  };
  const said = [...Map.groupBy(tape.words, ({ of }) => of)].map(
    ([of, words]): Row => ({
      group: "unit",
      name: `${of} says`,
      bars: words.slice(0, 2_000).map(({ at, words: each }) => ({ from: at, to: at, look: "mark", words: each })),
    }),
  );
  const journal = [
    ...Map.groupBy(
      tape.records.filter(({ record }) => record.code >= 83 && !OFTEN.includes(record.code)),
      ({ record }) => record.code,
    ),
  ].map(
    ([code, records]): Row => ({
      group: "journal",
      name: `${code} ${meaningOf(code)?.words ?? ""}`,
      bars: records.slice(0, 2_000).map(({ at, record }) => ({
        from: at,
        to: at,
        look: "mark",
        words: `${meaningOf(code)?.param ?? ""} ${record.param} ${record.value || ""} ${record.detail.slice(0, 400)}`.trim(),
      })),
    }),
  );
  return [
    ...weather,
    ...signals,
    ...detectors,
    ...expected,
    ...watched,
    lives,
    ...said,
    ...journal.sort((a, b) => a.name.localeCompare(b.name)),
  ];
}

function occupied(name: string, turns: readonly { readonly at: number; readonly on: boolean }[], end: number): Row {
  const bars = turns.flatMap(({ at, on }, i) =>
    on ? [{ from: at, to: turns[i + 1]?.at ?? end, look: "occupied", words: "somebody" }] : [],
  );
  return { group: "detectors", name, bars };
}

function windowOf(expectation: Expectation, end: number): { readonly from: number; readonly to: number } {
  if (expectation.kind === "panel" || expectation.kind === "panel-least") return { from: ms(expectation.at), to: ms(expectation.at) };
  const { from, to } = ("window" in expectation ? expectation.window : undefined) ?? {};
  return { from: from === undefined ? 0 : ms(from), to: to === undefined ? end : ms(to) };
}
