import { html } from "../../dom.ts";
import { login } from "../../login.ts";
import type { Draw, Live } from "../../view.ts";
import { drawBegin } from "./begin.ts";
import { drawChoose } from "./choose.ts";
import { drawLasting } from "./lasting.ts";
import { drawPlanFile } from "./plan-file.ts";
import { drawSure } from "./sure.ts";

/** What a technician does: told first, then done, and ended by the unit itself. Whoever only looks sees what lasts. */
export const draw: Draw = ({ site }) => {
  const sure = drawSure(() => void look());
  const begin = drawBegin(() => void look());
  const choose = drawChoose(site, (what) => void sure.tell(what));
  const lasting = drawLasting((what) => void sure.end(what));
  const plan = drawPlanFile((what, then) => void sure.tell(what, then));
  const mine = html("div", { class: "cards", hidden: "" }, choose.node, plan.node);
  let session = "-";

  /** Who we are is asked when the unit shows another session, and when it says that ours is over. */
  async function look(): Promise<void> {
    try {
      const { role, technicians } = await login();
      const technician = role === "technician";
      mine.hidden = !technician;
      begin.node.hidden = technician;
      begin.show(technicians);
      lasting.may(technician);
      if (technician) plan.opened();
      else plan.closed();
    } catch {
      // The unit is not there; the banner says so.
    }
  }

  return {
    node: html("div", { class: "actions" }, sure.node, lasting.node, begin.node, mine),
    opened: () => void look(),
    closed: plan.closed,
    show: (live: Live | null) => {
      lasting.show(live);
      const now = live?.technician?.session ?? "";
      if (live !== null && now !== session) {
        session = now;
        void look();
      }
    },
  };
};
