import { CHECKS } from "../../panel/chinese/checks.ts";
import { KEYS } from "../../panel/chinese/keys.ts";
import { PLACES } from "../../panel/chinese/places.ts";
import { type Sentence, translator } from "../../panel/chinese/said.ts";
import { withStages } from "../../panel/chinese/stages.ts";
import { SYNTAX } from "../../panel/chinese/syntax.ts";
import { PARTS } from "./places.ts";
import { GENERAL, OF_RINGS, VALUES } from "./rings.ts";
import { OF_STAGES } from "./stages.ts";
import { WARNINGS } from "./warnings.ts";

/** What the doctor says of a site file (cli/doctor.ts). */
const TOLD: readonly Sentence[] = [
  ["one problem, on line {n}: {}", "1 处错误，在第 {} 行：{}"],
  // A file that cannot be read (cli/site-file.ts).
  ["there is no such file", "没有该文件"],
  ["Look at its name and at the folder that you are in.", "请核对文件名和当前目录。"],
  ["it is a folder", "这是一个目录"],
  ["Name a file in it.", "请指定其中的文件。"],
  ["you may not read it", "无权读取"],
  ["Try with sudo.", "请用 sudo 重试。"],
  ["it cannot be read ({})", "无法读取（{=}）"],
  ["Copy it again.", "请重新复制。"],
  ["it has {n} bytes; a site file has at most {n}", "有 {} 字节；配置文件最多 {} 字节"],
  ["Name a .toml file such as deploy/sites/four-leg.toml.", "请指定 .toml 文件，如 deploy/sites/four-leg.toml。"],
  [
    "No check of this program foresaw it: compare the file with the timing sheet, and report it with the file.",
    "本程序的检查未预见此情况：请与配时表核对，并连同文件一起报告。",
  ],
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
