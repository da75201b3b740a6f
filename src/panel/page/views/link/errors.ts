import { html, say } from "../../dom.ts";
import { forms, words } from "../../language.ts";
import { unitSays } from "../../said.ts";
import type { DrawnSite, LinkLive } from "../../view.ts";

/** What kept it from the brain, last first, with when it was said last. */
export function drawErrors({ time_zone }: DrawnSite) {
  const none = html("p", { class: "quiet" }, words.link.noErrors);
  const list = html("ol", { class: "errors" });
  const clock = forms.clockOf(time_zone);
  let drawn = "";
  return {
    node: html("div", {}, none, list),
    show: (link: LinkLive | null): void => {
      const errors = link?.errors ?? [];
      say(none, link === null ? "–" : words.link.noErrors);
      none.hidden = errors.length > 0;
      const now = JSON.stringify(errors);
      if (now === drawn) return;
      drawn = now;
      list.replaceChildren(
        ...errors.map(({ wall, words: said }) => {
          const { time, date } = clock(wall);
          return html(
            "li",
            {},
            html("time", { datetime: new Date(wall).toISOString() }, `${time} · ${date}`),
            html("span", {}, unitSays(said)),
          );
        }),
      );
    },
  };
}
