import type { Inputs } from "./detectors.ts";
import { idOf } from "./id.ts";
import type { Timed } from "./intergreen.ts";
import { iteYellow_ds } from "./intergreen.ts";
import type { Leg } from "./legs.ts";
import type { Neighbour } from "./neighbours.ts";
import type { Signal } from "./signal.ts";
import { type StageTimes, WALK_DS } from "./stages.ts";
import { type Line, remark, Seconds, Times, table } from "./toml.ts";

/** Everything that an imported site is made of. */
export interface Imported {
  /** The net's file, as it was named. */
  readonly net: string;
  readonly signal: Signal;
  readonly legs: readonly Leg[];
  readonly times: readonly StageTimes[];
  readonly groups: readonly Timed[];
  readonly inputs: Inputs;
  readonly neighbours: readonly Neighbour[];
}

const PASSAGE_DS = 25;
const seconds = (ds: number): Seconds => new Seconds(ds);
const LAMPS_OF = { vehicle: ["red", "yellow", "green"], pedestrian: ["red", "green"] } as const;

/** The site file, with a remark wherever somebody should know what a figure was made of. */
export function siteText(site: Imported): string {
  return `${[head(site), ...cabinet(site), ...legs(site), ...neighbours(site), ...groups(site), ...stages(site), ...matrix(site), ...wiring(site), ...plans(site), ...priority(site)].join("\n\n")}\n`;
}

function head({ net, signal: { tls, program }, inputs }: Imported): string {
  const lines = [
    `Imported from the SUMO net ${net}, traffic light "${tls}", program "${program.id}" (${program.type || "static"}).`,
    "It runs in simulation as it is. BEFORE IT IS USED IN A STREET a person who answers for it must check, against the place and its signal plan:",
    "  - signal groups, stages and what gives way to what: SUMO's right of way is not the law's;",
    "  - the intergreen matrix: it has the program's yellow and all red, and no clearance distances were measured;",
    "  - yellow, minimum greens, walks and pedestrian clearances; a net has neither slopes nor heavy vehicles nor slow walkers;",
    "  - legs, lanes and speed limits; loops, buttons, boards and coils, which the net does not know and this file makes up;",
    "  - id, name, time zone, the brain's address and key.",
    ...(inputs.left_out === 0 ? [] : [`${inputs.left_out} advance loops and zones were left out: a unit has 64 detectors.`]),
  ];
  return lines.map((line) => `# ${remark(line)}`).join("\n");
}

function cabinet({ net, signal: { tls }, inputs }: Imported): readonly string[] {
  const title = remark(`${tls} of ${net.split("/").at(-1)}`)
    .slice(0, 64)
    .trim();
  const path = (n: number) => `/dev/serial/by-path/platform-fe980000.usb-usb-0:1.${n}:1.0-port0`;
  return [
    table("[site]", [
      ["id", idOf(tls), "from the net: write the unit's name as the centre gave it"],
      ["name", title],
      ["time_zone", "UTC", "no net says where it lies"],
    ]),
    table("[brain]", [
      ["host", "brain.example.net"],
      ["command_key", "", "takes no commands"],
    ]),
    table("[ports.racks]", [
      ["path", path(1), "made up"],
      ["baud", 38_400],
    ]),
    table("[ports.outputs]", [
      ["path", path(2), "made up"],
      ["baud", 38_400],
    ]),
    ...(inputs.zones.length === 0
      ? []
      : [
          table("[ports.camera]", [
            ["path", path(3), "made up"],
            ["baud", 38_400],
          ]),
        ]),
    "# Input boards and output board: made up, one input for each loop and button, one coil for each lamp.",
    ...inputs.boards.map((name, i) =>
      table("[[devices]]", [
        ["name", name],
        ["port", "racks"],
        ["protocol", "modbus-rtu"],
        ["profile", "di16"],
        ["address", i + 1],
        ["poll_ms", 100],
      ]),
    ),
    ...(inputs.zones.length === 0
      ? []
      : [
          table("[[devices]]", [
            ["name", "camera"],
            ["port", "camera"],
            ["protocol", "count-sentence"],
          ]),
        ]),
    table("[[devices]]", [
      ["name", "board"],
      ["port", "outputs"],
      ["protocol", "modbus-coils"],
      ["address", 1],
      ["poll_ms", 250],
    ]),
  ];
}

function legs({ legs }: Imported): readonly string[] {
  return [
    "# Legs: heading from the last 25 m of the edge, lanes without those for pedestrians, bicycles and rails.",
    ...legs.map((leg) =>
      table("[[approaches]]", [
        ["name", leg.name, `edge ${leg.edge}`],
        ["heading", leg.heading_deg],
        ["lanes", leg.lanes.length],
        ["speed_limit_kmh", leg.speed_limit_kmh, `${leg.speed_ms} m/s in the net`],
      ]),
    ),
  ];
}

/** Within what `check` believes of a travel time: half as fast again as our own leg allows. */
const believable = ({ distance_m, travel_s }: Neighbour, limit_kmh: number): boolean => (distance_m * 3.6) / travel_s <= limit_kmh * 1.4;

function neighbours({ neighbours, legs }: Imported): readonly string[] {
  if (neighbours.length === 0) return [];
  return [
    "# Neighbours: whose lanes lead to which leg, past junctions without signals. The shares are made up: who goes straight on counts three times as much.",
    ...neighbours.map((each) => {
      const { unit, tls, leg, distance_m, travel_s, lanes } = each;
      if (leg === "") return table("[[neighbours]]", [["unit", unit, `traffic light ${tls}, which only hears of us`]]);
      const limit_kmh = legs.find(({ name }) => name === leg)?.speed_limit_kmh ?? 0;
      const time: Line[] = believable(each, limit_kmh)
        ? [["travel_time", seconds(Math.max(10, Math.round(travel_s * 10))), "at the speed limits"]]
        : [];
      const head = table("[[neighbours]]", [
        ["unit", unit, `traffic light ${tls}`],
        ["approach", leg],
        ["distance", Math.max(1, distance_m)],
        ...time,
      ]);
      const rows = lanes.map(
        ({ approach, lane, share }) => `  { approach = ${JSON.stringify(approach)}, lane = ${lane}, share = ${(share * 100).toFixed(1)} },`,
      );
      return `${head}\nlanes = [\n${rows.join("\n")}\n]`;
    }),
  ];
}

function groups({ groups }: Imported): readonly string[] {
  return [
    "# Signal groups: connections of one leg that are green in the same phases of the program. yields_to: who has the right of way where both are green.",
    ...groups.map(({ group, movement, yields_to, min_green_ds, yellow_ds, program_yellow_ds, ped_clear_ds }) => {
      const links = `connection${group.links.length > 1 ? "s" : ""} ${group.links.map((link) => link.index).join(", ")} of the program`;
      if (group.leg === null)
        return table("[[signal_groups]]", [
          ["name", group.name, `${links}, across ${group.edges.join(", ")}`],
          ["kind", "pedestrian"],
          ["min_green", seconds(WALK_DS), "the shortest walk: 7.0 is usual"],
          ["ped_clear", seconds(ped_clear_ds), `${group.length_m} m at 1.2 m/s`],
        ]);
      const ite_ds = iteYellow_ds(group.leg.speed_ms);
      const yellow = `${(program_yellow_ds / 10).toFixed(1)} in the program, ${(ite_ds / 10).toFixed(1)} by ITE for ${group.leg.speed_limit_kmh} km/h`;
      const yields: Line[] = yields_to.length === 0 ? [] : [["yields_to", yields_to]];
      return table("[[signal_groups]]", [
        ["name", group.name, links],
        ["kind", "vehicle"],
        ["approach", group.leg.name],
        movement === group.movement ? ["movement", movement] : ["movement", movement, `${group.movement} in the net, at an odd angle`],
        ...yields,
        ["min_green", seconds(min_green_ds)],
        ["passage", seconds(PASSAGE_DS), "usual; the net has none"],
        ["yellow_change", seconds(yellow_ds), yellow],
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

const longest = (times: readonly StageTimes[]): StageTimes => times.reduce((a, b) => (b.fixed_ds > a.fixed_ds ? b : a));

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

function wiring({ inputs, groups }: Imported): readonly string[] {
  let coil = 0;
  return [
    "# Loops: one at the stop line for each lane and signal group, and one for each lane three seconds before it. It only counts before turns and behind a junction.",
    ...inputs.loops.map(({ name, device, input, kind, approach, lane, distance_m, group, counts }, i) =>
      table("[[detectors]]", [
        ["number", i + 1],
        ["name", name],
        ["device", device],
        ["input", input],
        ["kind", kind],
        ["approach", approach],
        ["lane", lane],
        ["distance", distance_m],
        ["call_group", group],
        ...(counts ? [["delay", seconds(2_550), "it counts for a plan, and calls nobody"] as const] : []),
        ...(kind === "advance" && !counts
          ? ([
              ["extend", seconds(10)],
              ["lock", true],
            ] as const)
          : []),
      ]),
    ),
    ...inputs.zones.map(({ name, input, approach, lane, length_m }, i) =>
      table("[[detectors]]", [
        ["number", inputs.loops.length + i + 1],
        ["name", name],
        ["device", "camera"],
        ["input", input],
        ["kind", "zone"],
        ["approach", approach],
        ["lane", lane],
        ["distance", 0],
        ["length", length_m],
      ]),
    ),
    ...inputs.buttons.map(({ name, device, input, group }, i) =>
      table("[[pedestrian_detectors]]", [
        ["number", i + 1],
        ["name", name],
        ["device", device],
        ["input", input],
        ["call_group", group],
      ]),
    ),
    "# Channels: all red in flash, until somebody decides who may flash yellow.",
    ...groups.map(({ group }, i) => {
      const kind = group.leg === null ? "pedestrian" : "vehicle";
      return table("[[channels]]", [
        ["number", i + 1],
        ["group", group.name],
        ["flash", kind === "vehicle" ? "red" : "dark"],
        ["device", "board"],
        ...LAMPS_OF[kind].map((lamp): Line => [lamp, ++coil]),
      ]);
    }),
  ];
}

/** Nothing of it is done unless the centre asks, which a file without its key does not hear. */
function priority({ times }: Imported): readonly string[] {
  const given = (ds: number) => (ds / 10).toFixed(1);
  const limits = times.map(({ number, min_green_ds, max_green_ds }) => {
    const reduction = max_green_ds > min_green_ds ? `, reduction = ${given(max_green_ds - min_green_ds)}` : "";
    return `  { phase = ${number}, extension = ${given(max_green_ds)}${reduction}, insertion = true },`;
  });
  return [
    "# Priority for ambulances and the like: as much as a sheet can hold, no minimum and no clearance. Write what the place can bear.",
    `[priority]\nphases = [\n${limits.join("\n")}\n]`,
  ];
}

const CHOOSES = {
  "max-pressure": "whoever has the longest queues goes next",
  adaptive: "whoever costs least delay goes next, by what waits and what comes",
} as const;

const listed = (head: string, lines: readonly Line[], stages: readonly string[]): string =>
  stages.length === 0 ? table(head, lines) : `${table(head, lines)}\nstages = [\n${stages.join("\n")}\n]`;

function plans({ times, groups, inputs, signal: { program } }: Imported): readonly string[] {
  const reds = groups.flatMap(({ yellow_ds, ped_clear_ds, intergreen_ds }) =>
    [...intergreen_ds.values()].map((ds) => ds - yellow_ds - ped_clear_ds),
  );
  const all_red = Math.max(60, ...reds);
  const omitted = times.filter(({ further }) => further).map(({ number }) => `  { stage = ${number}, omit = true },`);
  const fixed = times
    .filter(({ further }) => !further)
    .map(
      ({ number, fixed_ds, walks }) =>
        `  { stage = ${number}, max_green = ${(fixed_ds / 10).toFixed(1)}, recall = "max"${walks ? ", ped_recall = true" : ""} },`,
    );
  const main = longest(times).number;
  const seen = new Set(inputs.loops.map(({ group }) => group));
  const unseen = groups.some(({ group }) => group.leg !== null && !seen.has(group.name));
  return [
    table("[start]", [
      ["flash", seconds(60)],
      ["all_red", seconds(all_red), "usual, and the longest red of the matrix at the least"],
      ["stage", main],
      ["pattern", 1],
      ["fallback_pattern", 2],
    ]),
    listed(
      "[[patterns]]",
      [
        ["number", 1],
        ["name", "actuated", "the stages' own maximums and recalls"],
      ],
      omitted,
    ),
    listed(
      "[[patterns]]",
      [
        ["number", 2],
        ["name", "fixed", `the greens of program "${program.id}": what stands when detection is gone`],
        ["strategy", "fixed"],
      ],
      [...fixed, ...omitted],
    ),
    ...(["max-pressure", "adaptive"] as const).map((strategy, i) =>
      listed(
        "[[patterns]]",
        [
          ["number", 3 + i],
          ["name", strategy, CHOOSES[strategy]],
          ["strategy", strategy],
        ],
        unseen ? [] : [`  { stage = ${main}, recall = "none" },`],
      ),
    ),
  ];
}
