import { mark, say } from "../dom.ts";

/** A banner without words is not there. */
export function banner(node: HTMLElement, kind: string, says: string): void {
  mark(node, "data-kind", kind);
  say(node, says);
  if (node.hidden !== (says === "")) node.hidden = says === "";
}
