import { WallWords } from "../journal/words.ts";
import type { Site } from "../traffic/site.ts";
import type { WallTime } from "../traffic/time.ts";
import { type Reproduced, TOLERANCE } from "../tune/reproduces.ts";
import type { Change, Recording, Row, Score, Tuned } from "../tune.ts";

/** What `stopline tune` prints before it tries anything. */
export function beginLines({ site, slices, sessions, left, blind }: Recording): string[] {
  const words = new WallWords();
  words.set(site.time_zone);
  const minute = (wall: number) => words.at(wall as WallTime).slice(0, 16);
  const [first, last] = [slices[0]!, slices.at(-1)!];
  const vehicles = slices.reduce((sum, slice) => sum + slice.vehicles, 0);
  const presses = slices.reduce((sum, slice) => sum + slice.presses, 0);
  const days = new Set(slices.map(({ day }) => day)).size;
  const patterns = [...new Set(slices.flatMap((slice) => slice.patterns))].toSorted((a, b) => a - b);
  return [
    `${site.id}  ${site.name}`,
    `recorded   ${minute(first.wall)} to ${minute(last.wall + last.length_ms)} (${words.zone}): ${count(slices.length, "half hour")} of ${count(days, "day")}, ${count(sessions, "session")}`,
    `traffic    ${vehicles} vehicles, ${count(presses, "press", "presses")} of buttons`,
    `patterns   ${patterns.map((number) => patternWords(site, number)).join(", ")}`,
    `read from  ${sourceWords(slices)}`,
    ...left.map(({ words, slices: n }) => `left out   ${n > 0 ? `${count(n, "half hour")}: ` : ""}${words}`),
    ...blind.map((lane) => `not seen   ${lane}: no detector lies there, so nobody comes there in the simulation`),
    "",
  ];
}

const patternWords = ({ patterns }: Site, number: number): string => {
  const pattern = patterns.find((each) => each.number === number);
  return pattern === undefined
    ? String(number)
    : `${number} ${pattern.name} (${pattern.strategy}${pattern.coordination ? ", in a cycle" : ""})`;
};

function sourceWords(slices: Recording["slices"]): string {
  const kinds = Map.groupBy(slices.at(-1)!.lanes, ({ by }) => by);
  const names = { advance: "advance loops", "stop-line": "stop-line loops", zone: "a camera's zones", count: "counts by interval" };
  return [...kinds].map(([kind, lanes]) => `${names[kind]} (${count(lanes.length, "lane")})`).join(", ");
}

/** What the simulated street makes of the recorded parameters, beside the record. */
export function reproducedLines({ site }: Pick<Recording, "site">, { phases, slices, verdict }: Reproduced): string[] {
  const { volume, green, cut, wait } = TOLERANCE;
  const rows = phases.map(({ phase, recorded, simulated, beyond }) => {
    const pair = (key: keyof typeof recorded, digits = 1) => [recorded[key].toFixed(digits), simulated[key].toFixed(digits)];
    const name = `${phase} ${site.phases.find(({ number }) => number === phase)?.name ?? ""}`;
    return [
      name,
      ...pair("volume", 0),
      ...pair("green"),
      ...pair("cut"),
      ...pair("left_over"),
      ...pair("wait"),
      beyond.length > 0 ? `! ${beyond.join(", ")}` : "",
    ];
  });
  return [
    `The recorded parameters on the simulated street, ${count(slices, "half hour")} (recorded, simulated)`,
    ...table(["phase", "vehicles/h", "", "green %", "", "cut off %", "", "left over %", "", "first waits s", "", ""], rows),
    `tolerance: vehicles ${per(volume.relative)} or ${volume.absolute} an hour, green ${green.absolute} points, cut off ${cut.absolute} points, first waits ${per(wait.relative)} or ${wait.absolute} s`,
    VERDICTS[verdict],
    "",
  ];
}

const VERDICTS = {
  reproduced: "reproduced: what follows can be believed within the spreads",
  roughly: "! only roughly reproduced: what follows may be off by as much as the columns marked",
  not: "! not reproduced",
};

const per = (share: number): string => `${Math.round(share * 100)} %`;

/** What it prints in the end: what was tried, and what of it is good for what. */
export function tunedLines(recording: Recording, tuned: Tuned): string[] {
  return [...triedLines(tuned), "", ...judgedLines(recording, tuned)];
}

const FIGURES = ["delay s", "p95 s", "longest s", "stops", "left over %", "walk waits s"];
const figures = (score: Score): string[] => [
  score.mean_delay_s.toFixed(1),
  String(score.p95_delay_s),
  String(score.longest_delay_s),
  score.stops.toFixed(2),
  (score.left_over_pm / 10).toFixed(1),
  score.mean_walk_wait_s.toFixed(1),
];

function triedLines({ chosen_on, sampled, by, rows, as_recorded, ended }: Tuned): string[] {
  const why = { "": "", time: "; the time was over before all was tried", asked: "; it was ended before all was tried" }[ended];
  const of = sampled ? "a sample over the hours of the day, " : "";
  return [
    `Tried on ${of}${count(chosen_on.length, "half hour")}${by === "days" ? ", every other day" : ", every other one"}${why}`,
    ...table(
      ["", "half hours", ...FIGURES, "change s", "± s", ""],
      [["as recorded", String(chosen_on.length), ...figures(as_recorded), "", "", ""], ...rows.map(rowCells)],
    ),
    "change: of the mean delay, over the same half hours with the same people, against the best above it; ±: half of its 95 % interval",
  ];
}

const rowCells = ({ words, slices, score, difference, verdict }: Row): string[] => [
  words,
  String(slices),
  ...figures(score),
  signed(difference.delay_s),
  Number.isFinite(difference.spread_s) ? difference.spread_s.toFixed(2) : "?",
  verdict,
];

const signed = (value: number): string => (value > 0 ? `+${value.toFixed(2)}` : value < 0 ? `−${(-value).toFixed(2)}` : "0");

function judgedLines({ site }: Recording, { judged, judged_on, by, changes }: Tuned): string[] {
  if (judged === null) return ["Nothing better was found: the parameters stay as they are."];
  const { recorded, proposed, difference, better } = judged;
  const where = `${count(judged_on.length, "half hour")} ${by === "days" ? "of the other days" : "in between"}`;
  const held = [
    `Judged on ${where}, on which nothing was chosen`,
    ...table(
      ["", ...FIGURES],
      [
        ["as recorded", ...figures(recorded)],
        ["changed", ...figures(proposed)],
      ],
    ),
    `mean delay ${signed(difference.delay_s)} s ± ${difference.spread_s.toFixed(2)}: ${better ? "better beyond the spread" : "within the spread"}`,
  ];
  if (!better)
    return [...held, "", "Nothing better was found: what helped where it was chosen did not elsewhere. The parameters stay as they are."];
  return [
    ...held,
    "",
    "Who gains, who loses",
    ...table(
      ["movement", "vehicles", "delay s", "", "p95 s", "", "change s"],
      recorded.movements.map((was, m) => {
        const is = proposed.movements[m]!;
        const change = is.mean_delay_s - was.mean_delay_s;
        const name = `${was.approach}, phase ${was.phase} ${site.phases.find(({ number }) => number === was.phase)?.name ?? ""}`;
        const pair = [was.mean_delay_s.toFixed(1), is.mean_delay_s.toFixed(1), String(was.p95_delay_s), String(is.p95_delay_s)];
        return [name, String(was.vehicles), ...pair, signed(change)];
      }),
    ),
    "",
    "What a person would change in the site file; nothing has been changed",
    ...changes.flatMap(changeLines),
  ];
}

const changeLines = ({ line, table: where, was, is }: Change): string[] => [
  `@@ line ${line}${where === "" ? "" : `: ${where}`}`,
  ...was.map((text) => `-${text}`),
  ...is.map((text) => `+${text}`),
];

/** The same for other programs. */
export function tunedJson({ site, slices, sessions, left, blind }: Recording, tuned: Tuned) {
  const span = (some: Recording["slices"]) => some.map(({ wall, day, minute }) => ({ wall, day, minute }));
  return {
    unit: site.id,
    recorded: {
      half_hours: slices.length,
      sessions,
      vehicles: slices.reduce((sum, slice) => sum + slice.vehicles, 0),
      presses: slices.reduce((sum, slice) => sum + slice.presses, 0),
      left,
      blind,
    },
    ...tuned,
    chosen_on: span(tuned.chosen_on),
    judged_on: span(tuned.judged_on),
  };
}

const count = (n: number, one: string, many = `${one}s`): string => `${n} ${n === 1 ? one : many}`;

/** Columns under their heads: words to the left, figures to the right. A head without words belongs to the one before it. */
function table(heads: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const all = [heads, ...rows];
  const widths = heads.map((_, i) => Math.max(...rows.map((row) => row[i]!.length), heads[i + 1] === "" && i > 0 ? 0 : heads[i]!.length));
  const left = (i: number) => i === 0 || i === heads.length - 1;
  return all.map((row, r) => {
    if (r > 0)
      return row
        .map((cell, i) => (left(i) ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!)))
        .join("  ")
        .trimEnd();
    return headLine(heads, widths, left);
  });
}

/** A head over two columns stands over both. */
function headLine(heads: readonly string[], widths: readonly number[], left: (i: number) => boolean): string {
  let line = "";
  let end = 0;
  heads.forEach((head, i) => {
    end += (i > 0 ? 2 : 0) + widths[i]!;
    if (head === "") return;
    const span = heads[i + 1] === "" && !left(i + 1) ? end + 2 + widths[i + 1]! : end;
    line = left(i)
      ? line.padEnd(end - widths[i]!) + head
      : line + head.padStart(Math.max(head.length + (line === "" ? 0 : 2), span - line.length));
  });
  return line.trimEnd();
}
