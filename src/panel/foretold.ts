import { takeRequest } from "../commands/index.ts";
import { TECHNICIANS_COMMANDS } from "../commands/technician.ts";
import type { Request } from "../journal/port.ts";
import type { Site } from "../traffic/site.ts";
import { Instant, WallTime } from "../traffic/time.ts";

/** What an action will do, before it is done: for a page that puts it into its own language, and in words for whoever asks by hand. */
export interface Foretold {
  readonly command: string;
  readonly args: unknown;
  /** Until it undoes itself; 0: it ends what was asked before; null: it is done once, and nothing is left to undo. */
  readonly for_s: number | null;
  /** Phases that it is about, and those that wait for them. */
  readonly phases: readonly number[];
  readonly waits: readonly number[];
  /** Only who stands before the unit may, and says the technician's code once more. */
  readonly code_again: boolean;
  readonly words: string;
}

/** Ends a latched fault: nothing that comes from further away than the cabinet's own net. */
export const RESET = "reset-fault";

/** What would be done, or why it cannot be, as this site is. The street side looks again, at the plan that is in force then. */
export function foretold(site: Site, command: string, args: unknown): Foretold | { readonly refused: string } {
  if (!TECHNICIANS_COMMANDS.includes(command)) return { refused: `"${command.slice(0, 40)}" is nothing that is asked for at the page` };
  if (command === RESET) return { command, args: {}, for_s: null, phases: all(site), waits: [], code_again: true, words: RESET_WORDS };
  const request: Request = { id: "", command, args: JSON.stringify(args) ?? "", expires: WallTime(1), refused: "" };
  const taken = takeRequest(site, request, Instant(0), WallTime(0));
  if ("refused" in taken) return taken;
  const { change } = taken;
  const base = { command, args, waits: [], code_again: false };
  const others = (phase: number) => all(site).filter((each) => each !== phase);
  switch (change.kind) {
    case "call": {
      const who = change.pedestrian ? "a pedestrian" : "a vehicle";
      const words = `Phase ${change.phase} is called once, as by ${who}. The controller serves it in its turn, with everything that belongs to it.`;
      return { ...base, for_s: null, phases: [change.phase], words };
    }
    case "control": {
      const for_s = change.until / 1_000;
      const { phase, control } = change;
      const waits = control === "hold" && for_s > 0 ? others(phase) : [];
      const [does, ends] = CONTROLS[control];
      return {
        ...base,
        for_s,
        phases: [phase],
        waits,
        words: for_s === 0 ? `Phase ${phase}: ${ends}.` : `Phase ${phase} ${does} ${for_s} s at most.`,
      };
    }
    case "detector": {
      const for_s = change.until / 1_000;
      const detector = site.detectors.find(({ number }) => number === change.detector);
      const phases = detector?.call_phase == null ? [] : [detector.call_phase];
      const state = change.on ? "on" : "off";
      const words =
        for_s === 0
          ? `Detector ${change.detector} is believed again.`
          : `Detector ${change.detector} counts as ${state} for ${for_s} s, whatever its loop says; then it is believed again.`;
      return { ...base, for_s, phases, words };
    }
    case "flash": {
      const for_s = change.until / 1_000;
      const words =
        for_s === 0
          ? "Flash ends: all red, then the first greens, as in a start-up."
          : `Every signal flashes, until ${for_s} s from now: greens end with their yellow and red clearance first. Then all red and the first greens. Everybody must look for themselves.`;
      return { ...base, for_s, phases: all(site), words };
    }
    case "plan-known":
      return {
        ...base,
        for_s: null,
        phases: [],
        words:
          "The plan is tried on this unit's own recorded traffic, beside everything else. The street does not notice. It takes minutes.",
      };
    case "plan-activate":
      return {
        ...base,
        for_s: null,
        phases: all(site),
        words:
          "The plan comes into force, between two tenths of a second. It is rolled back by itself if the unit falls down the ladder within a quarter of an hour.",
      };
    case "plan-back":
      return {
        ...base,
        for_s: null,
        phases: all(site),
        words: "The plan that was in force before comes back, or an activation that waits is taken back.",
      };
    case "link":
      return {
        ...base,
        for_s: null,
        phases: [],
        words: "The process that talks to the brain and serves this page starts anew. Everybody logs in again; the signals do not notice.",
      };
    default:
      return { refused: `${command} is nothing that is asked for at the page` };
  }
}

const all = (site: Site): readonly number[] => site.phases.map(({ number }) => number);

/** What happens, and what a time of 0 says. */
const CONTROLS = {
  hold: ["is held green when it is green, whatever gaps and maximum say; the others wait. It is let go after", "the hold ends"],
  omit: ["is passed over; who has called is remembered. It is served again after", "it is served again"],
  "ped-omit": ["serves no pedestrians; who has pressed is remembered. They are served again after", "its pedestrians are served again"],
  "force-off": [
    "ends its green when its minimum and whoever walks there are done, if it can. That is asked for",
    "the force-off is taken back",
  ],
} as const;

const RESET_WORDS =
  "The conflict monitor's latched fault is taken back, and the signals come back through a start-up. What caused it comes again, or worse, unless somebody has found it.";
