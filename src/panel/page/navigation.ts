import { byId, html, mark, say, svg } from "./dom.ts";
import { choose, LANGUAGES, type Language, language, words } from "./language.ts";
import { VIEWS, type ViewRow } from "./views.ts";

/** As many as one thumb reaches, beside "more". */
const AT_HAND = 4;

/** "#/journal/1200" is the row of the journal and "1200"; what is not there leads to the first. */
export function routeOf(hash: string): { readonly row: ViewRow; readonly rest: string } {
  const [, name = "", rest = ""] = /^#\/([a-z]+)(?:\/(.*))?$/.exec(hash) ?? [];
  const row = VIEWS.find((of) => of.name === name);
  return row === undefined ? { row: VIEWS[0]!, rest: "" } : { row, rest: decoded(rest) };
}

function decoded(rest: string): string {
  try {
    return decodeURIComponent(rest);
  } catch {
    return "";
  }
}

/** The ways to every view, and the language. On a phone it lies under the thumb: four views, and the others behind "more". */
export function drawNavigation(): void {
  const nav = byId("navigation");
  mark(nav, "aria-label", words.navigation);
  say(byId("skip"), words.toView);
  mark(document.documentElement, "lang", language);
  const items = VIEWS.map(({ name, sign }, i) =>
    html(
      "li",
      i < AT_HAND ? {} : { class: "further" },
      html("a", { href: `#/${name}`, "data-view": name }, drawn(sign), html("span", {}, words.views[name])),
    ),
  );
  const more = html(
    "button",
    { type: "button", "aria-expanded": "false", "aria-controls": "views" },
    drawn("M5 12h0M12 12h0M19 12h0"),
    words.more,
  );
  const opened = (is: boolean): void => {
    mark(more, "aria-expanded", String(is));
    mark(nav, "data-open", String(is));
  };
  more.addEventListener("click", () => opened(more.getAttribute("aria-expanded") !== "true"));
  nav.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || more.getAttribute("aria-expanded") !== "true") return;
    opened(false);
    more.focus();
  });
  addEventListener("hashchange", () => opened(false));
  addEventListener("click", ({ target }) => target instanceof Node && !nav.contains(target) && opened(false));
  nav.replaceChildren(
    html("ul", { id: "views" }, ...items),
    html("div", { class: "more" }, more),
    html("div", { id: "session" }),
    chooser(),
  );
}

/** Says which view is shown. */
export function isAt({ name }: ViewRow): void {
  for (const link of byId("navigation").querySelectorAll("a")) {
    if (link.dataset["view"] === name) mark(link, "aria-current", "page");
    else link.removeAttribute("aria-current");
  }
}

function chooser(): HTMLElement {
  const options = Object.entries(LANGUAGES).map(([tag, { name }]) =>
    html("option", { value: tag, lang: tag, ...(tag === language ? { selected: "" } : {}) }, name),
  );
  const select = html("select", { "aria-label": words.language }, ...options);
  select.addEventListener("change", () => {
    choose(select.value as Language);
    location.reload();
  });
  return html("div", { class: "language" }, select);
}

function drawn(path: string): SVGSVGElement {
  return svg("svg", { class: "sign", viewBox: "0 0 24 24", "aria-hidden": "true" }, svg("path", { d: path }));
}
