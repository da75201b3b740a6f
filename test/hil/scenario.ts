import type { LoopFault } from "../../src/street/street.ts";
import type { ControlMode, Indication } from "../../src/traffic/live.ts";

/** As a person says it: "90 s", "5 min", "3 d". */
export type Span = `${number} ${"ms" | "s" | "min" | "h" | "d"}`;
/** After the beginning; or somewhere between two of those, by the seed. */
export type Moment = Span | { readonly between: readonly [Span, Span] };
/** From the first to the second, both after the beginning; what is left out is the beginning, or the end. */
export interface Window {
  readonly from?: Span;
  readonly to?: Span;
}

/**
 * What goes wrong, or is done, and where. Each is done at the level at which it happens on the street: to bytes on a line, to a box in the
 * cabinet, to calls of the disk, to the broker's connections, to power. A new one is a line here; each rig then says whether it can.
 */
export type Fault =
  // On a line.
  /** An arc welder beside the cable: so many of a million bits are turned over, both ways. */
  | { readonly kind: "noise"; readonly port: string; readonly per_million: number }
  /** Somebody talks without a pause. */
  | { readonly kind: "babble"; readonly port: string }
  /** The USB adapter is out of its socket: the tty is gone. */
  | { readonly kind: "adapter-out"; readonly port: string }
  /** Whatever the cabinet says on it comes so much later: a slow gateway. */
  | { readonly kind: "late-answers"; readonly port: string; readonly by_ms: number }
  /** The adapter hears itself: whatever the unit says comes back to it before the answer does. */
  | { readonly kind: "echo"; readonly port: string }
  // In the cabinet.
  | { readonly kind: "cable-cut"; readonly device: string }
  /** The wire on which it answers: it hears the unit as before. */
  | { readonly kind: "answer-wire-cut"; readonly device: string }
  /** The first takes over the second's address, and answers with it. */
  | { readonly kind: "answers-for-another"; readonly device: string; readonly of: string }
  | { readonly kind: "loop-broken"; readonly detector: number; readonly how: LoopFault }
  /** Of a thousand vehicles so many are not seen. */
  | { readonly kind: "loop-half-dead"; readonly detector: number; readonly misses_pm: number }
  | { readonly kind: "loop-stuck"; readonly detector: number; readonly on: boolean }
  /** Two loops' wires are in each other's terminals. */
  | { readonly kind: "wires-swapped"; readonly detectors: readonly [number, number] }
  | { readonly kind: "button-stuck"; readonly button: number }
  /** A contact of the site file's [[inputs]] is closed. */
  | { readonly kind: "contact-closed"; readonly contact: number }
  /** A load switch has welded together: the lamp is lit whatever it is told. */
  | { readonly kind: "output-stuck-on"; readonly channel: number; readonly lamp: "red" | "yellow" | "green" }
  | { readonly kind: "lamp-burnt-out"; readonly channel: number; readonly lamp: "red" | "yellow" | "green" }
  /** The cabinet's own monitor finds that 24 V are gone; at the end somebody presses its button. */
  | { readonly kind: "mmu-trips"; readonly device: string }
  // The unit's disk.
  /** Each sync takes so long. */
  | { readonly kind: "disk-slow"; readonly sync_ms: number }
  | { readonly kind: "disk-full" }
  | { readonly kind: "disk-errors" }
  /** A bit of the journal's records is turned over. */
  | { readonly kind: "journal-rots" }
  // The unit's power and processes.
  /** Off from one instruction to the next; the disk keeps what it must, and of the rest what the seed says. */
  | { readonly kind: "power-cut" }
  | { readonly kind: "unit-killed" }
  /** The street side's process gets no processor: a disk that hangs, a swap storm, a SIGSTOP. */
  | { readonly kind: "unit-stands-still" }
  | { readonly kind: "link-killed" }
  // Its clock.
  | { readonly kind: "clock-stepped"; readonly by_s: number }
  // The way to the brain.
  | { readonly kind: "broker-away" }
  /** Connections break, each after at most so many messages. */
  | { readonly kind: "line-drops"; readonly messages: number }
  /** QoS 1 messages come twice. */
  | { readonly kind: "delivered-twice" }
  /** The broker takes messages and loses them: no subscriber gets any. */
  | { readonly kind: "broker-forgets" }
  | { readonly kind: "brain-away" }
  /** Its store is gone; another one begins with nothing. */
  | { readonly kind: "brain-replaced" }
  /** A unit that the site file names as its neighbour is not heard. Where one is lost it is there before: whoever leaves it comes to our street. */
  | { readonly kind: "neighbour-away"; readonly unit: string }
  // What is asked of it.
  /** As a person types it, "place-call 3"; files by their way from the house's root. Signed by the brain (the usual), or by somebody who has access to the broker and no key. */
  | { readonly kind: "command"; readonly typed: string; readonly signed?: "brain" | "forger" }
  /** Whoever reads along at the broker says the last command again, bytes as they were. */
  | { readonly kind: "command-replayed" }
  /** Somebody edits the site file, and the unit is started anew with it: the first of the two texts is replaced by the second. */
  | { readonly kind: "site-file-changed"; readonly edits: readonly Edit[] }
  /** The unit ends and begins as an update makes it: safely handed over, another release behind it. */
  | { readonly kind: "update" };

export type FaultKind = Fault["kind"];
export type Edit = readonly [find: string, put: string];

export interface Weather {
  readonly at: Moment;
  /** How long; absent: to the end, or it is over at once. */
  readonly lasts?: Span;
  readonly fault: Fault;
}

/** What must come of it. Each says itself in words (expectations.ts). */
export type Expectation =
  /** Records of this code (src/traffic/codes.ts) in the journal: `least` (1) to `most` of them, of this parameter, with these words in them. */
  | {
      readonly kind: "records";
      readonly code: number;
      readonly of?: number;
      readonly says?: string;
      readonly least?: number;
      readonly most?: number;
      readonly window?: Window;
    }
  /** The control modes that the journal tells, in this order and no others. */
  | { readonly kind: "modes"; readonly modes: readonly ControlMode[] }
  /** A channel's lamps, read from the wire. */
  | {
      readonly kind: "lamps";
      readonly channel: number;
      readonly shows: Indication;
      readonly how: "once" | "never" | "always";
      readonly window?: Window;
    }
  /** Times that a channel becomes green on the wire. */
  | { readonly kind: "greens"; readonly channel: number; readonly least?: number; readonly most?: number; readonly window?: Window }
  /** What the status page shows at a moment: a path into `Live`, "journal.fault" or "detectors[detector=3].doubt", and words in it; "" for empty. */
  | { readonly kind: "panel"; readonly at: Span; readonly path: string; readonly says: string | number | boolean }
  /** The same of a number that must be so large at the least. */
  | { readonly kind: "panel-least"; readonly at: Span; readonly path: string; readonly least: number }
  /** Records reached the brain more than once, and were thrown away. */
  | { readonly kind: "came-again"; readonly least: number }
  /** The brain has everything that the journal has by the end. */
  | { readonly kind: "brain-has-all" }
  /** The brain has said this in words. */
  | { readonly kind: "brain-says"; readonly words: string }
  /** So have the link, or the street side. */
  | { readonly kind: "words"; readonly of: "link" | "unit"; readonly says: string; readonly least?: number }
  /** The commands' results in order, as the brain has them: "done", or words of the refusal. */
  | { readonly kind: "results"; readonly results: readonly string[] };

/** Invariants that run beside every scenario; `watchers/` has one file for each. */
export const WATCHERS = ["conflicts", "intervals", "waiting", "monitor", "flash", "delivery", "replay", "resources"] as const;
export type WatcherName = (typeof WATCHERS)[number];

/** A story about a street that any rig can play: data, and nothing else. */
export interface Scenario {
  /** What happens, and what must come of it, as one tells it. */
  readonly story: string;
  /** A file of deploy/sites, without its end. */
  readonly site: "four-leg" | "tee" | "arterial" | "stages" | "ts2";
  /** What is otherwise in it. */
  readonly edits?: readonly Edit[];
  /** Local time at the site: "2026-01-05 07:30" (a Monday) if it does not matter. */
  readonly begins?: string;
  readonly lasts: Span;
  /** The street on which it happened; left out: whichever is asked for. */
  readonly seed?: number;
  /** Traffic as a multiple of the usual. */
  readonly demand?: number;
  readonly weather: readonly Weather[];
  readonly expects: readonly Expectation[];
  /** Watchers that this weather must trip, and why: then it is an error if they do not. */
  readonly trips?: Partial<Readonly<Record<WatcherName, string>>>;
  /** Takes more than seconds even in simulated time: not in the ordinary test run. */
  readonly long?: true;
}
