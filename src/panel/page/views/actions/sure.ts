import { html, say } from "../../dom.ts";
import { words } from "../../language.ts";
import { isGreen } from "../../parts/green.ts";
import type { Live } from "../../view.ts";
import { ask, isRefused, type Told, type Wanted } from "./asking.ts";
import { whyNot, willHappen } from "./says.ts";

const w = words.actions;

/** Tells what will happen, and does it if that is wanted. `over`: the session may be, as something was refused. */
export function drawSure(over: () => void) {
  const title = html("h3", { id: "sure-title" }, w.sure);
  const what = html("p", { class: "what", "aria-live": "polite" });
  const waits = html("p", {});
  const ends = html("p", {});
  const code = html("input", { id: "code-again", type: "password", maxlength: 64, autocomplete: "off", inputmode: "numeric" });
  const again = html("div", { class: "field" }, html("label", { for: "code-again" }, w.codeAgain), code);
  const yes = html("button", { type: "button", class: "main" }, w.yes);
  const no = html("button", { type: "button" }, w.no);
  const outcome = html("p", { role: "status" });
  const box = html(
    "dialog",
    { "aria-labelledby": "sure-title" },
    title,
    what,
    waits,
    ends,
    again,
    html("p", { class: "buttons" }, yes, no),
  );
  let told: Told | null = null;
  /** What was done last, where that is what the page says. */
  let didSay = false;
  let live: Live | null = null;
  let done: (() => void) | null = null;

  no.addEventListener("click", () => box.close());
  // By Escape, too: nothing was done.
  box.addEventListener("close", () => {
    told = null;
    code.value = "";
  });
  yes.addEventListener("click", () => {
    if (told === null) return;
    const sent = { told: told.told, ...(told.code_again ? { code: code.value } : {}) };
    const then = done;
    yes.disabled = true;
    void ask("actions/do", sent).then((answer) => {
      yes.disabled = false;
      box.close();
      if (isRefused(answer)) refused(answer);
      else {
        tell(w.done, true);
        then?.();
      }
    });
  });

  function refused(answer: { readonly refused: string; readonly words: string }): void {
    tell(w.notDone(whyNot(answer)), false);
    if (answer.refused === "technician" || answer.refused === "refused") over();
  }

  function tell(words: string, did: boolean): void {
    say(outcome, words);
    didSay = did;
  }

  /** As the lamps are now: whoever reads for long, or is called away, is told no green that has ended. */
  function foretell(): void {
    if (told === null) return;
    const [phase] = told.phases;
    const known = told.green !== null && phase !== undefined && live !== null;
    say(what, willHappen(known ? { ...told, green: isGreen(live!, phase!) } : told));
  }

  return {
    node: html("div", { class: "sure" }, outcome, box),
    show: (now: Live | null): void => {
      live = now;
      if (now !== null) foretell();
    },
    /** `then`: it was done. */
    tell: async (wanted: Wanted, then: () => void = () => {}): Promise<void> => {
      const answer = await ask<Told>("actions/tell", wanted);
      if (isRefused(answer)) return refused(answer);
      told = answer;
      done = then;
      tell("", false);
      foretell();
      say(waits, answer.waits.length === 0 ? "" : w.waits(answer.waits.join(", ")));
      say(ends, answer.for_s === null ? "" : w.endsItself);
      again.hidden = !answer.code_again;
      box.showModal();
    },
    /** Another technician is there now: what this one did is no news any more, and what he was about to do is not his. */
    gone: (): void => {
      if (didSay) tell("", false);
      if (box.open) box.close();
    },
    /** What ends something needs no second word. */
    end: async (wanted: Wanted): Promise<void> => {
      const answer = await ask("actions/cancel", wanted);
      if (isRefused(answer)) refused(answer);
      else tell(w.ended, true);
    },
  };
}
