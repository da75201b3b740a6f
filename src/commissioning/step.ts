import type { Channel, Site } from "../traffic/site.ts";

export type StepKind = "site" | "detector" | "button" | "channel" | "monitor" | "clock" | "brain" | "running";

/** One line of the checklist. */
export interface Step {
  /** "detector-5", "clock": how records call it. */
  readonly id: string;
  readonly kind: StepKind;
  /** Of the detector, button or channel; 0 of the others. */
  readonly number: number;
  /** As the site file calls it, a head with what it shows for whom; "" where it is one of a kind. */
  readonly name: string;
  /** The unit is safe to leave without it. */
  readonly optional: boolean;
}

const one = (kind: StepKind): Step => ({ id: kind, kind, number: 0, name: "", optional: false });

/**
 * What is to be seen at this site before somebody may leave it, in the order in which a technician gets there: what is loaded, what comes in, what
 * goes out, who watches, who is told. To add a step: a kind above, its line here, what proves it in `guide.ts`, its words in `languages/`.
 */
export function stepsOf(site: Site): readonly Step[] {
  const { detectors, pedestrian_detectors, channels } = site;
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
    ...channels.map((channel) => each("channel", { number: channel.number, name: headName(channel, site) })),
    ...(["monitor", "clock", "brain", "running"] as const).map(one),
  ];
}

/** "phase 4 (west through)", "K3 (east through)": by a channel's name alone nobody knows which head to stand before. Nothing is said twice. */
function headName(channel: Channel, site: Site): string {
  const more = shownTo(channel, site).filter((each) => !channel.name.includes(each));
  return more.length === 0 ? channel.name : `${channel.name} (${more.join(", ")})`;
}

/** Whom a head is for, in the site file's own names: of people on foot, whom they walk with and their buttons. Nobody says where a group of stages walks. */
function shownTo({ kind, phase, overlap: number }: Channel, { phases, overlaps, pedestrian_detectors, stages }: Site): readonly string[] {
  const overlap = overlaps.find((each) => each.number === number);
  if (overlap !== undefined) return [stages === null ? overlap.name : `${overlap.approach} ${overlap.movement}`.trim()];
  if (stages !== null) return [];
  const own = phases.filter((each) => each.number === phase);
  const buttons = kind === "pedestrian" ? pedestrian_detectors.filter(({ call_phase }) => call_phase === phase) : [];
  return [...own, ...buttons].map(({ name }) => name);
}
