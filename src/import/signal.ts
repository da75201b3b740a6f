import type { Link, Net, Program } from "./net.ts";
import { Refusal } from "./refusal.ts";

/** One traffic light: its links, and the program that is taken. */
export interface Signal {
  readonly tls: string;
  readonly program: Program;
  readonly links: readonly Link[];
}

/** The traffic light `tls` of the net, with its program `program` or its first. Throws a Refusal. */
export function signalOf(net: Net, tls: string, program?: string): Signal {
  const names = [...new Set(net.programs.map((each) => each.tls))];
  const own = net.programs.filter((each) => each.tls === tls);
  if (names.length === 0) throw new Refusal("the net has no traffic light (no tlLogic)");
  if (own.length === 0) throw new Refusal(`the net has no traffic light "${tls}"; it has ${listed(names)}`);
  const found = program === undefined ? own[0]! : own.find((each) => each.id === program);
  if (found === undefined) throw new Refusal(`"${tls}" has no program "${program}"; it has ${listed(own.map((each) => each.id))}`);
  const links = net.links.filter((link) => link.tls === tls);
  if (found.type === "NEMA")
    throw new Refusal(`program "${found.id}" of "${tls}" states rings and not stages (type NEMA): write it as a site of rings`);
  if (found.phases.length === 0) throw new Refusal(`program "${found.id}" of "${tls}" has no phases`);
  if (!links.some((link) => drivesOn(net, link))) throw new Refusal(`no connection for vehicles belongs to "${tls}"`);
  if (links.length > LINKS_MAX) throw new Refusal(`"${tls}" has ${links.length} connections, and no signal has more than ${LINKS_MAX}`);
  checkStates(found, links);
  return { tls, program: found, links };
}

const LINKS_MAX = 256;
const LISTED_MAX = 20;
const listed = (names: readonly string[]): string =>
  names.slice(0, LISTED_MAX).join(", ") + (names.length > LISTED_MAX ? ` and ${names.length - LISTED_MAX} more` : "");

export const drivesOn = (net: Net, link: Link): boolean => !net.crossings.has(link.to);

function checkStates({ tls, id, phases }: Program, links: readonly Link[]): void {
  const highest = Math.max(...links.map((link) => link.index));
  for (const [i, { state, duration_s }] of phases.entries()) {
    const where = `phase ${i + 1} of program "${id}" of "${tls}"`;
    if (state.length <= highest) throw new Refusal(`${where} has ${state.length} states, and a connection has number ${highest}`);
    const odd = /[^GgyYrsuoO]/.exec(state);
    if (odd !== null) throw new Refusal(`${where} has a state "${odd[0]}" that no SUMO manual knows`);
    if (!(duration_s > 0)) throw new Refusal(`${where} lasts ${duration_s} s`);
  }
}
