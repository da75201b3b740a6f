import { idOf } from "./id.ts";
import { type Edge, type Link, laneId, type Net } from "./net.ts";
import { Refusal } from "./refusal.ts";
import { type Laid, laid, servedBy } from "./served.ts";
import { type Signal, signalOf } from "./signal.ts";
import type { StageTimes } from "./stages.ts";
import { remark, written } from "./toml.ts";

/** A street for motor vehicles, from junction to junction. */
interface Street {
  readonly edge: Edge;
  readonly from: string;
  readonly to: string;
  readonly approach: string;
  readonly turns: readonly { readonly to: string; readonly phase: number | null }[];
}

/**
 * A net's streets and traffic lights → a corridor file: units named as `import-sumo` names them, and each turn with a stage in
 * which it need not give way. A traffic light that cannot be imported is a place where everybody drives on. Throws a Refusal.
 */
export function corridorText(net: Net, file: string, rings = false): string {
  const signals: Signals = new Map([...new Set(net.programs.map(({ tls }) => tls))].flatMap((tls) => signalIn(net, tls, rings)));
  if (signals.size === 0) throw new Refusal("the net has no traffic light that could be a unit");
  const unitAt = new Map<string, string>();
  for (const { signal } of signals.values()) {
    for (const { from } of signal.links) {
      const junction = net.edges.get(from)?.to;
      if (junction !== undefined) unitAt.set(junction, idOf(signal.tls));
    }
  }
  const end = (junction: string): string => unitAt.get(junction) ?? nameOf(junction);
  const driven = [...net.edges.values()].filter((edge) => edge.lanes.some((lane) => lane.drives && lane.shape_m.length > 1));
  const streets = driven.map(
    (edge): Street => ({
      edge,
      from: end(edge.from),
      to: end(edge.to),
      approach: approachOf(signals, edge),
      turns: turnsOf(net, signals, edge),
    }),
  );
  const drawn = new Set(streets.flatMap(({ from, to }) => [from, to]));
  const units = new Set([...unitAt.values()].filter((unit) => drawn.has(unit)));
  return [
    `# Made by "stopline import-sumo" from ${remark(file)}. Its figures are the net's; what no net knows is left to be written.`,
    "",
    "[graph]",
    `name = ${written(remark(file).slice(0, 64).trim() || "net")}`,
    "latitude = 0.0                        # of the net's point (0, 0): write where that lies",
    "longitude = 0.0",
    ...[...drawn].toSorted().flatMap((name) => ["", ...place(name, units.has(name), streets)]),
    ...streets.flatMap((street) => ["", ...linkOf(street)]),
    "",
  ].join("\n");
}

/** What a corridor file can hold as a name. */
export const nameOf = (id: string): string => id.replace(/[^!-~]+/g, "-").slice(0, 64);

type Signals = ReadonlyMap<string, { readonly signal: Signal; readonly served: Laid }>;

function signalIn(
  net: Net,
  tls: string,
  rings: boolean,
): readonly (readonly [string, { readonly signal: Signal; readonly served: Laid }])[] {
  try {
    const signal = signalOf(net, tls);
    return [[tls, { signal, served: laid(servedBy(net, signal), rings) }]];
  } catch (error) {
    if (error instanceof Refusal) return [];
    throw error;
  }
}

function approachOf(signals: Signals, edge: Edge): string {
  for (const { signal, served } of signals.values()) {
    if (signal.links.some(({ from }) => from === edge.id)) return served.legs.find((leg) => leg.edge === edge.id)?.name ?? "";
  }
  return "";
}

function turnsOf(net: Net, signals: Signals, { id, lanes }: Edge): Street["turns"] {
  const joins = lanes.flatMap(({ index }) => net.joins.out.get(laneId({ edge: id, index })) ?? []);
  const ways = [...new Set(joins.filter(({ direction }) => direction !== "t").map(({ to }) => to.edge))];
  return ways.flatMap((to): Street["turns"] => {
    if (!net.edges.get(to)?.lanes.some(({ drives }) => drives)) return [];
    for (const { signal, served } of signals.values()) {
      const links = signal.links.filter((link) => link.from === id && link.to === to);
      if (links.length > 0) return phaseOf(served, links).map((phase) => ({ to: nameOf(to), phase }));
    }
    return [{ to: nameOf(to), phase: null }];
  });
}

/** A stage that is shorter lets no queue go before a vehicle that comes behind it. */
const LONG_DS = 200;

/**
 * The first stage of the program in which one of the links need not give way, if it is long enough; else the longest of all such; else one in which it
 * gives way; none if it is never green. Stages that let everybody go who stands in the links' lanes come before all others: behind somebody who waits
 * for another green the vehicle would stand before its own.
 */
export function phaseOf({ groups, times: stages, rings }: Laid, links: readonly Link[]): readonly number[] {
  const own = groups.filter(({ group }) => group.links.some(({ index }) => links.some((link) => link.index === index)));
  if (rings !== null) {
    const phase = rings.find(({ timed }) => own.includes(timed));
    return phase === undefined ? [] : [phase.number];
  }
  const green = stages.filter((stage) => own.some(({ group }) => stage.groups.includes(group.name)));
  const free = green.filter((stage) =>
    own.some(({ group, yields_to }) => stage.groups.includes(group.name) && !yields_to.some((other) => stage.groups.includes(other))),
  );
  const sharing = groups.filter(({ group }) =>
    group.links.some(({ from, lane }) => links.some((link) => link.from === from && link.lane === lane)),
  );
  const whole = free.filter((stage) => sharing.every(({ group }) => stage.groups.includes(group.name)));
  const best = whole.length > 0 ? whole : free;
  const long = best.find(({ further, max_green_ds }) => !further && max_green_ds >= LONG_DS);
  const longest = best.reduce<StageTimes | undefined>((a, b) => (a === undefined || b.max_green_ds > a.max_green_ds ? b : a), undefined);
  const chosen = long ?? longest ?? green[0];
  return chosen === undefined ? [] : [chosen.number];
}

/** In the middle of where its streets end. */
function place(name: string, unit: boolean, streets: readonly Street[]): readonly string[] {
  const ends = streets.flatMap(({ from, to, edge }) => [
    ...(from === name ? [lineOf(edge)[0]!] : []),
    ...(to === name ? [lineOf(edge).at(-1)!] : []),
  ]);
  const mean = (axis: 0 | 1) => (ends.reduce((sum, at) => sum + at[axis], 0) / ends.length).toFixed(1);
  return [unit ? "[[units]]" : "[[places]]", `${unit ? "unit" : "name"} = ${written(name)}`, `east = ${mean(0)}`, `north = ${mean(1)}`];
}

const lineOf = ({ lanes }: Edge) => lanes.find((lane) => lane.drives && lane.shape_m.length > 1)!.shape_m;

const SPEED_KMH = [5, 150] as const;

function linkOf({ edge, from, to, approach, turns }: Street): readonly string[] {
  const lanes = edge.lanes.filter(({ drives }) => drives);
  const speed = Math.round(Math.max(...lanes.map(({ speed_ms }) => speed_ms)) * 3.6);
  const stated = turns.map(({ to: next, phase }) => `{ to = ${written(next)}${phase === null ? "" : `, phase = ${phase}`} }`);
  return [
    "[[links]]",
    `name = ${written(nameOf(edge.id))}`,
    `from = ${written(from)}`,
    `to = ${written(to)}`,
    `speed = ${Math.min(SPEED_KMH[1], Math.max(SPEED_KMH[0], speed))}`,
    `length = ${Math.max(1, ...lanes.map(({ length_m }) => length_m)).toFixed(1)}`,
    `bends = [${lineOf(edge)
      .map(([x, y]) => `[${x.toFixed(1)}, ${y.toFixed(1)}]`)
      .join(", ")}]`,
    ...(approach === "" ? [] : [`approach = ${written(approach)}`]),
    ...(stated.length === 0 ? [] : ["turns = [", ...stated.map((turn) => `  ${turn},`), "]"]),
  ];
}
