import * as v from "valibot";
import { formatProblem } from "../../config/index.ts";
import { locate } from "../../config/lines.ts";
import { Findings } from "../../config/problem.ts";
import { parseToml } from "../../config/syntax.ts";
import type { Graph } from "../corridor/graph.ts";

/** Units of which one at a time may stand in flash: those of one arterial. */
export interface Group {
  readonly name: string;
  readonly units: readonly string[];
}

const Unit = v.pipe(v.string(), v.regex(/^[A-Za-z0-9][A-Za-z0-9_.:-]{0,31}$/));
const File = v.strictObject({
  groups: v.pipe(
    v.array(v.strictObject({ name: v.pipe(v.string(), v.minLength(1), v.maxLength(64)), units: v.pipe(v.array(Unit), v.minLength(1)) })),
    v.minLength(1),
  ),
});

/** A file of [[groups]] → the groups in its order, or what is wrong with it in words. Each unit stands in one. Never throws. */
export function readGroups(text: string, file: string): { readonly groups: readonly Group[] } | { readonly wrong: string } {
  const findings = new Findings(file, locate(text));
  const raw = parseToml(text, findings);
  if (raw === null)
    return {
      wrong: findings
        .inOrder()
        .map((problem) => formatProblem(problem))
        .join("\n"),
    };
  const read = v.safeParse(File, raw);
  if (!read.success)
    return {
      wrong: `${file}: ${v.getDotPath(read.issues[0]) ?? "it"} is not understood. Write [[groups]] with name = "harbour street" and units = ["A-1", "A-2"].`,
    };
  const seen = new Map<string, string>();
  for (const { name, units } of read.output.groups)
    for (const unit of units) {
      const other = seen.get(unit);
      if (other !== undefined) return { wrong: `${file}: unit ${unit} stands in "${other}" and in "${name}". Each unit has one place.` };
      seen.set(unit, name);
    }
  return { groups: read.output.groups };
}

/** Whoever is linked with whom, over however many links, is one group. */
export function groupsOf({ units, links }: Graph): readonly Group[] {
  const left = new Set(units);
  const roads = [...links.values()];
  const groups: Group[] = [];
  for (const first of units) {
    if (!left.delete(first)) continue;
    const together = [first];
    for (const unit of together)
      for (const { from, to } of roads) {
        const other = from === unit ? to : to === unit ? from : unit;
        if (left.delete(other)) together.push(other);
      }
    groups.push({ name: `around ${first}`, units: together });
  }
  return groups;
}
