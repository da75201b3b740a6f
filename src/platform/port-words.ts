import type { Port } from "../traffic/site.ts";

/** As the library says it. */
export const HELD = "cannot lock port";

const HELD_WORDS = "is held by another program";

/** What the library and the system say, and what a technician can do about it. */
const ADVICE: readonly (readonly [said: RegExp, words: string, todo: string])[] = [
  [
    /no such file|ENOENT/i,
    "is not there",
    "is the adapter plugged in, and is the path in the site file its own? (ls -l /dev/serial/by-path)",
  ],
  [/permission denied|EACCES/i, "may not be opened by this user", "add the user to the group that owns it (ls -l shows it; often dialout)"],
  [
    /^RS-485/,
    "has a driver that switches no RS-485 transceiver",
    "leave rs485 out if the adapter switches by itself, as those on USB do; a UART of the board switches when its device tree node has " +
      "rts-gpios and the line linux,rs485-enabled-at-boot-time;",
  ],
  [/lock|temporarily unavailable|busy/i, HELD_WORDS, "end that program (fuser names it)"],
  [/bad file descriptor|input\/output|EIO|hang|closed|no such device|ENXIO/i, "was unplugged", "plug the adapter in again"],
  [/baud/i, "does not take these settings", "set a baud rate that the adapter knows"],
];

/** Whether the cause is that another has it: then it may be asked who. */
export const isHeld = (said: string): boolean => ADVICE.find(([pattern]) => pattern.test(said))?.[1] === HELD_WORDS;

/** A cause as a sentence: what is wrong with the port, what was said, what to do. `holder`: who has it; "" where nobody knows. */
export function portWords(port: Port, said: string, holder = ""): string {
  const [, words, todo] = ADVICE.find(([pattern]) => pattern.test(said)) ?? [null, "does not work", "look at the adapter and its cable"];
  // The system names the path once more.
  const more = holder === "" ? said.replace(/, open '.*'$/, "") : `by ${holder}`;
  return `port "${port.name}": ${port.path} ${words} (${more}); ${todo}`;
}
