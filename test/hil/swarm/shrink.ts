import { ms } from "../play.ts";
import type { Scenario, Span, Weather } from "../scenario.ts";

/** Asks whether this scenario fails in the same way. */
export type Fails = (scenario: Scenario) => Promise<boolean>;

/** How many scenarios may be played to make one shorter. */
const PLAYS_MAX = 80;
/** So long a play is worth keeping: shorter saves nobody anything. */
const SHORT_MIN = 5;

/** Who waits for what is missing at the end must give it its time: the troubles are over so long before. */
export const CALM_MIN = 12;

/**
 * The same failure with fewer faults, shorter, with less traffic and fewer other figures: one change after another is tried, and kept if it still fails,
 * until none is left. `failed_ms`: when it failed; nothing behind that matters. `enough`: whether it has been at it for long enough.
 */
export async function shrink(scenario: Scenario, failed_ms: number, fails: Fails, enough: () => boolean = () => false): Promise<Scenario> {
  let best = scenario;
  let left = PLAYS_MAX;
  const calm_min = failed_ms >= ms(scenario.lasts) ? CALM_MIN : 0;
  const better = async (candidate: Scenario): Promise<boolean> => {
    if (left-- <= 0 || enough() || !(await fails(candidate))) return false;
    best = candidate;
    return true;
  };
  await better(cut(best, Math.ceil(failed_ms / 60_000) + 1, calm_min));
  // Halves first, then one at a time: a run has few faults, and most of them have nothing to do with it.
  for (let size = Math.ceil(best.weather.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2))
    for (let i = 0; i < best.weather.length; ) if (!(await better({ ...best, weather: best.weather.toSpliced(i, size) }))) i += size;
  for (let i = 0; i < (best.edits?.length ?? 0); ) {
    const { edits = [], ...rest } = best;
    const fewer = edits.toSpliced(i, 1);
    if (!(await better(fewer.length === 0 ? rest : { ...rest, edits: fewer }))) i++;
  }
  for (const demand of [0, 0.3, 1]) {
    if (demand >= (best.demand ?? 1) && demand !== 1) break;
    if (best.demand !== demand && (await better({ ...best, demand }))) break;
  }
  for (let i = 0; i < best.weather.length; i++)
    while (best.weather[i]!.lasts !== undefined && ms(best.weather[i]!.lasts!) > 2_000)
      if (!(await better({ ...best, weather: best.weather.with(i, half(best.weather[i]!)) }))) break;
  for (;;) {
    const minutes = Math.floor(ms(best.lasts) / 60_000);
    const half = Math.max(SHORT_MIN, Math.floor(minutes / 2));
    if (half + calm_min >= minutes || !(await better(cut(best, half, calm_min)))) break;
  }
  return best;
}

const half = (weather: Weather): Weather => ({ ...weather, lasts: `${Math.floor(ms(weather.lasts!) / 2_000)} s` as Span });

/** Not longer than so many minutes, nor shorter than its troubles and the calm behind them; what would begin too late for that is left out. */
function cut(scenario: Scenario, minutes: number, calm_min: number): Scenario {
  const kept = Math.max(SHORT_MIN + calm_min, Math.min(minutes, ms(scenario.lasts) / 60_000));
  const end_ms = (kept - calm_min) * 60_000;
  const weather = scenario.weather
    .filter(({ at }) => typeof at === "string" && ms(at) < end_ms)
    .map((each): Weather => {
      const left_ms = end_ms - ms(each.at as Span);
      return calm_min > 0 && each.lasts !== undefined && ms(each.lasts) > left_ms ? { ...each, lasts: `${left_ms} ms` } : each;
    });
  return { ...scenario, lasts: `${kept} min`, weather };
}
