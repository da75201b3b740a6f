import { WallWords } from "../journal/words.ts";
import type { Live, Weighed } from "../traffic/live.ts";
import type { Site } from "../traffic/site.ts";
import { plans } from "../traffic/strategies.ts";
import type { WallTime } from "../traffic/time.ts";
import type { Decided, Why } from "../why.ts";

type Candidate = Weighed["candidates"][number];

/** What `stopline why` prints. */
export function whyLines(site: Site, { session, live, decided }: Why): string[] {
  const words = new WallWords();
  words.set(site.time_zone);
  const pattern = site.patterns.find(({ number }) => number === live.pattern);
  return [
    `${live.unit}  ${site.name}`,
    `${words.at(live.wall)} (${words.zone}), ${seconds(live.at / 100)} s after the start of session ${session}`,
    `mode      ${live.mode}: ${live.mode_cause}`,
    `pattern   ${pattern === undefined ? live.pattern : `${pattern.number} ${pattern.name} (${pattern.strategy})`}, because of ${live.coordination.source_cause}`,
    ...ringLines(site, live, words),
    ...(live.plan === null ? [`plan      none: ${planless(site, live)}`] : planLines(site, live, decided, words)),
  ];
}

/** What each ring shows, and since when. */
function ringLines(site: Site, { rings, wall }: Live, words: WallWords): string[] {
  return rings.map(({ ring: number, phase, interval, elapsed_ds }) => {
    const since = words.at((wall - elapsed_ds * 100) as WallTime);
    const who = phase === 0 ? "nobody" : nameOf(site, phase);
    return `${`ring ${number}`.padEnd(9)} ${who}: ${interval.replace("-", " ")} since ${since}, for ${seconds(elapsed_ds)} s`;
  });
}

/** Why nothing was planned, as far as the state tells. */
function planless(site: Site, { mode, mode_cause, pattern, coordination, preempt }: Live): string {
  if (mode !== "adaptive" && mode !== "actuated") return mode_cause;
  const strategy = site.patterns.find(({ number }) => number === pattern)?.strategy;
  if (strategy !== undefined && !plans(strategy)) return `the pattern in force does not plan (${strategy})`;
  if (mode === "actuated") return mode_cause;
  if (preempt !== null) return `preempt ${preempt.number} has the signals`;
  if (coordination.cycle_ds !== null) return "the pattern runs in a cycle, and its splits say who comes next";
  return "the controller was led elsewhere: a preempt, priority, a hand in the cabinet, or its first greens";
}

function planLines(site: Site, live: Live, decided: Decided | null, words: WallWords): string[] {
  const plan = decided ?? live.plan!;
  const chosen = plan.candidates.find((c) => c.chosen);
  const held = live.plan!.reason === "committed" ? [`plan      ${reasonWords(site, live.plan!)}`] : [];
  const when = decided === null ? [] : [`decided   ${words.at(decided.wall)}: ${reasonWords(site, decided)}`];
  const omit = site.patterns.find(({ number }) => number === live.pattern)?.omit ?? [];
  return [
    ...held,
    ...when,
    "",
    ...aligned(
      ["", "who may come next", "vehicle seconds"],
      plan.candidates
        .toSorted(byDelay)
        .map((c) => [
          c === chosen ? ">" : "",
          `${namesOf(site, c)}${c.green ? " (green)" : ""}`,
          c.delay_s?.toString() ?? (c.phases.some((p) => omit.includes(p as never)) ? "not in this pattern" : "not weighed to the end"),
        ]),
    ),
    "",
    ...aligned(
      ["", "lane", "standing", "coming", "waiting since", "vehicles/h", "headway s"],
      live.plan!.lanes.map((lane) => [
        "",
        `${lane.approach} ${lane.lane}`,
        seconds(lane.standing_dv),
        seconds(lane.coming_dv),
        lane.wait_ds === 0 ? "–" : `${words.at((live.wall - lane.wait_ds * 100) as WallTime).slice(11, 21)} (${seconds(lane.wait_ds)} s)`,
        String(lane.flow_vph),
        (lane.headway_ms / 1_000).toFixed(2),
      ]),
    ),
  ];
}

/** What tipped it, in a sentence. */
export function reasonWords(site: Site, { reason, candidates }: Weighed): string {
  const chosen = candidates.find((c) => c.chosen);
  const next = chosen === undefined ? "nobody" : candidateName(site, chosen);
  switch (reason) {
    case "committed":
      return `nothing could be decided: minimums and clearances ran on the way to ${next}`;
    case "nobody":
      return `nobody waits elsewhere: ${next}`;
    case "stay":
      return `${next} stays: staying costs least${lessWords(site, chosen, cheapest(candidates.filter((c) => c !== chosen)))}`;
    case "switch": {
      const green = candidates.find((c) => c.green);
      return `on to ${next}: ${chosen?.delay_s == null ? "more stand and come there" : `going on costs less${lessWords(site, chosen, green)}`}`;
    }
    case "overdue":
      return `on to ${next}: somebody there had waited as long as anybody may`;
    case "saturated":
      return `${next}: queues outlast greens, and each lane is served until there is a gap`;
  }
}

/** How much less one costs than another; "" where that is not known: max-pressure weighs no delays. */
function lessWords(site: Site, one: Candidate | undefined, other: Candidate | undefined): string {
  if (one?.delay_s == null || other === undefined) return "";
  if (other.delay_s === null) return `: every way that begins with ${candidateName(site, other)} was worse on the way`;
  const less = other.delay_s - one.delay_s;
  if (less <= 0) return `, or as good as any`;
  return ` by ${less} vehicle second${less === 1 ? "" : "s"} than ${candidateName(site, other)}`;
}

const cheapest = (candidates: readonly Candidate[]): Candidate | undefined =>
  candidates.filter(({ delay_s }) => delay_s !== null).toSorted(byDelay)[0];

/** Short enough for a sentence: the lists have the groups. */
export function candidateName(site: Site, { phases }: Candidate): string {
  if (site.stages !== null) return `stage ${phases.join(", ")}`;
  return `phase${phases.length === 1 ? "" : "s"} ${phases.join(" and ")}`;
}

const namesOf = (site: Site, { phases }: Candidate): string => phases.map((number) => nameOf(site, number)).join(", ");

/** "stage 2 Hafenstraße (K1 K5)", "phase 2 north through"; a name that begins with the number says it once. */
function nameOf(site: Site, number: number): string {
  const stage = site.stages?.stages.find((each) => each.number === number);
  if (stage !== undefined)
    return `stage ${stage.name.startsWith(`${number}`) ? "" : `${number} `}${stage.name} (${stage.groups.join(" ")})`;
  return `phase ${number} ${site.phases.find((phase) => phase.number === number)?.name ?? ""}`.trimEnd();
}

const byDelay = (a: Candidate, b: Candidate): number =>
  (a.delay_s ?? Number.POSITIVE_INFINITY) - (b.delay_s ?? Number.POSITIVE_INFINITY) || a.phases[0]! - b.phases[0]!;

const seconds = (ds: number): string => (ds / 10).toFixed(1);

/** Columns under their heads; the first two to the left, figures to the right. */
function aligned(heads: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const all = [heads, ...rows];
  const widths = heads.map((_, i) => Math.max(...all.map((row) => row[i]!.length)));
  return all.map((row) =>
    row
      .map((cell, i) => (i < 2 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!)))
      .join("  ")
      .trimEnd(),
  );
}
