import { html, mark, say } from "../../dom.ts";
import { words } from "../../language.ts";
import { card } from "../../parts/card.ts";
import { drawTaken } from "../../parts/taken.ts";
import type { Draw, Live, WalkState } from "../../view.ts";
import { ask, isRefused } from "./asking.ts";
import { drawList } from "./list.ts";
import type { Step } from "./says.ts";
import { drawStep, type Sent } from "./step.ts";
import { drawVerdict } from "./verdict.ts";

const w = words.commission;
/** How often the unit is asked while the view is shown; somebody who trips a loop looks at it. */
const LOOK_MS = 1_000;
const TRIPPING_MS = 400;

/** The walk before the site is left: one step at a time, the next thing to do always on screen. */
export const draw: Draw = ({ site }) => {
  let state: WalkState | null = null;
  let live: Live | null = null;
  /** The step that was chosen in the list; "" for the next one that is open. */
  let chosen = "";
  /** The step that is shown, and the one that something came of last: one goes on behind it. */
  let [current, last] = ["", ""];
  let timer: ReturnType<typeof setTimeout> | undefined;
  let shown = false;
  /** What is on its way: an older answer must not undo a newer one. */
  let turn = 0;

  const taken = drawTaken(site);
  const trouble = html("p", { class: "banner", role: "alert", hidden: "" });
  const begin = html("button", { type: "button", class: "great" }, w.begin);
  const start = html("section", { class: "card walk", hidden: "" }, html("p", {}, w.intro(site.name)), begin);
  const bar = html("progress", { "aria-label": w.progress, max: 1, value: 0 });
  const count = html("p", { class: "quiet" });
  const step = drawStep(site, act);
  const verdict = drawVerdict(act);
  const list = drawList((id) => choose(id));
  const under = card("steps", w.steps, list.node);
  const walk = html("div", { class: "walk", hidden: "" }, html("div", { class: "progress" }, bar, count), step.node, verdict.node, under);
  const node = html("div", { class: "commission" }, taken.node, trouble, start, walk);
  begin.addEventListener("click", () => void act("/begin", {}));

  async function act(path: string, sent: Sent): Promise<void> {
    const mine = ++turn;
    mark(node, "aria-busy", "true");
    const answer = await ask(path, sent);
    mark(node, "aria-busy", "false");
    if (mine !== turn) return;
    if (isRefused(answer)) tell(answer.refused, answer.words);
    else {
      // Whoever has gone on to another step meanwhile stays there.
      const done = ["/confirm", "/skip"].includes(path) && (sent.step === current || sent.steps?.includes(current)) ? current : "";
      if (done !== "" || ["/begin", "/finish", "/reopen"].includes(path)) [chosen, last] = ["", done];
      tell("", "");
      take(answer);
      // A reason is given below the step, with the keyboard up: the name of the next one would be out of sight.
      if (path === "/skip" && done !== "") step.meet();
    }
    look(TRIPPING_MS);
  }

  async function poll(): Promise<void> {
    const mine = turn;
    const answer = await ask();
    if (mine !== turn || !shown) return look(LOOK_MS);
    if (isRefused(answer)) tell(answer.refused, answer.words);
    else {
      if (trouble.dataset["for"] === "offline") tell("", "");
      take(answer);
    }
    look(state?.trip?.says === "waiting" ? TRIPPING_MS : LOOK_MS);
  }

  function look(ms: number): void {
    clearTimeout(timer);
    if (shown) timer = setTimeout(() => void poll(), ms);
  }

  /** "" takes it away. */
  function tell(refused: string, said: string): void {
    const known = w.refused[refused as keyof typeof w.refused];
    say(trouble, refused === "" ? "" : (known?.(said) ?? said));
    trouble.hidden = refused === "";
    trouble.dataset["for"] = refused;
    mark(node, "data-offline", String(refused === "offline"));
  }

  function take(now: WalkState): void {
    const before = state;
    state = now;
    if (before?.trip?.says !== now.trip?.says || before?.open.length !== now.open.length)
      if (trouble.dataset["for"] !== "offline") tell("", "");
    show();
    // It came, and alone: nobody need tap that.
    if (now.trip?.says === "came" && now.walk?.steps.find(({ id }) => id === now.trip?.step)?.state === "open") {
      const same = before?.trip?.step === now.trip.step && before.trip.says === "came";
      if (!same) void act("/confirm", { step: now.trip.step });
    }
  }

  function show(): void {
    if (state === null) return;
    const { walk: now } = state;
    start.hidden = now !== null;
    walk.hidden = now === null;
    if (now === null) return;
    const of = (is: Step["state"]) => now.steps.filter(({ state: each }) => each === is);
    const opens = of("open");
    // What was left out is no way gone.
    bar.max = now.steps.length;
    bar.value = of("confirmed").length;
    say(count, w.done(bar.value, bar.max, of("skipped").length));
    // The ten minutes run by themselves: they are shown when nothing else is left to do.
    const todo = opens.filter(({ kind }) => kind !== "running");
    const from = now.steps.findIndex(({ id }) => id === last);
    const next = todo.find((each) => now.steps.indexOf(each) > from) ?? todo[0] ?? opens[0];
    const shows = now.finished === null ? (now.steps.find(({ id }) => id === chosen) ?? next) : undefined;
    current = shows?.id ?? "";
    step.show(shows ?? null, state, live);
    verdict.show(now, state.open, opens.length);
    list.show(now.steps, current);
  }

  function choose(id: string): void {
    chosen = id;
    show();
    if (state?.walk != null && current === id) step.meet();
  }

  return {
    node,
    show: (now) => {
      live = now;
      taken.show();
      if (state !== null) step.live(state, now);
    },
    opened: (rest) => {
      shown = true;
      // What was refused was refused at another step, or before he went to begin a session.
      if (trouble.dataset["for"] !== "offline") tell("", "");
      choose(rest);
      void poll();
    },
    closed: () => {
      shown = false;
      clearTimeout(timer);
    },
  };
};
