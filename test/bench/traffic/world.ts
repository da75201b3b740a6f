import type { Net } from "../../../src/import/net.ts";
import type { Light } from "./lights.ts";
import type { Reach } from "./reach.ts";
import type { Scenario } from "./scenario.ts";
import type { Seen } from "./traci/codec.ts";

/** What a controller is made from. */
export interface World {
  readonly scenario: Scenario;
  readonly net: Net;
  /** From a lane's end so many metres back. */
  readonly reach: (lane: string, back_m: number) => Reach;
  readonly lights: readonly Light[];
  readonly seed: number;
  readonly detection: Detection;
  /** The share of vehicles that cameras never see. */
  readonly miss: number;
  /** Detectors of ours fail on the way. */
  readonly failures: boolean;
  /** Units of ours hear their neighbours, but for this share of what they say. */
  readonly neighbours: boolean;
  readonly loss: number;
  readonly demand?: number;
  /** A file for what ours believe of each lane beside what is true. */
  readonly trace?: string;
  /** What a bench makes of an imported site's text before it is read. */
  readonly remade?: (imported: { readonly tls: string; readonly text: string }) => string;
}

/** What our own controllers look with. A peer has its own eyes, or none. */
export type Detection = "loops" | "camera" | "none";

/** Whoever controls the signals of a run, for SUMO's side of it. */
export interface Controller {
  /** Elements of an additional file: programs, loops. */
  readonly additional: readonly string[];
  /** Subscriptions, beside those that every run has. */
  readonly subscriptions: readonly Buffer[];
  /** What is shown before the first step. */
  readonly first: () => readonly Buffer[];
  /** After the step that ended at `end_s`: what SUMO is told before the next. */
  readonly step: (seen: Seen, end_s: number) => readonly Buffer[];
  /** Behind the last step. */
  readonly end?: () => void;
  /** Traffic lights that keep their shipped program, and why, in words. */
  readonly left: readonly string[];
  /** Processor time in it, in milliseconds. */
  readonly spent_ms: () => number;
}

export const lengthOf = (net: Net): ((lane: string) => number) => {
  const lengths = new Map<string, number>();
  for (const edge of net.edges.values()) for (const { index, length_m } of edge.lanes) lengths.set(`${edge.id}_${index}`, length_m);
  return (lane) => lengths.get(lane) ?? 0;
};

/** Text in an attribute of XML. */
export const quoted = (value: string | number): string =>
  `"${String(value).replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;")}"`;
