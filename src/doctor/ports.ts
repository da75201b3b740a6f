import type { Port } from "../traffic/site.ts";
import type { Code } from "./codes.ts";
import { type Finding, finding } from "./finding.ts";

/** Why a port could not be had, by the words that it is told in. */
const CAUSES: readonly (readonly [words: RegExp, code: Code])[] = [
  [/is not there/, "port-missing"],
  [/may not be opened/, "port-denied"],
  [/is held by another/, "port-held"],
  [/RS-485/, "port-rs485"],
];

export function portTrouble(port: Pick<Port, "name">, cause: string): Finding {
  const code = CAUSES.find(([words]) => words.test(cause))?.[1] ?? "port-broken";
  return finding(code, `port "${port.name}"`, cause.replace(/^port "[^"]*": /, "").replace(/;.*$/, ""));
}
