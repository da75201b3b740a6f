import type { ChunkArrival } from "../../../src/brain/arrival.ts";
import { openBrainStore } from "../../../src/platform/brain-store.ts";
import { lanesOf } from "../../../src/traffic/lanes.ts";
import { WallTime } from "../../../src/traffic/time.ts";
import { siteOf } from "../../streets.ts";
import { demand, type People, textOf } from "./coast.ts";

/** A brain's store in which each unit has told its site file and measured, on the last Monday before `now`, an hour from 07:00 in Berlin. */
export async function stored(file: string, units: readonly string[], people: People, now: number): Promise<void> {
  const store = await openBrainStore(file);
  for (const unit of units) await store.take([told(unit, people, now)], WallTime(now));
  await store.close();
}

const FIVE_MS = 300_000;
const TIMES = 12;
/** Of each unit: its start, and each lane's measures. */
export const RECORDS = 1 + TIMES * lanesOf(siteOf(textOf("K1")).detectors).length;

function told(unit: string, people: People, now: number): ChunkArrival {
  const text = textOf(unit);
  const site = siteOf(text);
  const midnight = Math.floor(now / 86_400_000) * 86_400_000;
  const monday = midnight - ((new Date(midnight).getUTCDay() + 6) % 7) * 86_400_000;
  // Of two weeks the one before: 07:00 to 08:00 in Berlin is 05:00 to 07:00 of UTC, in summer and in winter.
  const seven = monday - 7 * 86_400_000 + 6 * 3_600_000;
  const { flows } = demand(site, people);
  const measures = Array.from({ length: TIMES }, (_, i) =>
    lanesOf(site.detectors).map(({ approach, lane }, l) => {
      const { vehicles_h } = flows.find((flow) => flow.approach === approach && flow.lane === lane)!;
      const detail = {
        approach,
        lane,
        source: "stop-line",
        counts: {},
        apart: false,
        queue: -1,
        arrivals: -1,
        on_green: -1,
        speed_dkmh: -1,
      };
      return {
        wall_ms: seven + (i + 1) * FIVE_MS,
        code: 327,
        param: l + 1,
        value: Math.round(vehicles_h / 12),
        detail: JSON.stringify(detail),
      };
    }),
  ).flat();
  const start = { wall_ms: seven - 3_600_000, code: 300, param: 1, value: 0, detail: JSON.stringify({ site: text }) };
  const records = [start, ...measures].map((each, i) => ({ ...each, seq: i + 1, input: false }));
  return { kind: "chunk", unit, epoch: "e1", span: { from: 1, to: records.length }, records, gap: "" };
}
