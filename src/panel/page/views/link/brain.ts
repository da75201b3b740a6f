import { html, mark, say } from "../../dom.ts";
import { forms, words } from "../../language.ts";
import { facts } from "../../parts/facts.ts";
import { unitSays } from "../../said.ts";
import type { DrawnSite, LinkLive } from "../../view.ts";

/** The way to the brain. It is told by the link itself, so it stays when the street side is lost. */
export function drawBrain({ time_zone }: DrawnSite) {
  const clock = forms.clockOf(time_zone);
  const { node, show } = facts({
    state: words.link.state,
    broker: words.link.broker,
    backlog: words.link.backlog,
    acked: words.link.acked,
    since: words.link.since,
    bytes: words.link.bytes,
    commands: words.link.commands,
    update: words.link.update,
  });
  const cause = html("p", { class: "cause" });
  return {
    node: html("div", { class: "link" }, node, cause),
    show: (link: LinkLive | null) => {
      mark(node, "data-state", link?.state ?? "unknown");
      say(cause, unitSays(link?.cause ?? ""));
      if (link === null) return show(null);
      const { broker, state, last_seq, acked_seq, commands_taken, commands_refused, update, since, sent_bytes, received_bytes } = link;
      const at = since === undefined ? null : clock(since);
      show({
        state: words.link.states[state],
        broker,
        backlog: words.link.records(Math.max(0, last_seq - acked_seq)),
        acked: forms.count(acked_seq),
        since: at === null ? "" : `${at.time} · ${at.date}`,
        bytes: sent_bytes === undefined ? "" : words.link.traffic(forms.bytes(sent_bytes), forms.bytes(received_bytes ?? 0)),
        commands: words.link.commandCount(commands_taken, commands_refused),
        update: update === undefined || update === "" ? words.none : unitSays(update),
      });
    },
  };
}
