import type { Language } from "../traffic/language.ts";
import { COMMANDS_ZH, WALK_ZH } from "./languages/zh-Hans.ts";
import { isUnverified, type Request, type ResultDetail } from "./port.ts";

type Sentence = (english: string) => string;

/** What was asked for, and by whom where that is not the brain. */
interface Asked {
  readonly what: string;
  readonly by: string;
}

/** Of a request: what, by whom, and why it is only recorded. */
export function requestWords(request: Request, language: Language, sentence: Sentence): string {
  const { what, by } = askedIn(request, language);
  const unsigned = isUnverified(request.id) ? UNSIGNED[language] : "";
  return joined(language, what, byWords(by, language), unsigned, request.refused === "" ? "" : sentence(request.refused));
}

/** Of its result: the same, and what came of it. */
export function resultWords(result: ResultDetail, language: Language, sentence: Sentence): string {
  const { what, by } = askedIn({ command: result.command, args: result.args ?? "{}" }, language);
  const zh = language === "zh-Hans";
  const came = result.done ? (zh ? "：已执行" : " done") : zh ? `：被拒绝：${sentence(result.refused)}` : ` refused: ${result.refused}`;
  return joined(language, `${what}${came}`, byWords(by, language));
}

const UNSIGNED: { readonly [L in Language]: string } = { en: "not signed by the brain", "zh-Hans": "未经中心签名" };

const joined = (language: Language, ...parts: readonly string[]): string =>
  parts.filter((part) => part !== "").join(language === "en" ? "; " : "；");
const byWords = (by: string, language: Language): string => (by === "" ? "" : language === "en" ? `by ${by}` : `由${by}`);

/** Whoever may ask beside the brain: what its arguments say. Everything else is a command: "hold phase 4 for 30 s". */
const OWN: { readonly [command: string]: ((args: string, language: Language) => Asked) | undefined } = {
  technician: (args, language) => {
    const { does, name = "", command = "", args: own } = JSON.parse(args) as Partial<Technicians>;
    const by = name === "" ? "" : language === "en" ? `${name}, technician` : `${name}（技术员）`;
    if (does === undefined) return { what: named("technician", language), by };
    if (does !== "command") return { what: language === "en" ? `${does} technician session` : (SESSION_ZH[does] ?? does), by };
    return { what: askedIn({ command, args: JSON.stringify(own ?? {}) }, language).what, by };
  },
  commissioning: (args, language) => {
    const { what = "", by = "", step = "" } = JSON.parse(args) as { what?: string; by?: string; step?: string };
    const words = language === "en" ? what : (WALK_ZH[what] ?? what);
    const colon = language === "en" ? ": " : "：";
    return { what: [named("commissioning", language), `${words} ${step}`.trim()].filter((part) => part !== "").join(colon), by };
  },
  "upload-plan": (args, language) => {
    const { hash, part, parts } = JSON.parse(args) as { hash?: string; part?: number; parts?: number };
    if (hash === undefined) return { what: named("upload-plan", language), by: "" };
    const which = language === "en" ? `part ${part} of ${parts}` : `第 ${part} 部分，共 ${parts} 部分`;
    return { what: `${named("upload-plan", language)} ${hash.slice(0, 12)}, ${which}`, by: "" };
  },
  // Records of their own say what these are about.
  "plan-tried": (_, language) => ({ what: named("plan-tried", language), by: "" }),
  "update-told": (_, language) => ({ what: named("update-told", language), by: "" }),
};

interface Technicians {
  readonly does: string;
  readonly name: string;
  readonly command: string;
  readonly args: unknown;
}

function askedIn({ command, args }: Pick<Request, "command" | "args">, language: Language): Asked {
  const given = args === "" ? "{}" : args;
  const own = OWN[command]?.(given, language);
  if (own !== undefined) return own;
  const value: unknown = JSON.parse(given);
  const called = named(command, language);
  if (typeof value !== "object" || value === null) return { what: `${called} ${args}`, by: "" };
  const { by = "", ...rest } = value as { readonly by?: string };
  return { what: `${called} ${argsWords(rest, language)}`.trimEnd(), by };
}

/** A command as the reader knows it. */
const named = (command: string, language: Language): string => (language === "en" ? command : (COMMANDS_ZH[command] ?? command));

const SESSION_ZH: { readonly [does: string]: string } = { begin: "开始技术员会话", end: "结束技术员会话" };

/** Its arguments, with what they count: {"phase":4,"for_s":30} → "phase 4 for 30 s". */
function argsWords(args: object, language: Language): string {
  const words = Object.entries(args).map(([name, each]) => {
    const known = language === "en" ? ARGUMENTS[name]?.(each) : ARGUMENTS_ZH[name]?.(each);
    return known ?? (each === true ? name : each === false ? "" : String(each));
  });
  return words.filter((word) => word !== "").join(" ");
}

type Arguments = { readonly [name: string]: ((value: unknown) => string) | undefined };
const ARGUMENTS: Arguments = {
  phase: (n) => `phase ${n}`,
  detector: (n) => `detector ${n}`,
  pattern: (n) => `pattern ${n}`,
  for_s: (s) => (s === 0 ? "to be over" : `for ${s} s`),
  on: (on) => (on === true ? "on" : "off"),
};
/** What a command is called says already what its number is. */
const ARGUMENTS_ZH: Arguments = {
  for_s: (s) => (s === 0 ? "解除" : `${s} 秒`),
  on: (on) => (on === true ? "有车" : "无车"),
  pedestrian: (only) => (only === true ? "行人" : ""),
};
