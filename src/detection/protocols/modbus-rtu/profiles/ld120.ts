import type { Profile } from "./profile.ts";

/** Discrete inputs 10001 fault, 10002 detect, 10005 open circuit, 10006 short circuit. 10003 and 10004 are not used. */
export const LD120: Profile = {
  words: "PCE LD120 single-channel loop detector (manual, pages 9 and 10)",
  func: 2,
  start: 0,
  count: 6,
  inputs: [
    {
      detect: 1,
      faults: [
        { bit: 0, fault: "other" },
        { bit: 4, fault: "open-loop" },
        { bit: 5, fault: "shorted-loop" },
      ],
    },
  ],
};
