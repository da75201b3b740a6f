import { html } from "../../dom.ts";
import { login, loginChanged, onLogin } from "../../login.ts";
import { drawTaken, isTaken } from "../../parts/taken.ts";
import type { Draw, Live } from "../../view.ts";
import { drawBegin } from "./begin.ts";
import { drawChoose } from "./choose.ts";
import { drawEnd } from "./end.ts";
import { drawLasting } from "./lasting.ts";
import { drawPlaced } from "./placed.ts";
import { drawPlanFile } from "./plan-file.ts";
import { drawSure } from "./sure.ts";

/** What a technician does: told first, then done, and ended by the unit itself. Whoever only looks sees what lasts. */
export const draw: Draw = ({ site }) => {
  const sure = drawSure(loginChanged);
  /** Somebody has just begun or ended a session here: the focus goes on to what is there now. */
  let moved = false;
  const moves = (): void => {
    moved = true;
    loginChanged();
  };
  const taken = drawTaken(site);
  const begin = drawBegin(moves);
  const end = drawEnd(moves);
  const placed = drawPlaced(site);
  const choose = drawChoose(site, (what) => void sure.tell(what, () => what.command === "place-call" && placed.add(what)));
  const lasting = drawLasting((what) => void sure.end(what));
  const plan = drawPlanFile((what, then) => void sure.tell(what, then));
  const mine = html("div", { class: "cards", hidden: "" }, choose.node, plan.node, end.node);
  let session = "-";

  /** Who we are is asked when the view is opened, when the unit shows another session, and when `onLogin` hears. */
  async function look(): Promise<void> {
    try {
      const { role, technicians } = await login();
      const technician = role === "technician";
      mine.hidden = !technician;
      begin.node.hidden = technician;
      begin.show(technicians);
      if (moved) (technician ? choose : begin).focus();
      moved = false;
      lasting.may(technician);
      if (technician) plan.opened();
      else plan.closed();
    } catch {
      // The unit is not there; the banner says so.
    }
  }

  onLogin(() => void look());
  return {
    node: html("div", { class: "actions" }, sure.node, placed.node, lasting.node, taken.node, begin.node, mine),
    opened: () => void look(),
    closed: plan.closed,
    heard: placed.heard,
    show: (live: Live | null) => {
      sure.show(live);
      taken.show();
      if (isTaken()) sure.gone();
      lasting.show(live);
      placed.show();
      if (!mine.hidden) end.show(live);
      if (!begin.node.hidden) begin.heard(live);
      const now = live?.technician?.session ?? "";
      if (live !== null && now !== session) {
        session = now;
        void look();
      }
    },
  };
};
