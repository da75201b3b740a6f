import { html, mark, say } from "../../dom.ts";
import { language, words } from "../../language.ts";
import type { WalkState } from "../../view.ts";
import type { Act } from "./step.ts";

const w = words.commission;
/** As many names are read here; more stand in the list of all steps alone, so that the button below is on the screen. */
const NAMED = 6;

/** "Safe to leave", or what is open; and the report. */
export function drawVerdict(act: Act) {
  const title = html("h3", {});
  const says = html("p", { role: "status" });
  const open = html("ul", {});
  const finish = html("button", { type: "button", class: "great" }, w.finish);
  const print = html("a", { class: "great", href: `commissioning/report?language=${language}`, target: "_blank" }, w.print);
  const pdf = html("a", { href: `commissioning/report.pdf?language=${language}`, download: "" }, w.pdf);
  const file = html("a", { href: "commissioning/report.json", download: "" }, w.file);
  const reports = html("p", { class: "reports" }, print, pdf, file);
  const goesOn = html("p", {});
  const reopen = html("button", { type: "button" });
  // Far below the report: a new walk takes the place of this one.
  const again = html("button", { type: "button", class: "plain" }, w.beginAgain);
  const node = html(
    "section",
    { class: "card verdict", "aria-label": w.verdict },
    title,
    says,
    open,
    finish,
    reports,
    goesOn,
    reopen,
    again,
  );
  again.addEventListener("click", () => void act("/begin", {}));
  reopen.addEventListener("click", () => void act("/reopen", {}));
  finish.addEventListener("click", () => void act("/finish", {}));
  let listed = "";
  return {
    node,
    /** `missing`: steps that keep the site from being safe to leave; `opens`: how many nobody has confirmed or left out yet. */
    show: ({ steps, finished }: NonNullable<WalkState["walk"]>, missing: WalkState["open"], opens: number): void => {
      node.hidden = finished === null && opens > 0;
      const safe = finished?.safe ?? missing.length === 0;
      mark(node, "data-safe", String(safe));
      say(title, safe ? w.safe : w.unsafe);
      const many = missing.length > NAMED;
      const skipped = steps.filter(({ id, state }) => state === "skipped" && !missing.includes(id)).length;
      say(says, !safe ? w.openWhy(missing.length, skipped, many) : skipped === 0 ? w.safeWhy : w.safeBut(skipped));
      open.hidden = many;
      if (listed !== missing.join()) {
        listed = missing.join();
        open.replaceChildren(...steps.filter(({ id }) => missing.includes(id)).map((step) => html("li", {}, step.title)));
      }
      finish.hidden = finished !== null;
      reports.hidden = finished === null;
      again.hidden = finished === null;
      reopen.hidden = finished === null || safe;
      goesOn.hidden = reopen.hidden;
      const unconfirmed = steps.filter(({ state }) => state !== "confirmed").length;
      say(goesOn, w.goesOn(unconfirmed));
      say(reopen, w.walkOpen(unconfirmed));
    },
  };
}
