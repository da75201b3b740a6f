import { connections, type Layout, passage, plansOf, priorityOf, yellowOf } from "./layout.ts";
import { MAIN, named, RINGS, type Rings } from "./rings.ts";
import type { Imported } from "./site-text.ts";
import { inSeconds, seconds, table, written } from "./toml.ts";

/** Phases in two rings. */
export function ringsLayout(site: Imported, rings: Rings): Layout {
  const phaseOf = (group: string) => rings.find(({ timed }) => timed.group.name === group)!;
  return {
    toCheck: [
      "  - phases and rings, and that nobody who goes at once crosses: SUMO's right of way is not the law's;",
      "  - red clearances: they are the program's all red, and no clearance distances were measured;",
    ],
    served: [...phases(rings), ...RINGS_TEXT],
    calls: (group) => ["call_phase", phaseOf(group).number],
    shows: (group) => [
      ["name", named(phaseOf(group).timed)],
      ["kind", "vehicle"],
      ["phase", phaseOf(group).number],
    ],
    plans: plans(site, rings),
    priority: priorityOf(rings.map(({ number, timed, max_green_ds }) => ({ number, min_green_ds: timed.min_green_ds, max_green_ds }))),
  };
}

function phases(rings: Rings): readonly string[] {
  return [
    "# Phases: four legs with lefts in lanes of their own, so two rings as NEMA has them. The road with the longest green is always served, the others when\n# somebody calls them.",
    ...rings.map(({ number, timed, max_green_ds, red_clear_ds }) =>
      table("[[phases]]", [
        ["number", number],
        ["name", named(timed), connections(timed)],
        ["approach", timed.group.leg!.name],
        ["movement", timed.movement],
        ["min_green", seconds(timed.min_green_ds), "the program's, 5.0 s where it has none"],
        passage,
        ["max1", seconds(max_green_ds), "of the program, or half as much again as its green"],
        yellowOf(timed),
        ["red_clear", seconds(red_clear_ds), "the program's longest red behind its yellow"],
        ...(MAIN.includes(number) ? ([["recall", "min"]] as const) : []),
      ]),
    ),
  ];
}

const RINGS_TEXT = [
  "# Rings: lefts lead; the groups are cut at the barriers.",
  ...RINGS.map((ring, r) => `${table("[[rings]]", [["number", r + 1]])}\ngroups = [${ring.map((between) => written(between)).join(", ")}]`),
];

const plans = (site: Imported, rings: Rings): readonly string[] =>
  plansOf(site, {
    key: "phases",
    first: ["phases", MAIN],
    omitted: [],
    fixed: rings.map(({ number, fixed_ds }) => `  { phase = ${number}, max_green = ${inSeconds(fixed_ds)}, recall = "max" },`),
    unrecalled: MAIN.map((number) => `  { phase = ${number}, recall = "none" },`),
  });
