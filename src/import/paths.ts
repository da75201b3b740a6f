import type { Junction, Link, Net } from "./net.ts";
import { Refusal } from "./refusal.ts";

/** Whose paths meet, as the net has it: SUMO works it out from the shapes of the lanes inside the junction. */
export interface Paths {
  readonly meet: (a: Link, b: Link) => boolean;
  /** Whether `a` gives way to `b` where both are green. */
  readonly yields: (a: Link, b: Link) => boolean;
}

interface Place {
  readonly junction: Junction;
  /** Of the link within it. */
  readonly number: number;
}

export function pathsOf(net: Net): Paths {
  const places = new Map<Link, Place>();
  const placeOf = (link: Link) => {
    const known = places.get(link);
    if (known !== undefined) return known;
    const place = find(net, link);
    // Of whom nobody knows whose way they cross, they would be let go beside everyone.
    if (place?.junction.foes[place.number] === undefined || place.junction.yields[place.number] === undefined)
      throw new Refusal(
        `the net does not say whose paths connection ${link.index} of "${link.tls}" meets: make it with the insides of junctions (netconvert without --no-internal-links)`,
      );
    places.set(link, place);
    return place;
  };
  const within = (a: Link, b: Link, table: "foes" | "yields"): boolean => {
    const [one, other] = [placeOf(a), placeOf(b)];
    return one.junction === other.junction && one.junction[table][one.number]!.has(other.number);
  };
  return { meet: (a, b) => within(a, b, "foes") || within(b, a, "foes"), yields: (a, b) => within(a, b, "yields") };
}

/** Lanes inside a junction are called ":JUNCTION_LINK_LANE", by the first link of a street to another; crossings come behind all links. */
function find(net: Net, { via, to }: Link): Place | null {
  const crossing = net.crossings.get(to);
  const lane = crossing?.lane ?? via;
  const named = /^:(.*)_(\d+)_(\d+)$/.exec(lane);
  if (crossing !== undefined) {
    const junction = net.junctions.find((each) => each.inner_lanes.includes(lane));
    return junction === undefined ? null : { junction, number: junction.inner_lanes.indexOf(lane) };
  }
  const junction = named === null ? undefined : net.junctions.find((each) => each.id === named[1]);
  return junction === undefined ? null : { junction, number: Number(named![2]) + Number(named![3]) };
}
