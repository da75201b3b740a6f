import type { Outcome } from "../traffic/pool.ts";
import { Misuse } from "../traffic/scenario.ts";
import type { Result, Run } from "./run.ts";

/** Of the scenario's own demand, in the order in which they are tried. */
const TRIED = [0.4, 0.6, 0.8, 1, 1.2, 1.4, 1.6, 1.8, 2] as const;
/** More than this on the road at the end, or not even let in: the net does not take it. */
const [UNFINISHED, NOT_INSERTED] = [0.06, 0.01];
const SEED = 1;

/**
 * What a net takes is what its shipped fixed-time plan carries: the highest of `TRIED` at which that leaves no more than 6 % on the road at the end and
 * 1 % outside (seed 1); the lowest where even that is too much. Every controller is then judged at the same demands. Throws a Misuse where a run fails.
 */
export async function capacityOf(folder: string, run: (runs: readonly Run[]) => Promise<readonly Outcome<Run, Result>[]>): Promise<number> {
  let takes: number = TRIED[0];
  // One after the other: beyond what a net takes a run is slow.
  for (const demand of TRIED) {
    const [outcome] = await run([{ folder, who: "shipped", detection: "none", seed: SEED, demand, share: 1 }]);
    if (outcome === undefined || !("result" in outcome))
      throw new Misuse(`what the net takes is not known: its shipped plan does not run at ${demand} of its demand`);
    if (!carried(outcome.result)) break;
    takes = demand;
  }
  return takes;
}

const carried = ({ others, unfinished, not_inserted }: Result): boolean =>
  unfinished <= UNFINISHED * others && not_inserted <= NOT_INSERTED * others;
