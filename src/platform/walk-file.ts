import { readFileSync } from "node:fs";
import type { KeptFile } from "../commissioning/kept.ts";
import { writeWhole } from "./whole-file.ts";

/** The records of the last walk, beside the journal. */
export const walkFile = (path: string): KeptFile => ({
  read: () => {
    try {
      return readFileSync(path, "utf8");
    } catch {
      return "";
    }
  },
  write: (text) => writeWhole(path, text),
});
