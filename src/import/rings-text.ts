import {
  allRedOf,
  choosing,
  connections,
  inSeconds,
  type Layout,
  passage,
  priorityOf,
  startOf,
  unseen,
  withRows,
  yellowOf,
} from "./layout.ts";
import { named, type Rings } from "./rings.ts";
import type { Imported } from "./site-text.ts";
import { seconds, table } from "./toml.ts";

/** Phases in two rings. */
export function ringsLayout(site: Imported, rings: Rings): Layout {
  const phaseOf = (group: string) => rings.phases.find(({ timed }) => timed.group.name === group)!;
  return {
    toCheck: [
      "  - phases and rings, and that nobody who goes at once crosses: SUMO's right of way is not the law's;",
      "  - red clearances: they are the program's all red, and no clearance distances were measured;",
    ],
    served: [...phases(rings), ...ringsText(rings)],
    calls: (group) => ["call_phase", phaseOf(group).number],
    shows: (group) => [
      ["name", named(phaseOf(group).timed)],
      ["kind", "vehicle"],
      ["phase", phaseOf(group).number],
    ],
    plans: plans(site, rings),
    priority: priorityOf(
      rings.phases.map(({ number, timed, max_green_ds }) => ({ number, min_green_ds: timed.min_green_ds, max_green_ds })),
    ),
  };
}

function phases({ phases, main }: Rings): readonly string[] {
  return [
    "# Phases: four legs with lefts in lanes of their own, so two rings as NEMA has them. The road with the longest green is always served, the others when\n# somebody calls them.",
    ...phases.map((phase) => {
      const { number, timed, max_green_ds, red_clear_ds } = phase;
      return table("[[phases]]", [
        ["number", number],
        ["name", named(timed), connections(timed)],
        ["approach", timed.group.leg!.name],
        ["movement", timed.movement],
        ["min_green", seconds(timed.min_green_ds), "the program's, 5.0 s where it has none"],
        passage,
        ["max1", seconds(max_green_ds), "of the program, or half as much again as its green"],
        yellowOf(timed),
        ["red_clear", seconds(red_clear_ds), "the program's longest red behind its yellow"],
        ...(main.includes(number) ? ([["recall", "min"]] as const) : []),
      ]);
    }),
  ];
}

function ringsText({ groups }: Rings): readonly string[] {
  const listed = (between: readonly number[]) => `[${between.join(", ")}]`;
  return [
    "# Rings: lefts lead; the groups are cut at the barriers.",
    ...groups.map((ring, r) => `${table("[[rings]]", [["number", r + 1]])}\ngroups = [${ring.map(listed).join(", ")}]`),
  ];
}

function plans({ groups, inputs, signal: { program } }: Imported, { phases, main }: Rings): readonly string[] {
  return [
    startOf(allRedOf(groups), ["phases", main]),
    table("[[patterns]]", [
      ["number", 1],
      ["name", "actuated", "the phases' own maximums and recalls"],
    ]),
    withRows(
      "[[patterns]]",
      [
        ["number", 2],
        ["name", "fixed", `the greens of program "${program.id}": what stands when detection is gone`],
        ["strategy", "fixed"],
      ],
      "phases",
      phases.map(({ number, fixed_ds }) => `  { phase = ${number}, max_green = ${inSeconds(fixed_ds)}, recall = "max" },`),
    ),
    ...choosing("phases", unseen(groups, inputs.loops) ? [] : main.map((number) => `  { phase = ${number}, recall = "none" },`)),
  ];
}
