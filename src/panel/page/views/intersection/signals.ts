import { words } from "../../language.ts";
import type { DrawnSite, Indication, Live } from "../../told.ts";
import { arrowOf } from "./words.ts";

/** What vehicles look at: the head of a phase, of an overlap, or of a signal group that several stages let go. */
export interface Signal {
  readonly channel: number;
  readonly phase: number;
  /** Null for a phase's own. */
  readonly overlap: number | null;
  /** Green in these. */
  readonly phases: readonly number[];
  readonly approach: string;
  readonly movement: DrawnSite["phases"][number]["movement"];
  /** Under its head: "↑2", "→A", "↑K1". */
  readonly label: string;
  /** "phase 2 south through", "overlap A west right", "K1 north through". */
  readonly title: string;
  /** Its yellow flashes in the ordinary course of things, for a turn that gives way. */
  readonly arrow: boolean;
}

/** As a timing sheet names overlaps: A, B, C. */
const letterOf = (overlap: number): string => (overlap <= 26 ? String.fromCharCode(64 + overlap) : String(overlap));

/** In the order of phases, an overlap behind the first phase that it is green with; of stages, in the order of their channels. */
export function signalsOf(site: DrawnSite): readonly Signal[] {
  const { overlap: overlapWords, stageGroup, movements } = words.picture;
  const signals = site.channels.flatMap(({ number: channel, name: named, kind, phase, overlap: number }): Signal[] => {
    if (kind === "pedestrian") return [];
    if (kind === "vehicle") {
      const own = site.phases.find((p) => p.number === phase);
      if (own === undefined) return [];
      const { name, approach, movement } = own;
      const [label, title] = [`${arrowOf(movement)}${phase}`, words.picture.phase(phase, name)];
      return [{ channel, phase, overlap: null, phases: [phase], approach, movement, label, title, arrow: false }];
    }
    const overlap = site.overlaps.find((o) => o.number === number);
    if (overlap === undefined) return [];
    const { name, kind: way, included: phases, approach, movement } = overlap;
    const short = site.stages === null ? letterOf(overlap.number) : named;
    const title = site.stages === null ? overlapWords(short, name) : stageGroup(named, approach, movements[movement]);
    const arrow = way === "flashing-yellow-arrow";
    return [{ channel, phase, overlap: overlap.number, phases, approach, movement, label: `${arrowOf(movement)}${short}`, title, arrow }];
  });
  if (site.stages !== null) return signals;
  return signals.sort((a, b) => a.phase - b.phase || (a.overlap ?? 0) - (b.overlap ?? 0));
}

/** What a head shows; an arrow that flashes while the signals are not in flash lets its drivers go where there is a gap. */
export type Shown = Indication | "flashing-yellow-arrow";

/** By channel: what drives on the street, whatever the controller meant. */
export function shownBy(signals: readonly Signal[], live: Live): ReadonlyMap<number, Shown> {
  const now = new Map(live.channels.map(({ channel, indication }) => [channel, indication]));
  const ordinary = live.flash === "not-flash" && live.monitor.fault === "";
  return new Map(
    signals.map(({ channel, arrow }) => {
      const shows = now.get(channel) ?? "dark";
      return [channel, arrow && ordinary && shows === "flashing-yellow" ? "flashing-yellow-arrow" : shows];
    }),
  );
}

/** What a node is marked with to be found: its channel, and the phase whose own it is. */
export const marksOf = ({ channel, phase, overlap }: Signal): { readonly [name: string]: number } =>
  overlap === null ? { "data-channel": channel, "data-phase": phase } : { "data-channel": channel };
