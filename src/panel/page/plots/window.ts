import { html, say } from "../dom.ts";
import { words } from "../language.ts";
import type { Moments } from "./moments.ts";

const MINUTE_MS = 60_000;
/** How long a window is, and its bins, in minutes. */
const SPANS = { hour: [60, 5], threeHours: [180, 15], halfDay: [720, 15], day: [1_440, 15] } as const;
type Span = keyof typeof SPANS;
const QUARTER_MS = 15 * MINUTE_MS;

export interface Window {
  readonly from: number;
  readonly to: number;
  readonly bin_min: number;
  /** It ends now, and goes on. */
  readonly runs: boolean;
}

/** Which time is looked at: from an hour to a day, up to now or before. */
export function chooseWindow(moments: Moments, now: () => number, changed: () => void) {
  let span: Span = "hour";
  let until: number | null = null;
  const options = (Object.keys(SPANS) as Span[]).map((each) => html("option", { value: each }, words.plots.spans[each]));
  const select = html("select", {}, ...options);
  const button = (sign: string, what: string, act: () => void): HTMLButtonElement => {
    const node = html("button", { type: "button", "aria-label": what, title: what }, sign);
    node.addEventListener("click", () => {
      act();
      changed();
    });
    return node;
  };
  const length = (): number => SPANS[span][0] * MINUTE_MS;
  /** Quarters are what everybody looks at: whoever asks for the same gets the same. */
  const end = (): number => Math.ceil(now() / QUARTER_MS) * QUARTER_MS;
  const later = button("›", words.plots.later, () => {
    const next = (until ?? end()) + length();
    until = next >= end() ? null : next;
  });
  const shown = html("p", { class: "when-shown", role: "status" });
  select.addEventListener("change", () => {
    span = select.value as Span;
    changed();
  });
  return {
    nodes: [
      html("label", {}, words.plots.span, select),
      html(
        "div",
        { class: "tools" },
        button("‹", words.plots.earlier, () => {
          until = (until ?? end()) - length();
        }),
        later,
      ),
      shown,
    ],
    window: (): Window => {
      const to = until ?? end();
      later.disabled = until === null;
      const from = to - length();
      say(shown, `${moments.dayAndMinute(from)} – ${moments.minute(to)}`);
      return { from, to, bin_min: SPANS[span][1], runs: until === null };
    },
  };
}
