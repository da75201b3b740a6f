import type { stopline } from "#wire";
import type { Part } from "../plans/upload.ts";
import type { DetectorNumber, PatternNumber, PhaseNumber } from "../traffic/numbers.ts";
import type { ControlKind } from "../traffic/phase-controls.ts";
import type { Site } from "../traffic/site.ts";
import type { Instant, WallTime } from "../traffic/time.ts";
import type { UpdateAsked } from "../update/asked.ts";

/** The names of Command's oneof in proto/stopline/v1/command.proto: each must have its file here. */
export type CommandCase = NonNullable<stopline.v1.Command["command"]>;
export type Wire<C extends CommandCase> = NonNullable<stopline.v1.Command[C]>;

/**
 * What a command may ask of the street side; there is nothing else. None of it holds a minimum, a clearance, a pedestrian interval or
 * the monitor: those have no place in a Change, so no command can reach them.
 */
export type Change =
  | { readonly kind: "pattern"; readonly pattern: PatternNumber; readonly until: Instant }
  | { readonly kind: "call"; readonly phase: PhaseNumber; readonly pedestrian: boolean }
  | {
      readonly kind: "priority";
      readonly vehicle: string;
      readonly phase: PhaseNumber;
      readonly arrival: Instant;
      readonly until: Instant;
    }
  | { readonly kind: "cancel-priority"; readonly vehicle: string }
  /** Until now: what was asked before is over. */
  | { readonly kind: "control"; readonly control: ControlKind; readonly phase: PhaseNumber; readonly until: Instant }
  | { readonly kind: "detector"; readonly detector: DetectorNumber; readonly on: boolean; readonly until: Instant }
  | { readonly kind: "flash"; readonly until: Instant }
  | { readonly kind: "plan-part"; readonly part: Part }
  | { readonly kind: "plan-known"; readonly hash: string }
  /** `at` 0: now. */
  | { readonly kind: "plan-activate"; readonly hash: string; readonly at: WallTime }
  /** `hash`: nothing but that plan; "" for whichever it is. */
  | { readonly kind: "plan-back"; readonly hash: string }
  /** Wall time from this tick on; by more than `most_ms` it is not moved. */
  | { readonly kind: "clock"; readonly wall: WallTime; readonly most_ms: number }
  /** Nothing on the street: the centre side carries it out, when the street side has recorded that it may. */
  | { readonly kind: "link" };

/** What the centre side does for a command that has been recorded as done. */
export type Errand =
  | { readonly kind: "fetch"; readonly epoch: string; readonly from: number; readonly to: number }
  | { readonly kind: "restart" }
  | { readonly kind: "try-plan"; readonly hash: string }
  | ({ readonly kind: "update" } & UpdateAsked)
  /** Nothing to carry out: it only is refused where something better keeps the clock. */
  | { readonly kind: "clock" };

export type Taken = { readonly change: Change } | { readonly refused: string };

/** One command: what it is called, what it looks like on the wire, and whether this site can do it. Pure; never throws on any input. */
export interface Command<C extends CommandCase = CommandCase> {
  /** As in the journal and on the command line; the file's name. */
  readonly name: string;
  /** What to type after the name: "PATTERN [SECONDS]". */
  readonly words: string;
  /** The wire's fields from typed words; null if they cannot be understood. */
  read(words: readonly string[]): Wire<C> | null;
  /** What goes into the journal as JSON, and comes back to `take`. */
  args(wire: Wire<C>): unknown;
  /** `args` is whatever lay in the inbox. Refusals say what is wrong and what this site has instead. */
  take(site: Site, args: unknown, now: Instant, expires: WallTime): Taken;
  /** For a command whose change is the centre side's; null if the arguments are none. */
  errand?(args: unknown): Errand | null;
}
