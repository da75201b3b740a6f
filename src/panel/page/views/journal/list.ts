import { html } from "../../dom.ts";
import type { ToldPage } from "../../plots/ask.ts";
import type { Moments } from "../../plots/moments.ts";

/** Records that are kept on the page: what is older makes room while somebody follows for hours. */
const KEPT = 1_000;

type ToldRecord = ToldPage["records"][number];

/** Records, newest first, under the day that they were of. */
export function drawList(moments: Moments) {
  const node = html("ol", { class: "records" });

  /** The day stands at the first line of each, and is set anew as lines come above it. */
  function days(): void {
    let day = "";
    for (const line of node.children) {
      if (!(line instanceof HTMLElement)) continue;
      const own = line.dataset["day"] ?? "";
      line.classList.toggle("first", own !== day);
      day = own;
    }
  }

  function lineOf({ seq, wall, code, input, fault, what, which, says }: ToldRecord): HTMLElement {
    return html(
      "li",
      { "data-seq": seq, "data-day": moments.day(wall), ...(fault ? { class: "bad" } : {}) },
      html("time", { datetime: new Date(wall).toISOString() }, moments.second(wall)),
      html("span", { class: "what" }, html("b", {}, `${input ? "› " : ""}${what}`), which === "" ? "" : ` ${which}`),
      html("span", { class: "says" }, says),
      html("small", {}, `${seq} · ${code}`),
    );
  }

  return {
    node,
    get count(): number {
      return node.children.length;
    },
    clear: (): void => node.replaceChildren(),
    /** Older ones, in the order in which a journal is read back. */
    older: (records: readonly ToldRecord[]): void => {
      node.append(...records.map(lineOf));
      days();
    },
    /** Newer ones, in the order in which they came. */
    newer: (records: readonly ToldRecord[]): void => {
      if (records.length === 0) return;
      node.prepend(...records.toReversed().map(lineOf));
      while (node.children.length > KEPT) node.lastElementChild!.remove();
      days();
    },
  };
}
