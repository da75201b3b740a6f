import { html, mark, say } from "../../dom.ts";
import { words } from "../../language.ts";
import type { Step } from "./says.ts";

const w = words.commission;

/** Every step, to go back to one, or on to another. `chosen`: also a step whose address the page has already. */
export function drawList(chosen: (id: string) => void) {
  const node = html("ol", { class: "steps" });
  const lines = new Map<string, { readonly link: HTMLElement; readonly state: HTMLElement }>();
  return {
    node,
    show: (steps: readonly Step[], current: string): void => {
      if (lines.size !== steps.length || steps.some(({ id }) => !lines.has(id))) {
        lines.clear();
        node.replaceChildren(
          ...steps.map((step) => {
            const state = html("span", { class: "state" });
            const link = html("a", { href: `#/commission/${step.id}` }, html("span", {}, step.title), state);
            link.addEventListener("click", () => chosen(step.id));
            lines.set(step.id, { link, state });
            return html("li", {}, link);
          }),
        );
      }
      for (const step of steps) {
        const { link, state } = lines.get(step.id)!;
        mark(link, "data-state", step.state);
        const said = w.states[step.state];
        say(state, step.optional && step.state !== "confirmed" ? w.onlyCounts(said) : said);
        if (step.id === current) mark(link, "aria-current", "step");
        else link.removeAttribute("aria-current");
      }
    },
  };
}
