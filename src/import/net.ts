import { SaxesParser } from "saxes";

/** As much of a SUMO net as tells what one traffic light does. SUMO's words: an edge is one direction of a street between two junctions. */
export interface Net {
  /** Streets, without the insides of junctions. */
  readonly edges: ReadonlyMap<string, Edge>;
  /** Crossings and walking areas by their edge's id. */
  readonly crossings: ReadonlyMap<string, Crossing>;
  readonly junctions: readonly Junction[];
  /** Those that a traffic light controls. */
  readonly links: readonly Link[];
  /** How streets go on, lane by lane, as SUMO names lanes: `out` of a lane wherever it leads, `into` it past no traffic light. */
  readonly joins: { readonly out: ReadonlyMap<string, readonly Join[]>; readonly into: ReadonlyMap<string, readonly Join[]> };
  readonly programs: readonly Program[];
}

export interface Edge {
  readonly id: string;
  /** Junctions. */
  readonly from: string;
  readonly to: string;
  readonly lanes: readonly Lane[];
}

/** `index` counts from the kerb, from 0. */
export interface Lane {
  readonly index: number;
  readonly speed_ms: number;
  readonly length_m: number;
  /** Whether motor vehicles may use it. */
  readonly drives: boolean;
  /** From its beginning to the stop line; x to the east, y to the north. */
  readonly shape_m: readonly (readonly [x: number, y: number])[];
}

export interface Crossing {
  readonly lane: string;
  readonly length_m: number;
  /** The streets that it leads across. */
  readonly edges: readonly string[];
}

export interface Junction {
  readonly id: string;
  readonly inner_lanes: readonly string[];
  /** By the number of a link within the junction: whom its path crosses or joins, and whom of them it gives way to. */
  readonly foes: readonly ReadonlySet<number>[];
  readonly yields: readonly ReadonlySet<number>[];
}

export interface Link {
  readonly tls: string;
  /** Its place in the states of the program. */
  readonly index: number;
  readonly from: string;
  readonly lane: number;
  readonly to: string;
  /** Where it leads to, as `lane`. */
  readonly to_lane: number;
  /** The lane inside the junction; "" of a crossing. */
  readonly via: string;
  /** SUMO's directions: s straight, l and L left, r and R right, t back. */
  readonly direction: string;
}

/** From the end of one lane to the begin of another. */
export interface Join {
  readonly from: LaneRef;
  readonly to: LaneRef;
  readonly direction: string;
  /** Of the way between them, inside the junction. */
  readonly length_m: number;
}

export interface LaneRef {
  readonly edge: string;
  readonly index: number;
}

/** As SUMO names a lane. */
export const laneId = ({ edge, index }: LaneRef): string => `${edge}_${index}`;

export interface Program {
  readonly tls: string;
  readonly id: string;
  readonly type: string;
  readonly phases: readonly ProgramPhase[];
}

/** `state` has a letter for each link: G green, g green that gives way, y yellow, r red, s right turn after a stop, u red and yellow, o and O off. */
export interface ProgramPhase {
  readonly duration_s: number;
  readonly state: string;
  readonly least_s: number | null;
  readonly most_s: number | null;
}

/** What an `allow` names when no motor vehicle may use the lane. */
const NO_MOTOR = new Set([
  "pedestrian",
  "bicycle",
  "tram",
  "rail",
  "rail_urban",
  "rail_electric",
  "rail_fast",
  "subway",
  "ship",
  "wheelchair",
]);

/** The text of a net → the net; throws a SyntaxError in words where it is none. */
export function readNet(text: string): Net {
  const reader = new Reader();
  const parser = new SaxesParser();
  let depth = 0;
  parser.on("error", (error) => {
    throw new SyntaxError(`it is no XML: ${error.message}`);
  });
  parser.on("opentag", ({ name, attributes }) => {
    if (depth++ === 0 && name !== "net") throw new SyntaxError(`it is no SUMO net: it begins with <${name}>`);
    reader.open(name, (key) => attributes[key] ?? "", attributes);
  });
  parser.on("closetag", () => void depth--);
  parser.write(text).close();
  return reader.net;
}

class Reader {
  readonly #edges = new Map<string, Edge & { readonly lanes: Lane[] }>();
  readonly #crossings = new Map<string, { lane: string; length_m: number; edges: readonly string[] }>();
  readonly #junctions: { id: string; inner_lanes: readonly string[]; foes: ReadonlySet<number>[]; yields: ReadonlySet<number>[] }[] = [];
  readonly #links: Link[] = [];
  readonly #out = new Map<string, Join[]>();
  readonly #into = new Map<string, Join[]>();
  /** Lengths of the lanes inside junctions. */
  readonly #inside = new Map<string, number>();
  readonly #programs: { tls: string; id: string; type: string; phases: ProgramPhase[] }[] = [];
  #edge = { id: "", kind: "" };

  get net(): Net {
    return {
      edges: this.#edges,
      crossings: this.#crossings,
      junctions: this.#junctions,
      links: this.#links,
      joins: { out: this.#out, into: this.#into },
      programs: this.#programs,
    };
  }

  open(name: string, get: (key: string) => string, all: { readonly [key: string]: string }): void {
    switch (name) {
      case "edge":
        this.#edge = { id: get("id"), kind: get("function") };
        if (this.#edge.kind === "") this.#edges.set(get("id"), { id: get("id"), from: get("from"), to: get("to"), lanes: [] });
        if (this.#edge.kind === "crossing") this.#crossings.set(get("id"), { lane: "", length_m: 0, edges: words(get("crossingEdges")) });
        return;
      case "lane":
        this.#lane(get);
        return;
      case "junction":
        this.#junctions.push({ id: get("id"), inner_lanes: words(get("intLanes")), foes: [], yields: [] });
        return;
      case "request": {
        const junction = this.#junctions.at(-1);
        if (junction === undefined) throw new SyntaxError("it is no SUMO net: a <request> stands before any <junction>");
        junction.foes[Number(get("index"))] = bits(get("foes"));
        junction.yields[Number(get("index"))] = bits(get("response"));
        return;
      }
      case "connection":
        if (all["tl"] !== undefined && all["linkIndex"] !== undefined) this.#links.push(linkOf(get));
        this.#join(get, all["tl"] !== undefined);
        return;
      case "tlLogic":
        this.#programs.push({ tls: get("id"), id: get("programID"), type: get("type"), phases: [] });
        return;
      case "phase":
        this.#programs.at(-1)?.phases.push({
          duration_s: seconds("duration", get("duration")),
          state: get("state"),
          least_s: all["minDur"] === undefined ? null : seconds("minDur", all["minDur"]),
          most_s: all["maxDur"] === undefined ? null : seconds("maxDur", all["maxDur"]),
        });
        return;
    }
  }

  #join(get: (key: string) => string, signalled: boolean): void {
    const from = { edge: get("from"), index: Number(get("fromLane")) };
    const to = { edge: get("to"), index: Number(get("toLane")) };
    if (!this.#edges.has(from.edge) || !this.#edges.has(to.edge)) return;
    const join = { from, to, direction: get("dir"), length_m: this.#inside.get(get("via")) ?? 0 };
    listAt(this.#out, laneId(from)).push(join);
    if (!signalled) listAt(this.#into, laneId(to)).push(join);
  }

  #lane(get: (key: string) => string): void {
    const length_m = Number(get("length"));
    if (this.#edge.kind === "internal") this.#inside.set(get("id"), length_m);
    const crossing = this.#edge.kind === "crossing" ? this.#crossings.get(this.#edge.id) : undefined;
    if (crossing !== undefined) Object.assign(crossing, { lane: get("id"), length_m });
    this.#edges.get(this.#edge.kind === "" ? this.#edge.id : "")?.lanes.push({
      index: Number(get("index")),
      speed_ms: Number(get("speed")),
      length_m,
      drives: drives(words(get("allow")), words(get("disallow"))),
      shape_m: words(get("shape")).map((point) => {
        const [x = 0, y = 0] = point.split(",").map(Number);
        return [x, y] as const;
      }),
    });
  }
}

function listAt<T>(map: Map<string, T[]>, key: string): T[] {
  const list = map.get(key) ?? [];
  if (list.length === 0) map.set(key, list);
  return list;
}

const words = (text: string): readonly string[] => text.split(" ").filter((word) => word !== "");

const drives = (allow: readonly string[], disallow: readonly string[]): boolean =>
  allow.length > 0 ? allow.some((kind) => !NO_MOTOR.has(kind)) : !disallow.includes("all") && !disallow.includes("passenger");

/** The rightmost character is link 0. */
const bits = (text: string): ReadonlySet<number> => new Set([...text].reverse().flatMap((bit, i) => (bit === "1" ? [i] : [])));

const linkOf = (get: (key: string) => string): Link => ({
  tls: get("tl"),
  index: Number(get("linkIndex")),
  from: get("from"),
  lane: Number(get("fromLane")),
  to: get("to"),
  to_lane: Number(get("toLane")),
  via: get("via"),
  direction: get("dir"),
});

function seconds(key: string, text: string): number {
  const s = Number(text);
  if (text.trim() === "" || !Number.isFinite(s) || s < 0)
    throw new SyntaxError(`it is no SUMO net: a phase has ${key} "${text}", which is no time`);
  return s;
}
