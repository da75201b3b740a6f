import type { Site } from "../traffic/site.ts";
import type { WallTime } from "../traffic/time.ts";
import { type Step, stepsOf } from "./step.ts";
import type { Evidence, Record390 } from "./told.ts";

/** Where one step stands: by whom and when, and what was seen or why it was left out. */
export interface StepState extends Step {
  readonly state: "open" | "confirmed" | "skipped";
  readonly by: string;
  /** 0 while it is open. */
  readonly at: WallTime;
  readonly evidence: Evidence;
  /** Why it was skipped; "" else. */
  readonly words: string;
  /** Of an open step: why it was skipped before somebody came back for it; "" else. */
  readonly earlier: string;
}

export interface Walk {
  readonly walk: string;
  readonly begun: WallTime;
  /** Who leads it and since when: who began it, or who came back for what was left out. */
  readonly leads: { readonly by: string; readonly since: WallTime };
  readonly site_sha256: string;
  readonly steps: readonly StepState[];
  /** When it was finished, by whom, and what was signed; null while it goes on. */
  readonly finished: { readonly at: WallTime; readonly by: string; readonly safe: boolean; readonly signed: string } | null;
}

/** The last walk that was begun, as its records tell; null where there was none. Steps that the site does not have any more are not in it. */
export function walkIn(site: Site, records: readonly Record390[]): Walk | null {
  const first = records.findLast(({ what }) => what === "begun");
  if (first?.what !== "begun") return null;
  const own = records.filter(({ walk }) => walk === first.walk);
  const last = own.findLast(({ what }) => what === "finished" || what === "reopened");
  const lead = own.findLast(({ what }) => what === "begun" || what === "reopened") ?? first;
  return {
    walk: first.walk,
    begun: first.at,
    leads: { by: lead.by, since: lead.at },
    site_sha256: first.site_sha256,
    steps: stepsOf(site).map((step) => stateOf(step, own)),
    finished: last?.what === "finished" ? { at: last.at, by: last.by, safe: last.safe, signed: last.signed } : null,
  };
}

function stateOf(step: Step, own: readonly Record390[]): StepState {
  const i = own.findLastIndex((each) => "step" in each && each.step === step.id);
  const last = own[i];
  const open = { ...step, state: "open", by: "", at: 0 as WallTime, evidence: {}, words: "", earlier: "" } as const;
  if (last?.what === "confirmed") return { ...open, state: "confirmed", by: last.by, at: last.at, evidence: last.evidence };
  if (last?.what !== "skipped") return open;
  if (own.some(({ what }, n) => n > i && what === "reopened")) return { ...open, earlier: last.words };
  return { ...open, state: "skipped", by: last.by, at: last.at, words: last.words };
}

/** What keeps the site from being safe to leave: whatever is not confirmed and may not be left out. Empty: safe. */
export const openSteps = ({ steps }: Pick<Walk, "steps">): readonly StepState[] =>
  steps.filter(({ state, optional }) => state === "open" || (state === "skipped" && !optional));

/** A walk in a line: who, since or until when, and how it stands. */
export const briefOf = (walk: Walk) => ({
  by: walk.finished?.by ?? walk.leads.by,
  at: walk.finished?.at ?? walk.leads.since,
  finished: walk.finished !== null,
  safe: walk.finished?.safe ?? false,
  open: openSteps(walk).length,
});
