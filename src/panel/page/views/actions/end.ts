import { html, say } from "../../dom.ts";
import { words } from "../../language.ts";
import { card } from "../../parts/card.ts";
import { sessionOf } from "../../parts/session.ts";
import type { Live } from "../../view.ts";
import { ask, isRefused } from "./asking.ts";
import { whyNotAlone } from "./says.ts";

/** The technician's own session: how long it still lasts, and its end; `ended` when that was asked for. Whoever ends it goes on looking. */
export function drawEnd(ended: () => void) {
  const who = html("p", {});
  const button = html("button", { type: "button" }, words.session.end);
  const wrong = html("p", { class: "fault", role: "alert" });
  button.addEventListener("click", async () => {
    const answer = await ask("technician/end", {});
    say(wrong, isRefused(answer) ? whyNotAlone(answer) : "");
    ended();
  });
  return {
    node: card("session-end", words.actions.technician, who, html("p", { class: "quiet" }, words.actions.endWhy), wrong, button),
    show: (live: Live | null): void => {
      const there = live?.technician;
      say(who, there === undefined ? "" : sessionOf("you", there));
    },
  };
}
