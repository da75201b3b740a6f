import { NEIGHBOURS_MAX } from "../../traffic/numbers.ts";
import type { NeighbourRow } from "../file.ts";
import type { Check } from "./index.ts";
import { noteTwice, type References } from "./references.ts";

/** Slower than a cyclist is a mistyped time, faster than anybody drives there a mistyped distance. */
const [SLOWEST_KMH, FASTEST_OF_LIMIT] = [10, 1.5];
const KMH_A_M_DS = 36;

/** Neighbours: each somebody else, each lane of theirs named once, a time that fits its distance. */
export const checkNeighbours: Check = ({ neighbours, site }, refs) => {
  neighbours
    .slice(NEIGHBOURS_MAX)
    .forEach(
      ({ row }) => void row.note([], `a unit hears ${NEIGHBOURS_MAX} roads at the most`, "Take those away on which hardly anybody comes."),
    );
  for (const row of neighbours) checkNeighbour(row, site.value.id, refs);
  noteTwice(
    neighbours.map(({ row }) => ({
      row,
      key: row.value.unit === undefined ? undefined : JSON.stringify([row.value.unit, row.value.approach ?? ""]),
    })),
    "unit",
    (key) => `"${JSON.parse(String(key))[0]}" on this approach`,
    "Write all lanes of a neighbour that lead to one approach into one table.",
  );
};

function checkNeighbour({ row, lanes }: NeighbourRow, own: string | undefined, refs: References): void {
  const { unit, approach, to_lanes = [], distance } = row.value;
  if (unit !== undefined && unit === own) row.note("unit", `"${unit}" is this unit itself`, "Write the id of the unit next to it.");
  const leg = refs.approaches.find(approach, (words, todo) => row.note("approach", words, todo));
  if (!row.has("approach")) {
    for (const key of ["to_lanes", "distance", "travel_time"] as const)
      if (row.has(key)) row.note(key, `${key} without approach`, "Write the approach on which they arrive, or take the line away.");
    if (lanes.length > 0) row.note([], "lanes without approach", "Write the approach on which they arrive, or take lanes away.");
    return;
  }
  if (lanes.length === 0)
    row.note([], "nobody comes from there: it has no lanes", "Write the lanes of that unit which lead here, or take approach away.");
  if (!row.has("distance")) row.note([], "distance is missing", "Write the metres from its stop line to ours.");
  if (distance === 0) row.note("distance", "distance is 0", "Write the metres from its stop line to ours.");
  const has = leg?.value.lanes;
  to_lanes.forEach((lane, i) => {
    if (has !== undefined && lane > has)
      row.note(
        ["to_lanes", i],
        `lane is ${lane}, but ${leg!.where} has ${has === 1 ? "one lane" : `${has} lanes`}`,
        "Count from the kerb.",
      );
    else if (to_lanes.indexOf(lane) < i) row.note(["to_lanes", i], `lane ${lane} is there twice`, "Take one away.");
  });
  noteTwice(
    lanes.map((each) => ({ row: each, key: JSON.stringify([each.value.approach, each.value.lane]) })),
    "lane",
    () => "this lane",
    "Write each lane once, with the whole of its share.",
  );
  for (const each of lanes) if (each.value.share === 0) each.note("share", "share is 0: nobody comes", "Take the lane away.");
  checkTime(row, leg?.value.speed_limit_kmh);
}

function checkTime(row: NeighbourRow["row"], limit_kmh: number | undefined): void {
  const { distance, travel_time } = row.value;
  if (distance === undefined || distance === 0 || travel_time === undefined || limit_kmh === undefined) return;
  const kmh = Math.round((distance * KMH_A_M_DS) / travel_time);
  if (kmh >= SLOWEST_KMH && kmh <= limit_kmh * FASTEST_OF_LIMIT) return;
  row.note(
    "travel_time",
    `${distance} m in ${(travel_time / 10).toFixed(1)} s are ${kmh} km/h, where ${limit_kmh} are allowed`,
    "Correct travel_time or distance, or leave travel_time out.",
  );
}
