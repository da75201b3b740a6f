import type { Inputs } from "./detectors.ts";
import { idOf } from "./id.ts";
import type { Layout } from "./layout.ts";
import type { Neighbour } from "./neighbours.ts";
import { ringsLayout } from "./rings-text.ts";
import type { Laid } from "./served.ts";
import type { Signal } from "./signal.ts";
import { stagesLayout } from "./stages-text.ts";
import { type Line, remark, seconds, table } from "./toml.ts";

/** Everything that an imported site is made of. */
export interface Imported extends Laid {
  /** The net's file, as it was named. */
  readonly net: string;
  readonly signal: Signal;
  readonly inputs: Inputs;
  readonly neighbours: readonly Neighbour[];
}

const LAMPS_OF = { vehicle: ["red", "yellow", "green"], pedestrian: ["red", "green"] } as const;

/** The site file, with a remark wherever somebody should know what a figure was made of. */
export function siteText(site: Imported): string {
  const layout = site.rings === null ? stagesLayout(site) : ringsLayout(site, site.rings);
  const blocks = [head(site, layout), ...cabinet(site), ...legs(site), ...neighbours(site), ...layout.served, ...wiring(site, layout)];
  return `${[...blocks, ...layout.plans, ...layout.priority].join("\n\n")}\n`;
}

function head({ net, signal: { tls, program }, inputs }: Imported, { toCheck }: Layout): string {
  const lines = [
    `Imported from the SUMO net ${net}, traffic light "${tls}", program "${program.id}" (${program.type || "static"}).`,
    "It runs in simulation as it is. BEFORE IT IS USED IN A STREET a person who answers for it must check, against the place and its signal plan:",
    ...toCheck,
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

function wiring({ inputs, groups }: Imported, { calls, shows }: Layout): readonly string[] {
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
        calls(group),
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
      table("[[pedestrian_detectors]]", [["number", i + 1], ["name", name], ["device", device], ["input", input], calls(group)]),
    ),
    "# Channels: all red in flash, until somebody decides who may flash yellow.",
    ...groups.map(({ group }, i) => {
      const kind = group.leg === null ? "pedestrian" : "vehicle";
      return table("[[channels]]", [
        ["number", i + 1],
        ...shows(group.name),
        ["flash", kind === "vehicle" ? "red" : "dark"],
        ["device", "board"],
        ...LAMPS_OF[kind].map((lamp): Line => [lamp, ++coil]),
      ]);
    }),
  ];
}
