import { html } from "../../dom.ts";
import { words } from "../../language.ts";
import { card } from "../../parts/card.ts";
import { drawPlan } from "../../parts/plan.ts";
import { drawSplits } from "../../plots/split-card.ts";
import type { Draw, Live } from "../../view.ts";
import { drawDay } from "./day.ts";
import { drawDiagram } from "./diagram.ts";
import { drawDial } from "./dial.ts";
import { inWords } from "./in-words.ts";

/** What is in force and why, the local cycle as it turns, and every plan as a diagram and in words. */
export const draw: Draw = ({ site }) => {
  const plan = drawPlan(site);
  const dial = drawDial(site);
  const day = drawDay(site);
  const splits = drawSplits(site);
  const place = html("div", { class: "chosen" });
  const options = site.patterns.map(({ number, name }) => html("option", { value: number }, words.timing.pattern(number, name)));
  const select = html("select", { id: "pattern", "aria-label": words.timing.choose }, ...options);
  const follow = html("button", { type: "button" }, words.timing.follow);
  const dialCard = card("dial", words.timing.dial, dial.node);
  let diagram: ReturnType<typeof drawDiagram> | null = null;
  let [drawn, follows]: [number, boolean] = [-1, true];
  let newest: Live | null = null;

  function choose(number: number): void {
    const pattern = site.patterns.find((p) => p.number === number);
    if (pattern === undefined || drawn === number) return;
    drawn = number;
    select.value = String(number);
    diagram = drawDiagram(site, pattern);
    place.replaceChildren(diagram.node, inWords(site, pattern));
    diagram.show(newest);
  }
  function following(is: boolean): void {
    follows = is;
    follow.hidden = is;
  }
  following(true);
  choose(site.start_pattern);
  select.addEventListener("change", () => {
    following(Number(select.value) === newest?.pattern);
    choose(Number(select.value));
  });
  follow.addEventListener("click", () => {
    following(true);
    if (newest !== null) choose(newest.pattern);
    select.focus();
  });
  return {
    node: html(
      "div",
      { class: "timing" },
      card("plan", words.plan.title, plan.node),
      dialCard,
      card("diagram", words.timing.plans, html("div", { class: "choice" }, select, follow), place),
      card("splits", words.plots.splitMonitor, splits.node),
      ...(site.day_plans.length > 0 ? [card("day", words.timing.schedule, day.node)] : []),
    ),
    opened: (rest) => splits.opened?.(rest),
    closed: () => splits.closed?.(),
    show: (live) => {
      newest = live;
      if (follows && live !== null) choose(live.pattern);
      plan.show(live);
      dial.show(live);
      // Free, there is no cycle to turn.
      dialCard.hidden = live !== null && live.coordination.cycle_ds === null;
      day.show(live);
      splits.show(live);
      diagram?.show(live);
    },
  };
};
