import { html, mark, say } from "../../dom.ts";
import { words } from "../../language.ts";
import { facts } from "../../parts/facts.ts";
import type { DrawnSite, Live, WalkState } from "../../view.ts";
import { drawPlace } from "./place.ts";
import { clocksDiffer, type Step, saysOf, todoOf } from "./says.ts";

const w = words.commission;
const LAMPS = ["red", "yellow", "green"] as const;

/** So long nothing is confirmed at a step that has only just come under the finger; longer than the unit itself refuses a second head. */
const LOOKS_MS = 2_500;

/** What goes to the unit with a tap. */
export interface Sent {
  readonly step?: string;
  readonly steps?: readonly string[];
  readonly [more: string]: unknown;
}
export type Act = (path: string, sent: Sent) => Promise<void>;

/** One step: what to do, what the unit says, and one great button. The buttons stay the same nodes: a finger may be on one. */
export function drawStep(site: DrawnSite, act: Act) {
  let step: Step | null = null;
  let now: WalkState | null = null;
  /** When this step came. */
  let since = 0;
  /** Why the last one was left out: at a site under construction the next one often is for the same. */
  let lastWhy = "";
  const title = html("h3", { tabindex: -1 });
  const todo = html("p", {});
  const place = facts({ name: w.site.name, id: w.site.id, version: w.site.version, sha256: w.site.sha256 });
  const seen = html("div", {}, place.node, drawPlace(site));
  const lamps = LAMPS.map((lamp) => ({ lamp, node: html("span", { class: "lit", "data-lamp": lamp }, w.lamps[lamp]) }));
  const heads = html("p", { class: "heads" }, ...lamps.map(({ node }) => node));
  const says = html("p", { class: "says", role: "status" });
  const great = html("button", { type: "button", class: "great" });
  const second = html("button", { type: "button" });
  const why = html("input", { type: "text", id: "why", maxlength: 300, autocomplete: "off" });
  const skip = html("button", { type: "button" }, w.skip);
  const which = html("p", { class: "quiet" });
  const skipAll = html("button", { type: "button" });
  const leave = html(
    "details",
    {},
    html("summary", {}, w.leaveOut),
    html("label", { for: "why" }, w.why),
    why,
    skip,
    html("div", { class: "all" }, which, skipAll),
  );
  const node = html("section", { class: "card step", "aria-label": w.step }, title, todo, seen, heads, says, great, second, leave);

  great.addEventListener("click", () => press(mainNow()));
  second.addEventListener("click", () => step !== null && now !== null && press(other(step, now)));
  skip.addEventListener("click", () => step !== null && leaveOut([step]));
  skipAll.addEventListener("click", () => step !== null && now !== null && leaveOut(alikeOf(step, now)));

  function leaveOut(steps: readonly Step[]): void {
    lastWhy = why.value;
    void act("/skip", { steps: steps.map(({ id }) => id), words: why.value });
  }

  /** The next thing to do, once there was time to look at what it is done to. */
  function mainNow(): Button | null {
    const button = step === null || now === null ? null : main(step, now);
    const early = button?.path === "/confirm" && performance.now() - since < LOOKS_MS;
    return early ? { ...button, can: false } : button;
  }

  function press(button: Button | null): void {
    if (button?.can) void act(button.path, button.sent());
  }

  return {
    node,
    show: (current: Step | null, state: WalkState, live: Live | null): void => {
      node.hidden = current === null;
      const moved = step?.id !== current?.id;
      const tapped = document.activeElement === great;
      if (moved) {
        // What had the focus is not there any more.
        if (leave.open && leave.contains(document.activeElement)) title.focus({ preventScroll: true });
        leave.open = false;
        why.value = current?.earlier || lastWhy;
        since = performance.now();
        setTimeout(() => shows(great, mainNow()), LOOKS_MS);
      }
      [step, now] = [current, state];
      if (step === null) return;
      mark(node, "data-step", step.id);
      say(title, step.title);
      say(todo, todoOf(step, site, state));
      seen.hidden = step.kind !== "site";
      place.show({ name: state.site.name, id: state.site.id, version: state.site.version, sha256: state.site.sha256 });
      heads.hidden = step.kind !== "channel";
      leave.hidden = step.state !== "open";
      const alike = alikeOf(step, state);
      skipAll.parentElement!.hidden = alike.length < 2;
      if (isOfMany(step.kind)) {
        say(which, w.alsoAll(w.several[step.kind](alike.map(({ number }) => number))));
        say(skipAll, w.skipAll[step.kind](alike.length));
      }
      shows(great, mainNow());
      if (moved && tapped && great.disabled) title.focus({ preventScroll: true });
      shows(second, other(step, state));
      said(step, state, live);
    },
    /** To the top of the screen, where whoever reads by ear goes on as well. */
    meet: (): void => {
      node.scrollIntoView({ block: "start" });
      title.focus({ preventScroll: true });
    },
    live: (state: WalkState, live: Live | null): void => {
      if (step !== null && step.kind === "channel") said(step, state, live);
    },
  };

  function said(of: Step, state: WalkState, live: Live | null): void {
    say(says, saysOf(of, site, state, live));
    const tripped = state.trip?.step === of.id ? state.trip.says : "";
    // What the unit's own view and the doctor mark is no plain news here.
    const drifts = of.kind === "clock" && !state.clock.kept ? "look" : "";
    const what = of.state !== "open" ? of.state : tripped || drifts || "open";
    if (says.dataset["says"] !== what && what !== "open") says.scrollIntoView({ block: "nearest" });
    mark(says, "data-says", what);
    const shown = live?.channels.find(({ channel }) => channel === of.number)?.indication ?? "dark";
    for (const { lamp, node: mine } of lamps) {
      mark(mine, "data-seen", String(!(state.missing[of.number] ?? LAMPS).includes(lamp)));
      mark(mine, "data-on", String(shown.endsWith(lamp)));
    }
  }
}

type OfMany = keyof typeof w.several;
const isOfMany = (kind: Step["kind"]): kind is OfMany => Object.hasOwn(w.several, kind);

/** Every open step of its kind, itself among them; none of a kind that there is one of. */
const alikeOf = ({ kind }: Step, { walk }: WalkState): readonly Step[] =>
  isOfMany(kind) ? (walk?.steps.filter((each) => each.kind === kind && each.state === "open") ?? []) : [];

interface Button {
  readonly words: string;
  readonly path: string;
  readonly sent: () => Sent;
  readonly can: boolean;
  /** Nobody need tap it: something else is to be done now. */
  readonly second?: boolean;
}

function shows(node: HTMLButtonElement, button: Button | null): void {
  node.hidden = button === null;
  say(node, button?.words ?? "");
  node.disabled = button?.can === false;
  mark(node, "data-second", String(button?.second === true));
}

/** The next thing to do at a step. */
function main(step: Step, state: WalkState): Button | null {
  const confirm = (said: string, can: boolean, more: () => object = () => ({})): Button => ({
    words: said,
    path: "/confirm",
    sent: () => ({ step: step.id, ...more() }),
    can,
  });
  if (step.state !== "open") return { words: w.again, path: "/redo", sent: () => ({ step: step.id }), can: true };
  const trip = state.trip?.step === step.id ? state.trip : null;
  switch (step.kind) {
    case "site":
      return confirm(w.rightPlace, true);
    case "detector":
    case "button":
      if (trip?.says === "came-with") return confirm(w.wasTraffic, true, () => ({ sure: true }));
      return {
        words: trip === null ? w.now : trip.says === "waiting" ? w.nowAnew : w.nowAgain,
        path: "/trip",
        sent: () => ({ step: step.id }),
        can: trip?.says !== "came",
        second: trip?.says === "waiting",
      };
    case "channel":
      return confirm(w.sawAll, (state.missing[step.number] ?? []).length === 0);
    case "monitor":
      return confirm(w.fine, state.monitor?.fault === "");
    case "clock": {
      const { wall, kept, brain_ahead_ms } = state.clock;
      const differs = brain_ahead_ms === null ? !kept && clocksDiffer(Date.now() - wall) : clocksDiffer(brain_ahead_ms);
      return confirm(differs ? w.allTheSame : w.fine, true, () => ({ phone_ms: Date.now(), ...(differs ? { sure: true } : {}) }));
    }
    case "brain":
      return confirm(w.fine, state.brain.connected && state.brain.wanted > 0 && state.brain.acked >= state.brain.wanted);
    case "running":
      return null;
  }
}

/** What else may be done there. */
function other(step: Step, state: WalkState): Button | null {
  if (step.state !== "open") return null;
  if (step.kind === "channel" && state.lamps !== null) {
    const { why, channel } = state.lamps;
    return {
      words: why === "" ? w.lightLamps : w.noLamps(why),
      path: "/lamps",
      sent: () => ({ channel: step.number }),
      can: why === "" && channel === 0,
    };
  }
  // Nobody need wait for the ten minutes who leaves it as not safe; it can be gone on with.
  if (step.kind === "running") return { words: w.finishOpen(state.open.length), path: "/finish", sent: () => ({}), can: true };
  if (state.trip?.step === step.id && state.trip.says === "came-with")
    return { words: w.nowAgain, path: "/trip", sent: () => ({ step: step.id }), can: true };
  return null;
}
