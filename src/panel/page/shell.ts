import { byId, html } from "./dom.ts";
import { words } from "./language.ts";
import { isAt, routeOf } from "./navigation.ts";
import type { Given, LinkLive, Live, View } from "./view.ts";
import type { ViewRow } from "./views.ts";

interface Open {
  readonly row: ViewRow;
  readonly section: HTMLElement;
  /** Where reading begins. */
  readonly title: HTMLElement;
  readonly view: View;
}

/** What stands between the header and the navigation: one view at a time, drawn when it is first asked for and kept from then on. */
export function openShell(given: Given) {
  const place = byId("view");
  const drawn = new Map<ViewRow, Promise<Open>>();
  const there: Open[] = [];
  let open: Open | null = null;
  let [live, link]: [Live | null, LinkLive | null] = [null, null];
  /** Whoever taps twice gets what was tapped last. */
  let turn = 0;

  async function go(byHand: boolean): Promise<void> {
    const { row, rest } = routeOf(location.hash);
    const mine = ++turn;
    isAt(row);
    document.title = `${words.views[row.name]} – ${given.site.name} – stopline`;
    if (open?.row === row) return open.view.opened?.(rest);
    let next: Open;
    try {
      next = await (drawn.get(row) ?? begin(row));
    } catch (error) {
      if (mine !== turn) return;
      leave();
      place.replaceChildren(notShown(error, () => mine === turn));
      return;
    }
    if (mine !== turn) return;
    leave();
    open = next;
    place.replaceChildren(next.section);
    next.view.opened?.(rest);
    next.view.show(live);
    next.view.link?.(link);
    dispatchEvent(new Event("opened"));
    // Whoever reads by ear hears where they are; whoever has just come begins at the top of the page.
    if (byHand) {
      window.scrollTo(0, 0);
      next.title.focus({ preventScroll: true });
    }
  }

  function begin(row: ViewRow): Promise<Open> {
    const drawing = drawnOf(row, given).then((made) => {
      there.push(made);
      return made;
    });
    drawn.set(row, drawing);
    drawing.catch(() => drawn.delete(row));
    return drawing;
  }

  function leave(): void {
    open?.view.closed?.();
    open = null;
  }

  addEventListener("hashchange", () => void go(true));
  byId("skip").addEventListener("click", (event) => {
    event.preventDefault();
    open?.title.focus();
  });
  void go(false);
  return {
    heard: (now: Live | null): void => {
      live = now;
      for (const { view } of there) view.heard?.(now);
    },
    show: (now: Live | null): void => open?.view.show(now),
    link: (now: LinkLive | null): void => {
      link = now;
      open?.view.link?.(now);
    },
  };
}

/** A part of a view that the unit has not sent: of the page, it is the only thing that loading again mends. */
class NotCome extends Error {}

/** In a view's place, why it is not there. `wanted`: whether somebody still looks at it. */
function notShown(error: unknown, wanted: () => boolean): HTMLElement {
  const card = html("div", { class: "card", role: "alert" });
  if (error instanceof NotCome && dispatchEvent(new CustomEvent("partial", { cancelable: true, detail: wanted }))) {
    card.append(html("p", {}, words.notLoaded));
    return card;
  }
  const again = html("button", { type: "button" }, words.loadAgain);
  again.addEventListener("click", () => location.reload());
  card.append(html("p", {}, error instanceof NotCome ? words.notCome : words.broken), again);
  if (!(error instanceof NotCome)) reportError(error);
  return card;
}

/** What a module has thrown it throws again, the same one; what did not come is asked for once more. */
async function moduleOf({ load }: ViewRow): ReturnType<ViewRow["load"]> {
  try {
    return await load();
  } catch (first) {
    return load().catch((error) => Promise.reject(error === first ? first : new NotCome()));
  }
}

async function drawnOf(row: ViewRow, given: Given): Promise<Open> {
  const [{ draw }] = await Promise.all([moduleOf(row), ...row.styles.map(styled)]);
  const view = draw(given);
  const title = html("h2", { tabindex: -1 }, words.views[row.name]);
  const section = html("section", { id: row.name, class: "view" }, title, view.node);
  return { row, section, title, view };
}

/** A style sheet of a view's own, before the view is seen. */
function styled(href: string): Promise<void> {
  const sheet = html("link", { rel: "stylesheet", href, "data-view": "" });
  return new Promise((resolve, reject) => {
    sheet.onload = () => resolve();
    sheet.onerror = () => {
      sheet.remove();
      reject(new NotCome(href));
    };
    document.head.append(sheet);
  });
}
