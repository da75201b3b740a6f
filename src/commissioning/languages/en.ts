import { type OthersForms, othersWords } from "../others.ts";
import type { Report } from "../report.ts";

type Seen = Report["steps"][number]["evidence"];

const OTHERS: OthersForms = {
  locale: "en-GB",
  to: " to ",
  names: {
    detector: (numbers, many) => `${many ? "detectors" : "detector"} ${numbers}`,
    button: (numbers, many) => `${many ? "push buttons" : "push button"} ${numbers}`,
  },
};

/** The report in English (a number and its unit stand on one line). Every other language has the same keys: one that is missing is a type error. */
export const en = {
  locale: "en-GB",
  title: "Acceptance report",
  safe: "SAFE TO LEAVE",
  unsafe: "NOT SAFE TO LEAVE",
  safeWhy: "Every step was confirmed by the technician and seen by the unit.",
  safeBut: (skipped: number) =>
    `Every step that must be was confirmed by the technician and seen by the unit. ${skipped} left out, which count traffic only.`,
  unsafeWhy: (open: number, skipped: number) =>
    `${open} ${open === 1 ? "step that must be confirmed is" : "steps that must be confirmed are"} not, and marked below.${skipped === 0 ? "" : ` ${skipped} more left out, which only count traffic and may be.`}`,
  unit: "Unit",
  site: "Intersection",
  siteFile: "Site file (SHA-256)",
  version: "Software",
  by: "Technician",
  begun: "Begun",
  ended: "Finished",
  columns: { step: "Step", state: "Result", seen: "What the unit saw", by: "Who", at: "When" },
  leftOut: (why: string) => `LEFT OUT: ${why}`,
  mayLeaveOut: (why: string) => `left out (only counts): ${why}`,
  states: { open: "OPEN", confirmed: "confirmed" },
  kinds: {
    site: () => "Site file",
    detector: (number: number, name: string) => `Detector ${number}: ${name}`,
    button: (number: number, name: string) => `Push button ${number}: ${name}`,
    channel: (number: number, name: string) => `Signal head, channel ${number}: ${name}`,
    monitor: () => "Conflict monitor",
    clock: () => "Clock",
    brain: () => "Contact with the centre",
    running: () => "Healthy running",
  },
  seen: {
    site: ({ approaches }: Seen) => `right for this place; approaches: ${approaches}`,
    tripped: ({ times, held_ms, others }: Seen) =>
      others === undefined
        ? `came ${times === 1 ? "once" : `${times} times`} and nobody else did${held_ms === 0 ? "" : `, ${Number(held_ms) / 1_000}\u00a0s`}`
        : `came, and with it traffic on ${othersWords(String(others), OTHERS)}`,
    channel: ({ lamps }: Seen) => `lit: ${lamps}`,
    monitor: () => "content, no fault",
    clock: ({ kept, brain_s, phone_s }: Seen) =>
      `${kept === 1 ? "set by network time" : "not synchronised"}${brain_s === undefined ? "" : `; the centre's differs by ${brain_s}\u00a0s`}${phone_s === undefined ? "" : `; the phone differs by ${phone_s}\u00a0s`}`,
    brain: ({ broker, acked_seq }: Seen) => `through ${broker}, acknowledged up to record ${acked_seq}`,
    running: ({ healthy_s, polls, timeouts, worst_late_ms }: Seen) =>
      `${healthy_s}\u00a0s; ${timeouts} of ${polls} questions unanswered; latest tick ${worst_late_ms}\u00a0ms late`,
  },
  signature: "Signature",
  key: "The unit's key (Ed25519)",
  certified: "The unit's certificate vouches for this key.",
  uncertified: "The unit has no certificate; compare the key with the one that the centre knows.",
  verify: "Whoever has the file acceptance-report.json checks it with: stopline report --verify acceptance-report.json",
  signed: ["Technician, date", "For the road authority, date"],
  page: "Printed from the unit itself. What is signed is the file, not the paper.",
  /** Under each page of the PDF. */
  foot: (unit: string, signature: string, page: number, pages: number) => `${unit}, signature ${signature}…, page ${page} of ${pages}`,
  noLetter: "□ stands for a letter that this PDF has no font for; acceptance-report.json has it.",
  /** What the verb says of a file. */
  verb: {
    step: (name: string, result: string, seen: string) => `${name}: ${result}${seen === "" ? "" : `; ${seen}`}`,
    noReport: (file: string) => `${file} is no acceptance report as a unit writes it, or it was changed`,
    notSigned: (why: string) => `NOT what the unit signed: ${why}`,
    signed: (unit: string, key: string, who: string) => `Signed by ${unit}, key ${key}; ${who}`,
    otherKey: (key: string) => `it is signed by the key ${key}, not by the one that you named: another unit's`,
    none: "nobody vouches for the key: compare it with the one that you know (--key)",
    vouches: "the certificate in it vouches for the key; name the authority (--ca) to know whose certificate that is",
    authority: "the authority's certificate vouches for the key",
    wrote: (file: string) => `${file} is written`,
    noWalk: (unit: string) => `the store has no finished walk of ${unit}`,
    /** Of a reason that `platform/report-key.ts` gives in English. */
    why: (said: string) => said,
  },
};

export type ReportWords = typeof en;
