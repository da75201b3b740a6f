import { html, say } from "../../dom.ts";
import { forms, words } from "../../language.ts";
import { Asking, journalOf, type ToldPage } from "../../plots/ask.ts";
import { momentsOf } from "../../plots/moments.ts";
import type { DrawnSite, View } from "../../view.ts";
import { drawFilter } from "./filter.ts";
import { drawList } from "./list.ts";

const FIRST = 60;
const FOLLOW_MS = 2_000;
/** A search that finds nothing goes on by itself so many times before it asks whether to. */
const PATIENCE = 12;

/** The journal in words: back from now, and on with what comes. */
export function drawRecords(site: DrawnSite): View {
  const moments = momentsOf(site.time_zone);
  const asking = new Asking();
  const list = drawList(moments);
  const state = html("p", { class: "quiet", role: "status" });
  const more = html("button", { type: "button" }, words.journal.older);
  const follow = html("input", { type: "checkbox", checked: "" });
  const filter = drawFilter(site, () => void begin());
  let query = new URLSearchParams();
  /** Where it goes on either way; null: nothing has been read. */
  let [back, on, epoch]: [number, number, string] = [0, 0, ""];
  let wall = Date.now();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let open = false;

  /** From the newest on, anew. */
  async function begin(): Promise<void> {
    clearTimeout(timer);
    query = filter.query(wall);
    list.clear();
    more.hidden = true;
    const first = await look(new URLSearchParams(query), 0);
    if (first === null) return;
    [on, epoch] = [first.last_seq, first.epoch];
    follows();
  }

  /** Further back, until the page is full, or patience is at its end. */
  async function look(asked: URLSearchParams, patience: number): Promise<ToldPage | null> {
    say(state, words.journal.looking);
    asked.set("most", String(FIRST));
    const came = await asking.ask<ToldPage>(journalOf(asked));
    if (came === null) return null;
    if (!came.ok) {
      say(state, came.words);
      timer = setTimeout(() => void begin(), 5 * FOLLOW_MS);
      return null;
    }
    const { told } = came;
    list.older(told.records);
    back = told.next;
    more.hidden = told.over;
    if (!told.over && told.records.length === 0 && patience < PATIENCE) {
      say(state, told.looked === null ? words.journal.looking : words.journal.lookedTo(moments.dayAndMinute(told.looked)));
      const further = await look(from("before", back), patience + 1);
      return further === null ? null : { ...further, last_seq: told.last_seq };
    }
    said(told);
    return told;
  }

  function said({ over, looked, last_seq }: ToldPage): void {
    if (list.count === 0) say(state, over ? words.journal.none : words.journal.noneTo(looked === null ? "" : moments.dayAndMinute(looked)));
    else say(state, words.journal.shown(list.count, forms.count(last_seq)));
  }

  function from(name: "before" | "after", seq: number): URLSearchParams {
    const asked = new URLSearchParams(query);
    asked.set(name, String(seq));
    return asked;
  }

  function follows(): void {
    clearTimeout(timer);
    if (open && follow.checked) timer = setTimeout(() => void next(), FOLLOW_MS);
  }

  async function next(): Promise<void> {
    // Whoever reads further back is not disturbed; nobody looks at a page behind another.
    if (asking.waits || document.hidden) return follows();
    const asked = from("after", on);
    asked.set("most", "200");
    const came = await asking.ask<ToldPage>(journalOf(asked));
    if (came === null) return;
    if (came.ok && came.told.epoch !== epoch) return void begin();
    if (came.ok) {
      list.newer(came.told.records);
      on = Math.max(on, came.told.next);
      said(came.told);
    } else say(state, came.words);
    follows();
  }

  more.addEventListener("click", () => {
    clearTimeout(timer);
    void look(from("before", back), 0).then(follows);
  });
  follow.addEventListener("change", follows);
  return {
    node: html("div", {}, filter.node, html("label", { class: "follow" }, follow, ` ${words.journal.follow}`), state, list.node, more),
    show: (live) => {
      wall = live?.wall ?? wall;
    },
    opened: (rest) => {
      open = true;
      filter.find(rest);
      void begin();
    },
    closed: () => {
      open = false;
      clearTimeout(timer);
      asking.end();
    },
  };
}
