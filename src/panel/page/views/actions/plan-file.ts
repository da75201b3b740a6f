import { html, say } from "../../dom.ts";
import { words } from "../../language.ts";
import { card } from "../../parts/card.ts";
import { ask, isRefused, look, type Trial, type Wanted } from "./asking.ts";
import { whyNotAlone } from "./says.ts";

const w = words.actions.plan;
const EVERY_MS = 3_000;

/** A plan from a file: checked and kept by the unit, tried on its own traffic, then put in force. `tell` as in sure.ts. */
export function drawPlanFile(tell: (what: Wanted, then: () => void) => void) {
  const file = html("input", { id: "plan-file", type: "file", accept: ".toml,text/plain" });
  const stands = html("p", { role: "status" });
  const tries = html("button", { type: "button", hidden: "" }, w.tryIt);
  const activate = html("button", { type: "button", class: "main", hidden: "" }, w.activate);
  const node = card(
    "plan-file-card",
    w.title,
    html("p", {}, w.why),
    html("label", { for: "plan-file" }, w.file),
    file,
    stands,
    tries,
    activate,
  );
  let hash = "";
  let timer: ReturnType<typeof setInterval> | undefined;

  file.addEventListener("change", () => void load());
  tries.addEventListener("click", () => tell({ command: "try-plan", args: { hash } }, () => void poll()));
  activate.addEventListener("click", () => tell({ command: "activate-plan", args: { hash, at_ms: 0 } }, () => say(stands, w.inForce)));

  async function load(): Promise<void> {
    const chosen = file.files?.[0];
    if (chosen === undefined) return;
    [tries.hidden, activate.hidden] = [true, true];
    say(stands, w.loading);
    const answer = await ask<{ readonly hash: string }>("actions/plan", { text: await chosen.text() });
    if (isRefused(answer)) {
      say(stands, whyNotAlone(answer));
      return;
    }
    hash = answer.hash;
    say(stands, w.kept(hash.slice(0, 12)));
    tries.hidden = false;
  }

  async function poll(): Promise<void> {
    const answer = await look<{ readonly trial: Trial | null }>("actions/plan.json");
    if (isRefused(answer) || answer.trial === null) return;
    const { trial } = answer;
    hash = trial.hash;
    say(stands, trial.state === "running" ? w.running : `${w[trial.state]} ${trial.words}`);
    tries.hidden = trial.state === "running";
    activate.hidden = trial.state !== "passed";
  }

  return {
    node,
    opened: (): void => {
      clearInterval(timer);
      timer = setInterval(() => void poll(), EVERY_MS);
      void poll();
    },
    closed: (): void => clearInterval(timer),
  };
}
