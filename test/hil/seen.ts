import type { Chunk } from "../../src/journal/port.ts";
import type { Live } from "../../src/traffic/live.ts";
import type { Instant } from "../../src/traffic/time.ts";
import type { Deed } from "./play.ts";

/** A record as the journal's file has it, or as the brain has it. */
export interface Kept {
  readonly epoch: string;
  readonly seq: number;
  /** By the unit's clock. */
  readonly wall: number;
  readonly code: number;
  readonly param: number;
  readonly value: number;
  readonly detail: string;
  readonly input: boolean;
}

/**
 * What a rig tells while it plays, and at the end of it. `at` is ms since the beginning of the play, by the rig's clock. Watchers,
 * expectations and evidence are made of this alone: they ask no rig.
 */
export type Seen =
  /** Bytes as they are on the line, behind its noise: of the unit as the cabinet hears them, of the cabinet as the unit does. Kept by whoever hears it only as a copy. */
  | { readonly kind: "said"; readonly at: Instant; readonly port: string; readonly from: "unit" | "cabinet"; readonly bytes: Uint8Array }
  /** What is truly over a loop, or under a finger, where the street is the rig's own. */
  | { readonly kind: "loop"; readonly at: Instant; readonly detector: number; readonly on: boolean }
  | { readonly kind: "button"; readonly at: Instant; readonly button: number; readonly on: boolean }
  /** A fault begins, or is over. */
  | { readonly kind: "deed"; readonly at: Instant; readonly deed: Deed }
  /** The street side begins to control, or does no longer: by power, by a signal, by itself. */
  | { readonly kind: "unit"; readonly at: Instant; readonly runs: boolean; readonly why: string }
  /** What the status page shows, as often as the rig looks. */
  | { readonly kind: "live"; readonly at: Instant; readonly live: Live }
  /** How a process stands; rigs without processes of the unit's say nothing. */
  | { readonly kind: "process"; readonly at: Instant; readonly name: string; readonly rss_kb: number; readonly descriptors: number }
  /** Words of the brain, of a unit's process, of a verb. */
  | { readonly kind: "words"; readonly at: Instant; readonly of: "unit" | "link" | "brain"; readonly words: string }
  /** A command's one result at the brain; "" for done. */
  | { readonly kind: "result"; readonly at: Instant; readonly typed: string; readonly refused: string }
  /** At the end: the journal's chunks, in order and as it gives them out, and when each of its sessions began. */
  | { readonly kind: "journal"; readonly at: Instant; readonly chunks: readonly Chunk[]; readonly sessions: readonly Session[] }
  /** At the end: what the brain has, and how it came. */
  | { readonly kind: "brain"; readonly at: Instant; readonly brain: BrainHas };

/** A life of the street side: `at` is when its Instant 0 was, in the time of the play. */
export interface Session {
  readonly epoch: string;
  readonly session: number;
  readonly at: number;
  /**
   * Its clock was set meanwhile, and nothing is known of its records but wall times: up to this seq, 0 for none, they are exact enough to replay.
   * Absent: all of them are.
   */
  readonly exact_to?: number;
}

export interface BrainHas {
  readonly records: readonly Kept[];
  /** Seqs that gaps account for, with both ends. */
  readonly gaps: readonly { readonly epoch: string; readonly from: number; readonly to: number; readonly reason: string }[];
  /** Records that came again and were thrown away, and those that came again with other contents. */
  readonly again: number;
  readonly contradictions: number;
  /** What had been acknowledged to the unit, by its own word. */
  readonly acked: { readonly epoch: string; readonly seq: number };
}
