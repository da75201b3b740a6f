import { connections, type Layout, passage, plansOf, priorityOf, yellowOf } from "./layout.ts";
import type { Imported } from "./site-text.ts";
import { longest, WALK_DS } from "./stages.ts";
import { inSeconds, type Line, seconds, Times, table } from "./toml.ts";

/** Signal groups in stages, with the matrix of who conflicts. */
export const stagesLayout = (site: Imported): Layout => ({
  toCheck: [
    "  - signal groups, stages and what gives way to what: SUMO's right of way is not the law's;",
    "  - the intergreen matrix: it has the program's yellow and all red, and no clearance distances were measured;",
  ],
  served: [...groups(site), ...stages(site), ...matrix(site)],
  calls: (group) => ["call_group", group],
  shows: (group) => [["group", group]],
  plans: plans(site),
  priority: priorityOf(site.times),
});

function groups({ groups }: Imported): readonly string[] {
  return [
    "# Signal groups: connections of one leg that are green in the same phases of the program. yields_to: who has the right of way where both are green.",
    ...groups.map((timed) => {
      const { group, movement, yields_to, min_green_ds, ped_clear_ds } = timed;
      const links = connections(timed);
      if (group.leg === null)
        return table("[[signal_groups]]", [
          ["name", group.name, `${links}, across ${group.edges.join(", ")}`],
          ["kind", "pedestrian"],
          ["min_green", seconds(WALK_DS), "the shortest walk: 7.0 is usual"],
          ["ped_clear", seconds(ped_clear_ds), `${group.length_m} m at 1.2 m/s`],
        ]);
      const yields: Line[] = yields_to.length === 0 ? [] : [["yields_to", yields_to]];
      return table("[[signal_groups]]", [
        ["name", group.name, links],
        ["kind", "vehicle"],
        ["approach", group.leg.name],
        movement === group.movement ? ["movement", movement] : ["movement", movement, `${group.movement} in the net, at an odd angle`],
        ...yields,
        ["min_green", seconds(min_green_ds)],
        passage,
        yellowOf(timed),
      ]);
    }),
  ];
}

function stages({ times, signal: { program } }: Imported): readonly string[] {
  const main = longest(times);
  return [
    `# Stages: first the green phases of program "${program.id}". The longest is always served, the others when somebody calls them.`,
    ...(times.some(({ further }) => further)
      ? ["# Then whoever else may go together, for the patterns that choose: the others omit these."]
      : []),
    ...times.map((stage) => {
      const recall: Line[] = stage === main ? [["recall", "min"]] : [];
      return table("[[stages]]", [
        ["number", stage.number],
        ["name", stage.name],
        ["groups", stage.groups],
        ["min_green", seconds(stage.min_green_ds), stage.source],
        ["max_green", seconds(stage.max_green_ds)],
        ...recall,
      ]);
    }),
  ];
}

function matrix({ groups }: Imported): readonly string[] {
  return [
    "# The intergreen matrix. Who conflicts: paths that meet in the net (its junction's foes), and legs that cross. How long: yellow and all red of the\n# program where one follows the other, else the yellow and the longest all red behind it; of pedestrians their clearance.",
    ...groups
      .filter(({ intergreen_ds }) => intergreen_ds.size > 0)
      .map(({ group, intergreen_ds }) =>
        table("[[intergreen]]", [
          ["ending", group.name],
          ["times", new Times(intergreen_ds)],
        ]),
      ),
  ];
}

function plans(site: Imported): readonly string[] {
  const main = longest(site.times).number;
  const own = site.times.filter(({ further }) => !further);
  return plansOf(site, {
    key: "stages",
    first: ["stage", main],
    omitted: site.times.filter(({ further }) => further).map(({ number }) => `  { stage = ${number}, omit = true },`),
    fixed: own.map(
      ({ number, fixed_ds, walks }) =>
        `  { stage = ${number}, max_green = ${inSeconds(fixed_ds)}, recall = "max"${walks ? ", ped_recall = true" : ""} },`,
    ),
    unrecalled: [`  { stage = ${main}, recall = "none" },`],
  });
}
