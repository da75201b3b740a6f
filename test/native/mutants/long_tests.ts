/** The long tests that a survivor still meets, by words of their names: those that are about its file, and one that is about everything. */
const about = new Map([
  ["coordination", ["under any pattern", "an offset that is elsewhere"]],
  ["permissives", ["under any pattern"]],
  ["plan", ["under any pattern"]],
  ["layout", ["under any pattern"]],
  ["correction", ["an offset that is elsewhere"]],
  ["priority", ["any requests on any site"]],
  ["headway", ["any requests on any site"]],
  ["preempt", ["any preempts on any site", "the way in takes as long"]],
  ["flash", ["automatic flash from anywhere"]],
  ["overlap", ["any overlaps on any site", "four legs with overlaps"]],
  ["monitor", ["every fault in the controller's output"]],
]);

export function longTestsOf(file: string): readonly string[] {
  return ["any site with any options", ...[...about].filter(([word]) => file.includes(word)).flatMap(([, words]) => words)];
}
