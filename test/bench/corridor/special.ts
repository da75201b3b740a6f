import { generateKeyPairSync, sign } from "node:crypto";
import type { Graph } from "../../../src/brain/corridor/graph.ts";
import { onEarth, type Point } from "../../../src/brain/corridor/plane.ts";
import { sealedBy } from "../../../src/brain/corridor/report.ts";
import { nameOf } from "../../../src/import/corridor-text.ts";
import type { Net } from "../../../src/import/net.ts";
import { dice } from "../../dice.ts";
import { quoted } from "../traffic/world.ts";
import { type Drawn, routesIn } from "./routes.ts";

/** A special vehicle of a run: it obeys signals as everybody does, and reports where it is. */
export interface Special {
  readonly id: string;
  readonly due_s: number;
  readonly drawn: Drawn;
  /** SUMO's names of its links. */
  readonly edges: readonly string[];
}

const PREFIX = "special.";
export const isSpecial = (vehicle: string): boolean => vehicle.startsWith(PREFIX);

/** The first comes when the net is full, the next when the last has gone and others have had their time again; the last must get there. */
const [FIRST_S, EVERY_S, LAST_S] = [600, 700, 600];

export function specialsIn(net: Net, graph: Graph, seed: number, begin_s: number, end_s: number): readonly Special[] {
  const count = Math.max(1, Math.floor((end_s - LAST_S - begin_s - FIRST_S) / EVERY_S) + 1);
  const edgeOf = new Map([...net.edges.keys()].map((edge) => [nameOf(edge), edge]));
  return routesIn(graph, seed, count).map((drawn, i) => ({
    id: `${PREFIX}${i + 1}`,
    due_s: begin_s + FIRST_S + i * EVERY_S,
    drawn,
    edges: drawn.route.map(({ link }) => edgeOf.get(link.link)!),
  }));
}

/** Its type has a scale of its own, so that a share of the demand leaves it alone. */
export const specialsXml = (specials: readonly Special[], demand: number): readonly string[] => [
  `<vType id="special" vClass="passenger" speedFactor="1" speedDev="0" sigma="0" scale=${quoted(1 / demand)}/>`,
  ...specials.map(
    ({ id, due_s, edges }) =>
      `<vehicle id=${quoted(id)} type="special" depart=${quoted(due_s)} departLane="best" departSpeed="max"><route edges=${quoted(edges.join(" "))}/></vehicle>`,
  ),
];

/** A receiver's own word, and what stands behind it. */
const [ACCURACY_M, OFF_M] = [5, 2];
const WAY_MAX = 64;

/** The box in one special vehicle: a sealed report each second, a little beside the truth. */
export class Box {
  readonly vehicle: string;
  readonly key: string;
  readonly #graph: Graph;
  readonly #way: readonly string[];
  readonly #sign: (body: Uint8Array) => Uint8Array;
  readonly #roll: (sides: number) => number;

  constructor(graph: Graph, { id, drawn: { route } }: Special, seed: number) {
    const { publicKey, privateKey } = generateKeyPairSync("ed25519");
    this.vehicle = id;
    this.key = Buffer.from(publicKey.export({ format: "jwk" }).x!, "base64url").toString("base64");
    this.#graph = graph;
    const each = Math.ceil(route.length / WAY_MAX);
    // From outside the net it comes onto the first of them.
    this.#way = route.flatMap(({ link }, i) => ((route.length - 1 - i) % each === 0 ? [link.link] : []));
    this.#sign = (body) => sign(null, body, privateKey);
    this.#roll = dice(seed);
  }

  report(at_ms: number, [east, north]: Point, speed_ms: number, heading_deg: number): Uint8Array {
    const off = (): number => (this.#roll(2_001) / 1_000 - 1) * OFF_M;
    const place = onEarth(this.#graph.plane, [east + off(), north + off()]);
    return this.#sealed(at_ms, { ...place, speed_ms, heading_deg, way: this.#way });
  }

  done(at_ms: number): Uint8Array {
    return this.#sealed(at_ms, { latitude: 0, longitude: 0, speed_ms: 0, heading_deg: 0, way: [] });
  }

  #sealed(
    at_ms: number,
    said: { latitude: number; longitude: number; speed_ms: number; heading_deg: number; way: readonly string[] },
  ): Uint8Array {
    return sealedBy({ vehicle: this.vehicle, at_ms, accuracy_m: ACCURACY_M, late_s: 0, ...said }, this.#sign);
  }
}
