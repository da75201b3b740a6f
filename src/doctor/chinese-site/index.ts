import { CHECKS } from "../../panel/chinese/checks.ts";
import { KEYS } from "../../panel/chinese/keys.ts";
import { PLACES } from "../../panel/chinese/places.ts";
import { withStages } from "../../panel/chinese/stages.ts";
import { SYNTAX } from "../../panel/chinese/syntax.ts";
import { type Sentence, translator } from "../../panel/page/languages/zh-Hans-said.ts";
import { PARTS } from "./places.ts";
import { GENERAL, OF_RINGS, VALUES } from "./rings.ts";
import { OF_STAGES } from "./stages.ts";
import { WARNINGS } from "./warnings.ts";

/** What the doctor says of a site file (cli/doctor.ts). */
const TOLD: readonly Sentence[] = [
  ["{n} problems, the first on line {n}: {}", "{} 处错误，第一处在第 {} 行：{}"],
  ["line {n}: {}: {}", "第 {} 行：{}：{}"],
  ["unit {}, {n} ports, {n} devices", "信号机 {}，{} 个串口，{} 个设备"],
];

/** Every sentence about a whole site file that is in no plan. */
export const OF_SITES: readonly Sentence[] = [...OF_STAGES, ...OF_RINGS, ...VALUES, ...WARNINGS, ...GENERAL];

/** What is wrong in a site file, or not as good as it could be. What both a plan and a site file can have is said as the page says it of a plan. */
export const OF_SITE_FILES = withStages([
  ...TOLD,
  ...SYNTAX,
  ...OF_STAGES,
  ...OF_RINGS,
  ...VALUES,
  ...WARNINGS,
  ...KEYS,
  ...CHECKS,
  ...GENERAL,
  ...PARTS,
  ...PLACES,
]);
export const siteInChinese = translator(OF_SITE_FILES);
