import { html, mark, say } from "../../dom.ts";
import { words } from "../../language.ts";
import { facts } from "../../parts/facts.ts";
import type { DrawnSite, Live, WalkState } from "../../view.ts";
import { drawPlace } from "./place.ts";
import { clocksDiffer, type Step, saysOf, todoOf } from "./says.ts";

const w = words.commission;
const LAMPS = ["red", "yellow", "green"] as const;

export type Act = (path: string, sent: object) => Promise<void>;

/** One step: what to do, what the unit says, and one great button. The buttons stay the same nodes: a finger may be on one. */
export function drawStep(site: DrawnSite, act: Act) {
  let step: Step | null = null;
  let now: WalkState | null = null;
  const title = html("h3", {});
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
  const leave = html("details", {}, html("summary", {}, w.leaveOut), html("label", { for: "why" }, w.why), why, skip);
  const node = html("section", { class: "card step", "aria-label": w.step }, title, todo, seen, heads, says, great, second, leave);

  great.addEventListener("click", () => step !== null && now !== null && press(main(step, now)));
  second.addEventListener("click", () => step !== null && now !== null && press(other(step, now)));
  skip.addEventListener("click", () => {
    if (step !== null) void act("/skip", { step: step.id, words: why.value });
  });

  function press(button: Button | null): void {
    if (button?.can) void act(button.path, button.sent());
  }

  return {
    node,
    show: (current: Step | null, state: WalkState, live: Live | null): void => {
      node.hidden = current === null;
      if (step?.id !== current?.id) {
        leave.open = false;
        why.value = current?.earlier ?? "";
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
      shows(great, main(step, state));
      shows(second, other(step, state));
      said(step, state, live);
    },
    live: (state: WalkState, live: Live | null): void => {
      if (step !== null && step.kind === "channel") said(step, state, live);
    },
  };

  function said(of: Step, state: WalkState, live: Live | null): void {
    say(says, saysOf(of, site, state, live));
    const what = of.state === "open" && state.trip?.step === of.id ? state.trip.says : of.state;
    if (says.dataset["says"] !== what && what !== "open") says.scrollIntoView({ block: "nearest" });
    mark(says, "data-says", what);
    const shown = live?.channels.find(({ channel }) => channel === of.number)?.indication ?? "dark";
    for (const { lamp, node: mine } of lamps) {
      mark(mine, "data-seen", String(!(state.missing[of.number] ?? LAMPS).includes(lamp)));
      mark(mine, "data-on", String(shown.endsWith(lamp)));
    }
  }
}

interface Button {
  readonly words: string;
  readonly path: string;
  readonly sent: () => object;
  readonly can: boolean;
}

function shows(node: HTMLButtonElement, button: Button | null): void {
  node.hidden = button === null;
  say(node, button?.words ?? "");
  node.disabled = button?.can === false;
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
      return { words: trip === null ? w.now : w.nowAgain, path: "/trip", sent: () => ({ step: step.id }), can: trip?.says !== "came" };
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
  if (state.trip?.step === step.id && state.trip.says === "came-with")
    return { words: w.nowAgain, path: "/trip", sent: () => ({ step: step.id }), can: true };
  return null;
}
