import { readFileSync } from "node:fs";
import { join } from "node:path";
import { simulate } from "../../../src/sim.ts";
import type { Wired } from "../../../src/street/cabinet.ts";
import { Random } from "../../../src/street/random.ts";
import { type RecordedDemand, Street } from "../../../src/street/street.ts";
import { Arrivals } from "../../../src/street/traffic/arrivals.ts";
import { lanePlans } from "../../../src/street/traffic/demand.ts";
import { LINK_M } from "../../../src/street/traffic/lane.ts";
import { DeparturesReport } from "../../../src/sync/departures.ts";
import { topic } from "../../../src/sync/topics.ts";
import { STEP_MS } from "../../../src/traffic/departures.ts";
import type { Neighbour as Road } from "../../../src/traffic/site.ts";
import { type Instant, TICK_MS } from "../../../src/traffic/time.ts";
import { Unit } from "../../../src/unit.ts";
import { dice } from "../../dice.ts";
import { edited, type Play, siteOf } from "../play.ts";
import type { SimBroker } from "./broker.ts";

const SITE = readFileSync(join(import.meta.dirname, "../../../deploy/sites/four-leg.toml"), "utf8");
/** A link's side looks at its unit once a second. */
const LOOK_MS = 1_000;
const ANOTHER = 0x0b0b;
const NOTHING_KEPT = { epoch: "", session: 0, last_seq: 0, pending: 0 };

interface Said {
  readonly at: Instant;
  readonly payload: Uint8Array;
}

/**
 * A unit next to the play's: its own street, its own signals, and its voice at the broker. It lives its life before the play begins, so that whoever leaves
 * it is on the way to the play's own street, and says then what it said at its time.
 */
export class Neighbour {
  /** Its line to the broker is cut: what it says is lost. */
  away = false;
  readonly #unit: string;
  readonly #broker: SimBroker;
  readonly #said: readonly Said[];
  #next = 0;

  /** `leaves` hears of each vehicle that is counted over a stop line there: its lane, and about when. */
  constructor(
    unit: string,
    { site, seed, wall, began_ms, until }: Play,
    broker: SimBroker,
    leaves: (approach: string, lane: number, at: number) => void,
  ) {
    this.#unit = unit;
    this.#broker = broker;
    const text = `${edited(SITE, [['id = "DEMO-001"', `id = "${unit}"`]])}\n[[neighbours]]\nunit = "${site.id}"\n`;
    const own = siteOf(text, `${unit}.toml`);
    const there = new Unit(own, { version: "neighbour", site: text, wall });
    const report = new DeparturesReport(unit);
    const said: Said[] = [];
    let issued = 0;
    const watch = (now: Instant): void => {
      const { departures } = there;
      if (departures !== null && departures.issued !== issued) {
        issued = departures.issued;
        for (const { approach, lane, left } of departures.lanes)
          for (let i = 0; i < (left[0] ?? 0); i++) leaves(approach, lane, now - STEP_MS / 2);
      }
      if (now % LOOK_MS !== 0) return;
      report.live(there.live(NOTHING_KEPT, 0));
      const payload = report.due(now);
      if (payload !== null) said.push({ at: now, payload });
    };
    const recorder = { append: () => {}, requests: () => [], flush: async () => {}, status: () => NOTHING_KEPT };
    simulate({ unit: there, street: new Street(own, seed ^ ANOTHER, { began_ms }), recorder, watch }, until);
    this.#said = said;
  }

  step(now: Instant): void {
    for (; this.#said[this.#next] !== undefined && this.#said[this.#next]!.at <= now; this.#next++)
      if (!this.away) this.#broker.publish(topic("departures", this.#unit), this.#said[this.#next]!.payload);
  }
}

/** Of a play in which a neighbour is lost: who that is, and who drives onto the play's street; null where none is. Throws for one that is no neighbour. */
export function neighbourOf(
  play: Play,
  broker: SimBroker,
): { readonly neighbour: Neighbour; readonly drive: StreetBehind["drive"] } | null {
  const unit = play.deeds.map(({ fault }) => (fault.kind === "neighbour-away" ? fault.unit : "")).find((each) => each !== "");
  if (unit === undefined) return null;
  const road = play.site.neighbours.find((each) => each.unit === unit && each.approach !== "");
  if (road === undefined) throw new RangeError(`nobody comes to ${play.site.id} from ${unit}`);
  const street = new StreetBehind(play, road);
  return { neighbour: new Neighbour(unit, play, broker, street.leaves), drive: street.drive };
}

/** The street of a play onto which a neighbour's vehicles come: on its other lanes whoever would have come, and nobody on foot. */
class StreetBehind {
  readonly #play: Play;
  readonly #road: Road;
  readonly #roll: (sides: number) => number;
  readonly #fed = new Map<number, number[]>();

  constructor(play: Play, road: Road) {
    this.#play = play;
    this.#road = road;
    this.#roll = dice(play.seed ^ ANOTHER);
    for (const lane of road.to_lanes) this.#fed.set(lane, []);
  }

  /** Somebody has left the neighbour; by their share they come here, into one of the lanes that the road leads to. */
  readonly leaves = (approach: string, lane: number, at: number): void => {
    const { lanes, to_lanes, travel_ds } = this.#road;
    const share = lanes.find((each) => each.approach === approach && each.lane === lane)?.share_pm ?? 0;
    const to = to_lanes[this.#roll(to_lanes.length)]!;
    if (this.#roll(1_000) < share) this.#fed.get(to)!.push(at + travel_ds * TICK_MS - this.#link_ms);
  };

  readonly drive = ({ site, seed, scenario: { demand = 1 }, began_ms, until }: Play, wired: Wired): Street => {
    const lanes = lanePlans(site).map((plan, i): RecordedDemand["lanes"][number] => {
      const approach = plan.approach.name;
      const fed = approach === this.#road.approach ? this.#fed.get(plan.lane) : undefined;
      if (fed !== undefined) return { approach, lane: plan.lane, at_ms: fed.toSorted((a, b) => a - b) };
      const arrivals = new Arrivals(plan, demand, began_ms, new Random(seed, 2 * i));
      const tenths = Array.from({ length: until / TICK_MS }, (_, tenth) => (tenth + 1) * TICK_MS);
      return { approach, lane: plan.lane, at_ms: tenths.filter((at) => arrivals.comes(at)) };
    });
    return new Street(site, seed, { began_ms, wired, recorded: { lanes, crossings: [] } });
  };

  /** From where vehicles come into sight to the stop line. */
  get #link_ms(): number {
    const kmh = this.#play.site.approaches.find(({ name }) => name === this.#road.approach)!.speed_limit_kmh;
    return (LINK_M * 3_600) / kmh;
  }
}
