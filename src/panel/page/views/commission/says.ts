import { forms, words } from "../../language.ts";
import type { DrawnSite, Live, WalkState } from "../../view.ts";

type Step = NonNullable<WalkState["walk"]>["steps"][number];

export type { Step };

const w = words.commission;

/** Of more than these, numbers are enough: a list of names is longer than a phone. */
const NAMED = 3;

/** Names of inputs, as their steps have them. */
function inputsOf({ walk }: WalkState, inputs: readonly { readonly kind: "detector" | "button"; readonly number: number }[]): string {
  if (inputs.length > NAMED) {
    const of = (what: "detector" | "button") => inputs.filter(({ kind }) => kind === what).map(({ number }) => number);
    const there = (["detector", "button"] as const).filter((kind) => of(kind).length > 0);
    return forms.list(there.map((kind) => w.several[kind](of(kind))));
  }
  return forms.list(
    inputs.map(
      ({ kind, number }) => walk?.steps.find((step) => step.kind === kind && step.number === number)?.title ?? w.several[kind]([number]),
    ),
  );
}

/** What is to be done at a step. */
export function todoOf(step: Step, site: DrawnSite, state: WalkState): string {
  if (step.kind === "detector") {
    const d = site.detectors.find(({ number }) => number === step.number);
    return d === undefined ? "" : d.kind === "count" ? w.todo.count(d.approach, d.lane) : w.todo.detector(d.approach, d.lane, d.distance_m);
  }
  if (step.kind === "channel") return state.lamps === null ? w.todo.channel : w.todo.channelOrTest;
  return w.todo[step.kind];
}

/** What the unit says of a step now: for who waits for it. */
export function saysOf(step: Step, site: DrawnSite, state: WalkState, live: Live | null): string {
  if (step.state === "confirmed") return w.confirmedBy(step.by, forms.clockOf(site.time_zone)(step.at).time);
  if (step.state === "skipped") return w.skippedBy(step.by, step.words);
  switch (step.kind) {
    case "detector":
    case "button":
      return tripWords(step, state);
    case "channel": {
      const missing = state.missing[step.number] ?? [];
      const shows = live?.channels.find(({ channel }) => channel === step.number)?.indication;
      const now = shows === undefined ? "" : w.shows(w.indications[shows]);
      if (state.lamps?.channel === step.number) return w.testing + now;
      return (missing.length === 0 ? w.allLit : w.notLit(forms.list(missing.map((lamp) => w.lamps[lamp])))) + now;
    }
    case "monitor":
      return state.monitor === null ? w.notHeard : state.monitor.fault === "" ? w.monitorContent : w.monitorFault(state.monitor.fault);
    case "clock": {
      const apart_ms = Date.now() - state.clock.wall;
      const phone = clocksDiffer(apart_ms) ? w.phoneDiffers(Math.round(apart_ms / 1_000)) : w.phoneAgrees;
      return (state.clock.kept ? w.clockKept : w.clockAlone) + brainSays(state.clock.brain_ahead_ms) + phone;
    }
    case "brain":
      if (!state.brain.connected) return w.brainAway(state.brain.cause);
      return state.brain.wanted > 0 && state.brain.acked >= state.brain.wanted ? w.brainHas(state.brain.acked) : w.brainWaits;
    case "running": {
      const { healthy_ms, wanted_ms, last } = state.running;
      const why = last === null ? "" : w.anew(forms.clockOf(site.time_zone)(last.at).time, w.incidents[last.why](last.about));
      return w.runs(minutes(healthy_ms), minutes(wanted_ms)) + why;
    }
    case "site":
      return "";
  }
}

function brainSays(ahead_ms: number | null): string {
  if (ahead_ms === null) return w.brainUntold;
  return clocksDiffer(ahead_ms) ? w.brainDiffers(Math.round(ahead_ms / 1_000)) : w.brainAgrees;
}

/** More than people read off a watch: as the unit has it, which refuses then what nobody is sure of. */
export const clocksDiffer = (ms: number): boolean => Math.abs(ms) > 2_000;

function tripWords(step: Step, state: WalkState): string {
  const trip = state.trip?.step === step.id ? state.trip : null;
  if (trip === null) return "";
  switch (trip.says) {
    case "waiting": {
      const s = Math.ceil(trip.left_ms / 1_000);
      if (trip.on === "before") return w.onBefore[step.kind === "button" ? "button" : "detector"](s);
      const left = trip.on === "came" ? w.goesOff(s) : w.tripNow(s);
      return trip.others.length === 0 ? left : `${left} ${w.meanwhile(inputsOf(state, trip.others))}`;
    }
    case "came":
      return w.came;
    case "came-with":
      return w.cameWith(inputsOf(state, trip.others));
    case "others":
      return w.othersInstead(inputsOf(state, trip.others));
    case "stuck":
      return w.stuck(trip.before);
    case "chatters":
      return w.chatters(trip.times);
    case "never":
      return w.never[step.kind === "button" ? "button" : "detector"];
    case "failed":
      return w.failed(trip.fault);
    case "restarted":
      return w.restarted;
  }
}

/** "3:07" */
const minutes = (ms: number): string => `${Math.floor(ms / 60_000)}:${String(Math.floor(ms / 1_000) % 60).padStart(2, "0")}`;
