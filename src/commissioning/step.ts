import type { Site } from "../traffic/site.ts";

export type StepKind = "site" | "detector" | "button" | "channel" | "monitor" | "clock" | "brain" | "running";

/** One line of the checklist. */
export interface Step {
  /** "detector-5", "clock": how records call it. */
  readonly id: string;
  readonly kind: StepKind;
  /** Of the detector, button or channel; 0 of the others. */
  readonly number: number;
  /** As the site file calls it; "" where it is one of a kind. */
  readonly name: string;
  /** The unit is safe to leave without it. */
  readonly optional: boolean;
}

const one = (kind: StepKind): Step => ({ id: kind, kind, number: 0, name: "", optional: false });

/**
 * What is to be seen at this site before somebody may leave it, in the order in which a technician gets there: what is loaded, what comes in, what
 * goes out, who watches, who is told. To add a step: a kind above, its line here, what proves it in `guide.ts`, its words in `languages/`.
 */
export function stepsOf({ detectors, pedestrian_detectors, channels }: Site): readonly Step[] {
  const each = (kind: StepKind, of: { readonly number: number; readonly name: string }, optional = false): Step => ({
    id: `${kind}-${of.number}`,
    kind,
    number: of.number,
    name: of.name,
    optional,
  });
  return [
    one("site"),
    // Who only counts calls nobody: without it figures are missing, and nobody waits.
    ...detectors.map((detector) => each("detector", detector, detector.kind === "count")),
    ...pedestrian_detectors.map((button) => each("button", button)),
    ...channels.map((channel) => each("channel", channel)),
    ...(["monitor", "clock", "brain", "running"] as const).map(one),
  ];
}
