import type { OverlapNumber, PhaseNumber } from "../traffic/numbers.ts";
import { type Movement, pathsCross } from "../traffic/paths.ts";
import type { Channel, Overlap, Phase, Site } from "../traffic/site.ts";
import { ARROW, type ChannelRules, PEDESTRIAN, type Rules, VEHICLE } from "./monitor-rules.ts";

/**
 * The monitor's rules for a site of rings: two channels may go together if some phases that they go with may be green together, and the legs
 * allow it as well. Of a phase the legs know approach and movement; an overlap has its own.
 */
export function phaseRules(site: Site): Rules {
  const goings = new Map(site.channels.map((channel) => [channel.number, goingsOf(site, channel)]));
  const together = (a: readonly Going[], b: readonly Going[]) => a.some((one) => b.some((other) => mayMeet(site, one, other)));
  return {
    of: (channel) => rulesOf(site, channel),
    together: (a, b) => together(goings.get(a.number)!, goings.get(b.number)!),
    // The other may be another such arrow, and then it goes or gives way.
    besideArrow: (a, b) => together(givingWay(site, a), [...goings.get(b.number)!, ...givingWay(site, b)]),
    clearance_ds: (a, b) => clearance(site, a, b),
  };
}

/** One way in which a channel goes: with a phase, and never beside some others. */
interface Going {
  readonly phase: Phase;
  readonly movement: Movement;
  readonly never: readonly PhaseNumber[];
}

function goingsOf(site: Site, channel: Channel): readonly Going[] {
  if (channel.kind !== "overlap") return phasesOf(site, channel).map((phase) => ({ phase, movement: ofPhase(site, phase), never: [] }));
  const overlap = overlapOf(site, channel.overlap);
  // A green arrow gives way to nobody.
  const movement = ofOverlap(site, overlap, overlap.kind === "flashing-yellow-arrow" ? [] : overlap.yields_to);
  const never = overlap.kind === "minus-green-yellow" ? overlap.modifiers : [];
  return overlap.included.map((number) => ({ phase: phaseOf(site, number), movement, never }));
}

/** A flashing arrow goes with its modifiers and gives way to them, if it turns so that it can. */
function givingWay(site: Site, channel: Channel): readonly Going[] {
  const overlap = channel.kind === "overlap" ? overlapOf(site, channel.overlap) : null;
  if (overlap?.kind !== "flashing-yellow-arrow") return [];
  const movement = ofOverlap(site, overlap, [...overlap.yields_to, ...overlap.modifiers]);
  return overlap.modifiers.map((number) => ({ phase: phaseOf(site, number), movement, never: [] }));
}

function mayMeet(site: Site, a: Going, b: Going): boolean {
  if (a.never.includes(b.phase.number) || b.never.includes(a.phase.number)) return false;
  if (a.phase !== b.phase && !concurrent(site, a.phase.number, b.phase.number)) return false;
  const samePhase = a.movement.number === b.movement.number && a.movement.number !== 0;
  const legs_deg = site.approaches.map((leg) => leg.heading_deg);
  return samePhase || !pathsCross(a.movement, b.movement, legs_deg);
}

function concurrent({ rings, conflicts }: Site, a: PhaseNumber, b: PhaseNumber): boolean {
  const place = (phase: PhaseNumber) => {
    for (const ring of rings) {
      const group = ring.groups.findIndex((phases) => phases.includes(phase));
      if (group >= 0) return { ring: ring.number, group };
    }
    throw new RangeError(`phase ${phase} is in no ring`);
  };
  const [one, other] = [place(a), place(b)];
  const apart = conflicts.some((pair) => pair.includes(a) && pair.includes(b));
  return one.group === other.group && one.ring !== other.ring && !apart;
}

function ofPhase(site: Site, { number, approach, movement, walk_ds, yields_to }: Phase): Movement {
  return { number, heading_deg: headingOf(site, approach), movement, walks: walk_ds > 0, yields_to };
}

function ofOverlap(site: Site, { approach, movement, included }: Overlap, yields_to: readonly PhaseNumber[]): Movement {
  return { number: 0, heading_deg: headingOf(site, approach), movement, walks: false, yields_to, included };
}

const headingOf = ({ approaches }: Site, name: string): number | null => approaches.find((leg) => leg.name === name)?.heading_deg ?? null;

/** Whoever shows one channel in several phases is held to the least of them: the monitor does not know in which one it is. */
function rulesOf(site: Site, channel: Channel): ChannelRules {
  const phases = phasesOf(site, channel);
  const least = (ds: (phase: Phase) => number) => Math.min(...phases.map(ds));
  const min_green_ds = least((phase) => phase.min_green_ds);
  if (channel.kind === "vehicle") return { kind: VEHICLE, min_green_ds, min_yellow_ds: phases[0]!.yellow_change_ds, ped_clear_ds: 0 };
  if (channel.kind === "overlap") {
    const overlap = overlapOf(site, channel.overlap);
    const kind = overlap.kind === "flashing-yellow-arrow" ? ARROW : VEHICLE;
    return { kind, min_green_ds, min_yellow_ds: overlap.yellow_change_ds, ped_clear_ds: 0 };
  }
  const [walk_ds, ped_clear_ds] = [least((phase) => phase.walk_ds), least((phase) => phase.ped_clear_ds)];
  return { kind: PEDESTRIAN, min_green_ds: walk_ds, min_yellow_ds: 0, ped_clear_ds };
}

/**
 * An overlap's red is its own, and pedestrians have had their clearance when red_clear begins. What the timing sheet wants beyond red_clear
 * between two phases counts from the end of green, so the yellow lies before it; of a movement that begins with several the least is demanded.
 */
function clearance(site: Site, from: Channel, to: Channel): number {
  if (from.kind === "overlap") return overlapOf(site, from.overlap).red_clear_ds;
  const own_ds = Math.min(...phasesOf(site, from).map((phase) => phase.red_clear_ds));
  if (from.kind === "pedestrian") return own_ds;
  const beyond_ds = [...goingsOf(site, to), ...givingWay(site, to)].map(({ phase }) => {
    const entry = site.clearances.find((pair) => pair.from === from.phase && pair.to === phase.number);
    return (entry?.least_ds ?? 0) - phaseOf(site, from.phase).yellow_change_ds;
  });
  return Math.max(own_ds, Math.min(...beyond_ds));
}

/** The phases that a channel shows; of an overlap those that it includes. */
function phasesOf(site: Site, channel: Channel): readonly Phase[] {
  const numbers = channel.kind === "overlap" ? overlapOf(site, channel.overlap).included : [channel.phase, ...channel.also_phases];
  return numbers.map((number) => phaseOf(site, number));
}

function phaseOf({ phases }: Site, number: PhaseNumber): Phase {
  const phase = phases.find((each) => each.number === number);
  if (phase === undefined) throw new RangeError(`there is no phase ${number}`);
  return phase;
}

function overlapOf({ overlaps }: Site, number: OverlapNumber | null): Overlap {
  const overlap = overlaps.find((each) => each.number === number);
  if (overlap === undefined) throw new RangeError(`there is no overlap ${number}`);
  return overlap;
}
