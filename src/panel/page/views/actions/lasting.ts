import { html, say } from "../../dom.ts";
import { forms, words } from "../../language.ts";
import { type Asked, lasts } from "../../parts/asked.ts";
import { card } from "../../parts/card.ts";
import { unitSays } from "../../said.ts";
import type { Live } from "../../view.ts";
import type { Wanted } from "./asking.ts";
import { endOf } from "./says.ts";

const w = words.actions;
interface Line {
  readonly node: HTMLElement;
  readonly what: HTMLElement;
  readonly left: HTMLElement;
  readonly button: HTMLButtonElement;
  asked: Asked;
}

const keyOf = (asked: Asked): string => JSON.stringify({ ...asked, left_s: 0 });

/** What was asked for and still lasts, whoever asked; how long it does, and the way to end it before. */
export function drawLasting(end: (what: Wanted) => void) {
  const none = html("p", { class: "quiet" }, w.nothingLasts);
  const list = html("ul", { class: "lasting" });
  const lines = new Map<string, Line>();
  let may = false;

  function line(asked: Asked): Line {
    const what = html("b", {});
    const left = html("span", { class: "left" });
    const button = html("button", { type: "button" }, w.endNow);
    const who = html("span", { class: "quiet" }, w.by(unitSays(asked.by)));
    const made: Line = { node: html("li", {}, html("span", {}, what, who), left, button), what, left, button, asked };
    button.addEventListener("click", () => end(endOf(made.asked)));
    return made;
  }

  return {
    node: card("lasting", w.lasting, none, list),
    show: (live: Live | null): void => {
      none.hidden = live === null || (live.asked ?? []).length > 0;
      const seen = new Set<string>();
      for (const asked of live?.asked ?? []) {
        const key = keyOf(asked);
        seen.add(key);
        let known = lines.get(key);
        if (known === undefined) {
          known = line(asked);
          lines.set(key, known);
          list.append(known.node);
        }
        known.asked = asked;
        say(known.what, lasts(asked, live!));
        say(known.left, forms.duration(asked.left_s));
        if (known.button.hidden === may) known.button.hidden = !may;
      }
      for (const [key, { node }] of lines) {
        if (seen.has(key)) continue;
        node.remove();
        lines.delete(key);
      }
    },
    may: (technician: boolean): void => {
      may = technician;
    },
  };
}
