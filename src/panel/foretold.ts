import { takeRequest } from "../commands/index.ts";
import { TECHNICIANS_COMMANDS } from "../commands/technician.ts";
import type { Request } from "../journal/port.ts";
import { mayGoTogether } from "../traffic/beside.ts";
import type { Live } from "../traffic/live.ts";
import type { PhaseNumber } from "../traffic/numbers.ts";
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
  /** Of one phase: whether it is green as this is told; null where that is not known, or of no matter. */
  readonly green: boolean | null;
  /** Only who stands before the unit may, and says the technician's code once more. */
  readonly code_again: boolean;
  readonly words: string;
}

/** Ends a latched fault: nothing that comes from further away than the cabinet's own net. */
export const RESET = "reset-fault";

/** What would be done, or why it cannot be, as this site is, and as `live` shows it. The street side looks again, at the plan that is in force then. */
export function foretold(site: Site, live: Live | null, command: string, args: unknown): Foretold | { readonly refused: string } {
  if (!TECHNICIANS_COMMANDS.includes(command)) return { refused: `"${command.slice(0, 40)}" is nothing that is asked for at the page` };
  if (command === RESET)
    return { command, args: {}, for_s: null, phases: all(site), waits: [], green: null, code_again: true, words: RESET_WORDS };
  const request: Request = { id: "", command, args: JSON.stringify(args) ?? "", expires: WallTime(1), refused: "" };
  const taken = takeRequest(site, request, Instant(0), WallTime(0));
  if ("refused" in taken) return taken;
  const { change } = taken;
  const base = { command, args, waits: [], green: null, code_again: false };
  const greenNow = (phase: PhaseNumber): boolean | null => {
    const shown = live?.phases.find((each) => each.phase === phase);
    return shown === undefined ? null : shown.interval === "green";
  };
  switch (change.kind) {
    case "call": {
      const who = change.pedestrian ? "a pedestrian" : "a vehicle";
      const words = `Phase ${change.phase} is called once, as by ${who}. The controller serves it in its turn, with everything that belongs to it.`;
      return { ...base, for_s: null, phases: [change.phase], green: greenNow(change.phase), words };
    }
    case "control": {
      const for_s = change.until / 1_000;
      const { phase, control } = change;
      // Who may be green beside it has no need to wait.
      const others = all(site).filter((each) => each !== phase && !mayGoTogether(site, phase, each));
      const waits = control === "hold" && for_s > 0 ? others : [];
      const [does, ends] = CONTROLS[control];
      return {
        ...base,
        for_s,
        phases: [phase],
        waits,
        green: greenNow(phase),
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

const all = (site: Site): readonly PhaseNumber[] => site.phases.map(({ number }) => number);

/** What happens, and what a time of 0 says. */
const CONTROLS = {
  hold: [
    "is kept green whenever it is green, whatever gaps and maximum say; who conflicts with it waits. The time runs from now, also on red:",
    "the hold ends",
  ],
  omit: ["is passed over; who has called is remembered. It is served again after", "it is served again"],
  "ped-omit": ["serves no pedestrians; who has pressed is remembered. They are served again after", "its pedestrians are served again"],
  "force-off": [
    "ends its green when its minimum and whoever walks there are done, if it can. That is asked for",
    "the force-off is taken back",
  ],
} as const;

const RESET_WORDS =
  "The conflict monitor's latched fault is taken back, and the signals come back through a start-up. What caused it comes again, or worse, unless somebody has found it.";
