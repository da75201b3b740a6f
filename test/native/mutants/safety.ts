import type { Mutant } from "./rewrite.ts";

/** What keeps people from being hit: what is shown, what stands between a green and those in its way, and who looks at it. */
const files = [
  "native/junction.",
  "native/monitor/",
  "native/controller/check.",
  "native/controller/flash.",
  "native/controller/interlock.",
  "native/controller/lamps.",
  "native/controller/overlap.",
  "native/controller/overlaps.",
  "native/controller/pedestrian.",
];
/** Of files that do more than that, the functions that do that. */
const functions = new Map([
  [
    "native/controller/ring.cc",
    [
      "Ring::Begin",
      "Ring::BeginGreen",
      "Ring::BeginWalk",
      "Ring::TimeLeadingWalk",
      "Ring::TimeClearance",
      "Ring::Through",
      "Ring::End",
      "Ring::Drop",
    ],
  ],
  ["native/controller/ring.h", ["Ring::Green", "Ring::On", "Ring::Clearing", "Ring::Pending", "Ring::Idle", "Ring::Ready"]],
  ["native/controller/greens.cc", ["Barriers::BeginGreens"]],
  ["native/controller/succession.cc", ["Barriers::green", "Barriers::on", "Barriers::walk", "Barriers::PedestriansLeft"]],
  ["native/controller/barriers.cc", ["Barriers::Open", "Barriers::Step", "Barriers::Drop"]],
  ["native/controller/sequence.cc", ["Sequence::Open"]],
  ["native/controller/sequence.h", ["Has", "Only"]],
]);

export function isSafety(mutant: Mutant): boolean {
  return files.some((start) => mutant.file.startsWith(start)) || (functions.get(mutant.file)?.includes(mutant.function) ?? false);
}
