/** Where a unit of a rollout stands. */
export type Stand =
  /** Nothing that is known has reached it. */
  | { readonly state: "to come" }
  /** It has the whole plan, and its own checks have found nothing wrong. */
  | { readonly state: "kept" }
  /** `after_seq`: of the newest record of a trial (371) before this one was asked for. */
  | { readonly state: "trying"; readonly at_ms: number; readonly after_seq: number }
  /** Its trial has passed; `words` says how. */
  | { readonly state: "ready"; readonly words: string }
  /** Its activation is on its way, and may have arrived. */
  | { readonly state: "asked" }
  /** It has taken the activation: its own clock does the rest. `after_seq`: of the newest record of a plan in force (372) before. */
  | { readonly state: "waiting"; readonly after_seq: number }
  | { readonly state: "in force" }
  /** Its way back is on its way, and may have arrived. */
  | { readonly state: "taking back"; readonly at_ms: number; readonly words: string }
  | { readonly state: "taken back"; readonly words: string }
  /** The plan, or the unit, is not what it should be. `reached`: it may have taken the activation, and a way back is owed to it. */
  | { readonly state: "failed"; readonly words: string; readonly reached?: true }
  /** Nothing is wrong with it, and it is as it was; where the activation has `reached` it, as far as is known. */
  | { readonly state: "left out"; readonly words: string; readonly reached?: true };

export type Stands = { readonly [unit: string]: Stand };

/** What is known of a unit now. */
export interface Seen {
  /** It is connected. What follows is its newest word that has come; newer ones may still be on their way. */
  readonly here: boolean;
  /** Of its newest record 372; null where there is none: the site file's own plan is in force. */
  readonly turned: { readonly seq: number; readonly hash: string; readonly why: string } | null;
  /** Of its newest record 371; null where there is none. */
  readonly tried: {
    readonly seq: number;
    readonly hash: string;
    readonly passed: boolean;
    readonly words: string;
    readonly against: string;
    /** How the hour went under it; null where it was not lived through. */
    readonly after: { readonly longest_delay_s: number } | null;
  } | null;
}

/** One thing that a unit is to be asked. `at_ms`: of an activation, 0 for now. */
export interface Errand {
  readonly unit: string;
  readonly does: "upload" | "try" | "activate" | "take back";
  readonly at_ms: number;
}

/** "unsent": it has not left us. */
export type Answer = { readonly done: true } | { readonly refused: string } | { readonly unanswered: string };

/** Out of it: the plan does not come to it. */
export const isOut = ({ state }: Stand): boolean => state === "failed" || state === "left out";

/** Nothing more comes of it. */
export const isFinal = (stand: Stand): boolean => stand.state === "in force" || stand.state === "taken back" || isOut(stand);

/** For people. */
export function standWords(stand: Stand): string {
  return "words" in stand && stand.words !== "" ? `${stand.state}: ${stand.words}` : stand.state;
}
