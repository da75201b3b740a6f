import { html } from "../dom.ts";
import { forms, words } from "../language.ts";
import type { DrawnSite, Live } from "../view.ts";
import { banner } from "./banner.ts";

/** Who took the technician's session of this page over, and when by the unit's clock; null: nobody did since it last had one. */
let taken: { readonly name: string; readonly wall: number } | null = null;
/** The session that was ours last; "" for none. */
let ours = "";

/** What the unit answered to whose session it is, and what its newest frame shows. */
export function sessionSeen(technician: boolean, live: Live | null): void {
  const there = live?.technician;
  if (technician) {
    ours = there?.session ?? "";
    taken = null;
  } else {
    // One that was ended, or ran out, leaves nobody there.
    if (ours !== "" && live !== null && there !== undefined && there.session !== ours) taken = { name: there.name, wall: live.wall };
    ours = "";
  }
}

export const isTaken = (): boolean => taken !== null;

/** Says so where a technician would go on. */
export function drawTaken(site: DrawnSite) {
  const node = html("p", { class: "banner taken", role: "alert", hidden: "" });
  const clock = forms.clockOf(site.time_zone);
  return {
    node,
    show: (): void => banner(node, "warning", taken === null ? "" : words.session.taken(taken.name, clock(taken.wall).time)),
  };
}
