import { CODES, type Code } from "./codes.ts";

/** What the doctor has to say of one thing: a port, a device, a line, the clock. Everything it finds has this shape. */
export interface Finding {
  readonly code: Code;
  /** good: as it should be; look: works, and a person should know; wrong: does not work. */
  readonly grade: "good" | "look" | "wrong";
  /** `port "rack"`, `device "loop-north-1"`, `journal`. */
  readonly about: string;
  /** What was found, with its figures. */
  readonly found: string;
  /** What the code means, the likeliest cause, and what to do next; "" where all is good. */
  readonly means: string;
  readonly cause: string;
  readonly todo: string;
}

export const finding = (code: Code, about: string, found: string): Finding => ({ code, about, found, ...CODES[code] });

export const isWrong = ({ grade }: Finding): boolean => grade === "wrong";
