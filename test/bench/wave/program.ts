/**
 * An imported site with the stages of its net's program alone. Further stages are for strategies that choose; a pattern with a cycle has a split for each stage
 * that there is, and nine seconds for a stage that nobody needs are no wave.
 */
export function programAlone(text: string): string {
  const further = new Set([...text.matchAll(/^ {2}\{ stage = (\d+), omit = true \},$/gm)].map(([, number]) => number));
  const blocks = text.split("\n\n").filter((block) => {
    const number = /^(?:#.*\n)*\[\[stages\]\]\nnumber = (\d+)/.exec(block)?.[1];
    return number === undefined || !further.has(number);
  });
  const lines = blocks
    .join("\n\n")
    .split("\n")
    .filter((line) => !further.has(/^ {2}\{ (?:stage|phase) = (\d+),/.exec(line)?.[1] ?? ""));
  return lines.join("\n").replaceAll("\nstages = [\n]", "");
}
