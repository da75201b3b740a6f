import { html, mark, say } from "../../dom.ts";
import { forms, words } from "../../language.ts";
import { facts } from "../../parts/facts.ts";
import type { Certificate, DrawnSite, Machine } from "../../view.ts";

const DAY_MS = 86_400_000;

/** By what the broker knows this unit, and for how long yet. */
export function drawCertificate({ time_zone }: DrawnSite) {
  const { node, show, rows } = facts({
    name: words.link.certificateName,
    begins: words.link.begins,
    ends: words.link.ends,
  });
  const note = html("p", { class: "cause" });
  const day = forms.dayOf(time_zone);
  const daysWords = ({ ends }: Certificate, now: number): string =>
    ends > now ? words.link.daysLeft(day(ends), Math.floor((ends - now) / DAY_MS)) : day(ends);
  return {
    node: html("div", {}, node, note),
    show: (machine: Machine | null): void => {
      const own = machine?.certificate ?? null;
      const there = machine !== null && own !== null && own.name !== "";
      say(note, machine === null ? "" : own === null ? words.link.noCertificate : own.trouble);
      node.hidden = !there && machine !== null;
      show(there ? { name: own.name, begins: day(own.begins), ends: daysWords(own, machine.clock.wall) } : null);
      mark(rows.ends, "data-ok", String(!there || own.trouble === ""));
    },
  };
}
