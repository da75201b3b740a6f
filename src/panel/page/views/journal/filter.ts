import { html } from "../../dom.ts";
import { words } from "../../language.ts";
import type { DrawnSite } from "../../view.ts";

const KINDS = Object.keys(words.journal.kinds) as (keyof typeof words.journal.kinds)[];

/** Which records are wanted: by kind, by whom they are about, by words, by the time up to which one looks back. */
export function drawFilter(site: DrawnSite, changed: () => void) {
  const every = html("option", { value: "" }, words.journal.everything);
  const kind = html("select", {}, every, ...KINDS.map((each) => html("option", { value: each }, words.journal.kinds[each])));
  const about = html(
    "select",
    {},
    html("option", { value: "" }, words.journal.everybody),
    ...site.phases.map(({ number, name }) => html("option", { value: `phase=${number}` }, words.plots.movementName("phase", number, name))),
    ...site.detectors.map(({ number, name }) => html("option", { value: `detector=${number}` }, words.journal.detector(number, name))),
  );
  const text = html("input", { type: "search", maxlength: 80, enterkeyhint: "search", autocomplete: "off" });
  const code = html("input", { type: "text", inputmode: "numeric", maxlength: 3, pattern: "[0-9]*", autocomplete: "off" });
  const hours = html(
    "select",
    {},
    html("option", { value: "" }, words.journal.ever),
    ...[1, 6, 24, 72].map((n) => html("option", { value: n }, words.journal.lastHours(n))),
  );
  const form = html(
    "form",
    { class: "asking", role: "search" },
    html("label", {}, words.journal.text, text),
    html("label", {}, words.journal.kind, kind),
    html("label", {}, words.journal.about, about),
    html("label", {}, words.journal.code, code),
    html("label", {}, words.journal.time, hours),
    html("button", { type: "submit" }, words.journal.search),
  );
  for (const select of [kind, about, hours]) select.addEventListener("change", changed);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    changed();
  });
  return {
    node: form,
    /** As a question to the unit. */
    query: (now: number): URLSearchParams => {
      const query = new URLSearchParams(about.value);
      if (kind.value !== "") query.set("kind", kind.value);
      if (/^\d{1,3}$/.test(code.value)) query.set("code", code.value);
      if (text.value.trim() !== "") query.set("text", text.value.trim());
      if (hours.value !== "") query.set("from", String(Math.max(0, Math.round(now) - Number(hours.value) * 3_600_000)));
      return query;
    },
    find: (what: string): void => {
      text.value = what;
    },
  };
}
