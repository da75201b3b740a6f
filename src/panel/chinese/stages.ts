import { inStages } from "../../config/stages/told.ts";
import type { Sentence } from "./said.ts";

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
          [told, OF_STAGES[told] ?? phasesAsStages(inStages(chinese))],
        ];
  });

/** Of stages alone: where rings are told of rings and barriers. */
const OF_STAGES: { readonly [told: string]: string } = {
  "Write one stage alone: no two are green together.": "请只写一个阶段：各阶段不会同时绿灯。",
  "Write the stage that keeps the green wave: [1].": "请写保持绿波的阶段：[1]。",
};

/** 相位差 is an offset. */
const phasesAsStages = (chinese: string): string => chinese.replace(/相位(?!差)/g, "阶段").replace("环自身", "阶段自身");
