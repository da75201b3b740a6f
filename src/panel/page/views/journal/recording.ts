import { html } from "../../dom.ts";
import { forms, words } from "../../language.ts";
import { banner } from "../../parts/banner.ts";
import { facts } from "../../parts/facts.ts";
import { unitSays } from "../../said.ts";
import type { Part } from "../../view.ts";

/** How far the journal is, and whether it takes anything at all. */
export function drawRecording(): Part & { readonly node: HTMLElement } {
  const { node, show } = facts({
    last: words.recording.last,
    pending: words.recording.pending,
    epoch: words.recording.epoch,
    late: words.recording.late,
  });
  const trouble = html("p", { class: "banner", role: "alert" });
  banner(trouble, "", "");
  return {
    node: html("div", {}, trouble, node),
    show: (live) => {
      const fault = live?.journal.fault ?? "";
      banner(trouble, "warning", fault === "" ? "" : words.recording.nothing(unitSays(fault)));
      if (live === null) return show(null);
      const { epoch, last_seq, pending } = live.journal;
      show({
        last: forms.count(last_seq),
        pending: words.recording.waiting(pending),
        epoch,
        late: words.recording.lateBy(forms.tenths(live.tick_late_ms)),
      });
    },
  };
}
