import type { FieldLine } from "../../../src/street/field-line.ts";
import { dice } from "../../dice.ts";

/** How many frames went over the lines, and how many of them were lost. */
export interface Lost {
  frames: number;
  lost: number;
}

/** A line on which so many of a thousand writes are lost, each as a whole, both ways: a bad connector. */
export function lossy(line: FieldLine, loss_pm: number, seed: number, count: Lost): FieldLine {
  const roll = dice(seed);
  const loses = (): boolean => {
    count.frames++;
    const lost = loss_pm > 0 && roll(1_000) < loss_pm;
    if (lost) count.lost++;
    return lost;
  };
  return {
    heard: (now, bytes) => {
      if (!loses()) line.heard(now, bytes);
    },
    get saysAt() {
      return line.saysAt;
    },
    said: (now) => {
      const said = line.said(now);
      return said === null || loses() ? null : said;
    },
  };
}
