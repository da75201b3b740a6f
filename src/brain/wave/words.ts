import { clockOf } from "../../traffic/time.ts";
import type { PeriodWave, Wave } from "./wave.ts";

const s = (ds: number): string => (ds / 10).toFixed(0);
const percent = (pm: number): string => `${Math.round(pm / 10)} %`;

const VERDICTS = {
  offered: "worth it",
  "not-worth": "not worth it: each unit by itself is as good, and follows who comes. Nothing is sent for these hours",
  stands: "what was sent before is as good, and stays",
} as const satisfies { readonly [V in PeriodWave["verdict"]]: string };

/** A wave for people, a line each. */
export function waveLines({ road, periods, plans }: Wave): readonly string[] {
  return [
    `${road.name}: ${road.units.join(", ")}`,
    ...periods.flatMap((period) => {
      const { name, days, from_min, to_min } = period.hours;
      const head = ["", `${name}, ${days.join(" ")}, ${clockOf(from_min)} to ${clockOf(to_min)}`];
      return "refused" in period ? [...head, `  no wave: ${period.refused}`] : [...head, ...periodLines(period)];
    }),
    ...plans.flatMap(({ unit, refused }) => (refused === "" ? [] : ["", `${unit} would refuse its plan: ${refused}`])),
  ];
}

function periodLines(period: PeriodWave): readonly string[] {
  const { days, spread_pm, gain_pm, verdict, cycle_ds, units, directions } = period;
  const sure = `from ${days} ${days === 1 ? "day" : "days"}${spread_pm === null ? ", which says nothing of how days differ" : `, which differ by ${percent(spread_pm)}`}`;
  const brings = gain_pm >= 0 ? `${percent(gain_pm)} less` : `${percent(-gain_pm)} more`;
  return [
    `  ${sure}; common cycle ${s(cycle_ds)} s, ${brings} delay and stops than each unit by itself: ${VERDICTS[verdict]}`,
    "  unit      cycle  offset   full  splits",
    ...units.map(({ unit, timing, offset_ds }) => {
      const splits = [...timing.splits].map(([phase, ds]) => `${phase}: ${(ds / 10).toFixed(1)}`).join("  ");
      return `  ${unit.padEnd(8)} ${s(timing.cycle_ds).padStart(4)} s ${s(offset_ds).padStart(5)} s ${percent(timing.full_pm).padStart(6)}  ${splits}`;
    }),
    ...directions.flatMap(({ from, to, band, travel_s, through }) => [
      `  ${from} to ${to}: band ${band.long_s} s, ${Math.round(travel_s)} s of driving`,
      "    unit      vehicles/h   delay before  after   stops before  after   arrive on green",
      ...through.map(
        ({ unit, vehicles_h, before, after }) =>
          `    ${unit.padEnd(10)}${String(vehicles_h).padStart(8)}${`${before.delay_s.toFixed(1)} s`.padStart(16)}${`${after.delay_s.toFixed(1)} s`.padStart(9)}` +
          `${percent(before.stops_pm).padStart(13)}${percent(after.stops_pm).padStart(9)}${percent(after.on_green_pm).padStart(14)}`,
      ),
    ]),
  ];
}

/** The same for other programs: numbers, and the plans' texts. */
export const waveJson = ({ road, periods, plans }: Wave): object => ({
  arterial: road.name,
  units: road.units,
  periods: periods.map((period) => {
    if ("refused" in period) return { name: period.hours.name, refused: period.refused };
    const { hours, solution, units, ...rest } = period;
    return {
      ...hours,
      ...rest,
      units: units.map(({ unit, timing, offset_ds, coordinated }) => ({
        unit,
        cycle_ds: timing.cycle_ds,
        offset_ds,
        coordinated,
        full_pm: timing.full_pm,
        splits_ds: Object.fromEntries(timing.splits),
      })),
    };
  }),
  plans,
});
