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
    } catch {
      if (mine !== turn) return;
      leave();
      place.replaceChildren(html("p", { class: "card", role: "alert" }, words.notLoaded));
      dispatchEvent(new Event("partial"));
      return;
    }
    if (mine !== turn) return;
    leave();
    open = next;
    place.replaceChildren(next.section);
    next.view.opened?.(rest);
    next.view.show(live);
    next.view.link?.(link);
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

async function drawnOf(row: ViewRow, given: Given): Promise<Open> {
  const [{ draw }] = await Promise.all([row.load(), ...row.styles.map(styled)]);
  const view = draw(given);
  const title = html("h2", { tabindex: -1 }, words.views[row.name]);
  const section = html("section", { id: row.name, class: "view" }, title, view.node);
  return { row, section, title, view };
}

/** A style sheet of a view's own, before the view is seen. */
function styled(href: string): Promise<void> {
  const sheet = html("link", { rel: "stylesheet", href });
  return new Promise((resolve, reject) => {
    sheet.onload = () => resolve();
    sheet.onerror = () => {
      sheet.remove();
      reject(new Error(href));
    };
    document.head.append(sheet);
  });
}
