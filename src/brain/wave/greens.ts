import type { PhaseNumber } from "../../traffic/numbers.ts";
import type { Frame } from "../timing/frame.ts";
import type { Timing } from "../timing/timing.ts";

/** A phase's green, in tenths behind the reference point; it may end behind the cycle. */
export interface Green {
  readonly from_ds: number;
  readonly to_ds: number;
}

/**
 * Where each phase's green lies in the unit's cycle if everybody calls, as the controller lays it out: the coordinated phases' side first, and the
 * first begin of a coordinated green is the reference point.
 */
export function greensOf(
  { frame, splits }: Pick<Timing, "frame" | "splits">,
  coordinated: readonly PhaseNumber[],
): ReadonlyMap<PhaseNumber, Green> {
  const greens = new Map<PhaseNumber, Green>();
  let begin = 0;
  for (const side of turned(frame, coordinated)) {
    let end = begin;
    for (const ring of side) {
      let at = begin;
      for (const { phase, change_ds } of ring) {
        const next = at + splits.get(phase)!;
        greens.set(phase, { from_ds: at, to_ds: next - change_ds });
        at = next;
      }
      end = Math.max(end, at);
    }
    begin = end;
  }
  const reference = Math.min(...coordinated.map((phase) => greens.get(phase)?.from_ds ?? Number.POSITIVE_INFINITY));
  return new Map([...greens].map(([phase, { from_ds, to_ds }]) => [phase, { from_ds: from_ds - reference, to_ds: to_ds - reference }]));
}

function turned({ sides }: Frame, coordinated: readonly PhaseNumber[]): Frame["sides"] {
  const first = Math.max(
    0,
    sides.findIndex((side) => side.flat().some(({ phase }) => coordinated.includes(phase))),
  );
  return [...sides.slice(first), ...sides.slice(0, first)];
}

/** Which part of each second of `cycle_s` a green of any of `phases` fills, 0 to 1; a unit with half the cycle has its greens twice. */
export function shareOfSeconds(
  greens: ReadonlyMap<PhaseNumber, Green>,
  phases: readonly PhaseNumber[],
  own_ds: number,
  cycle_s: number,
): Float64Array {
  const share = new Float64Array(cycle_s);
  for (const phase of phases) {
    const green = greens.get(phase);
    if (green === undefined) continue;
    for (let begin_ds = 0; begin_ds < cycle_s * 10; begin_ds += own_ds) {
      for (let ds = green.from_ds; ds < green.to_ds; ds++) {
        const at = (((begin_ds + ds) % (cycle_s * 10)) + cycle_s * 10) % (cycle_s * 10);
        share[Math.floor(at / 10)]! += 0.1;
      }
    }
  }
  return share.map((part) => Math.min(1, part));
}
