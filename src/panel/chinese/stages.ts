import { inStages } from "../../config/stages/told.ts";
import type { Sentence } from "../page/languages/zh-Hans-said.ts";

/**
 * A table of what may be wrong in a site file or plan, with each sentence as it is told of a site that states stages behind that of one that states
 * rings: stages are compiled to rings, and what those are told is said in words of stages (config/stages/told.ts). Keys in the Chinese go with them.
 */
export const withStages = (table: readonly Sentence[]): readonly Sentence[] =>
  table.flatMap(([english, chinese]): readonly Sentence[] => {
    const told = inStages(english);
    return told === english
      ? [[english, chinese]]
      : [
          [english, chinese],
          [told, phasesAsStages(inStages(chinese))],
        ];
  });

/** 相位差 is an offset. */
const phasesAsStages = (chinese: string): string => chinese.replace(/相位(?!差)/g, "阶段");
