import { CODE } from "../traffic/codes.ts";
import type { Language } from "../traffic/language.ts";
import { faultIn } from "../traffic/monitor-fault.ts";
import type { WallTime } from "../traffic/time.ts";
import { type Record, wallOf } from "./port.ts";
import { isWhole, type Names, saysWords, whatWords, whichWords } from "./record-words.ts";
import type { Summary } from "./summary.ts";

/** Longer ones are cut in a line for eyes; JSON has them whole. */
const DETAIL_MAX = 90;

/** The names of instants, in the time zone of a site. */
export class WallWords {
  #zone = "UTC";
  #format = formatOf("UTC");
  #second = Number.NaN;
  #words = "";

  /** False if it is no time zone; the old one stays then. */
  set(zone: string): boolean {
    if (zone === this.#zone) return true;
    try {
      this.#format = formatOf(zone);
    } catch {
      return false;
    }
    this.#zone = zone;
    this.#second = Number.NaN;
    return true;
  }

  get zone(): string {
    return this.#zone;
  }

  /** To the millisecond: "2026-01-05 07:12:03.400". */
  at(wall: WallTime): string {
    const words = this.second(wall);
    return `${words}.${String(wall - Math.floor(wall / 1_000) * 1_000).padStart(3, "0")}`;
  }

  /** The second that it is in: "2026-01-05 07:12:03". */
  second(wall: WallTime): string {
    // Most records share their second with the one before, and a format costs more than all the rest of a line.
    const second = Math.floor(wall / 1_000);
    if (second !== this.#second) this.#words = this.#format.format(second * 1_000);
    this.#second = second;
    return this.#words;
  }

  /** The same, with the zone that it is said in: "2026-01-05 07:12:03 (Asia/Shanghai)". */
  secondInZone(wall: WallTime): string {
    return `${this.second(wall)} (${this.#zone})`;
  }
}

/** Swedish writes dates as ISO 8601 does. Throws a RangeError for a zone that is none. */
const formatOf = (zone: string) => new Intl.DateTimeFormat("sv-SE", { timeZone: zone, dateStyle: "short", timeStyle: "medium" });

/** What a session's records are told with, from the site file that it began with; nothing where that cannot be found. */
export function namesOf(beginning: Record | null): Names & { readonly zone: string } {
  const site = siteTextOf(beginning);
  const devices = tablesOf("devices", site).map((lines, i) => textOf("name", lines) || String(i));
  // Vehicle groups of stages are run as overlaps, numbered in their order.
  const groups = tablesOf("signal_groups", site).filter((lines) => textOf("kind", lines) === "vehicle");
  const overlaps = new Map(groups.map((lines, i) => [i + 1, textOf("name", lines)]));
  return {
    zone: textOf("time_zone", site),
    devices,
    contact: numbered("inputs", site),
    overlap: overlaps.size > 0 ? overlaps : numbered("overlaps", site),
    preempt: numbered("preempts", site),
    neighbour: new Map(tablesOf("neighbours", site).map((lines, i) => [i + 1, textOf("unit", lines)])),
  };
}

/** What stands in each `[[name]]`. Read line by line: the rest of the file may be of a version that is no longer understood. */
function tablesOf(name: string, site: string): string[] {
  const [, ...tables] = site.split(new RegExp(`^\\s*\\[\\[\\s*${name}\\s*\\]\\]`, "m"));
  return tables.map((lines) => lines.split(/^\s*\[/m, 1)[0]!);
}

const numbered = (name: string, site: string): ReadonlyMap<number, string> =>
  new Map(tablesOf(name, site).map((lines) => [Number(/^\s*number\s*=\s*(\d+)/m.exec(lines)?.[1]), textOf("name", lines)]));

function siteTextOf(beginning: Record | null): string {
  if (beginning?.code !== CODE.sessionStart) return "";
  try {
    const { site } = JSON.parse(beginning.detail) as { site?: unknown };
    return typeof site === "string" ? site : "";
  } catch {
    return "";
  }
}

const textOf = (key: string, lines: string): string => new RegExp(`^\\s*${key}\\s*=\\s*["']([^"']+)["']`, "m").exec(lines)?.[1] ?? "";

/** In which language lines are, and who knows the unit's own sentences in it. */
export interface LineLanguage {
  readonly language: Language;
  readonly sentence: (english: string) => string;
}

export const IN_ENGLISH: LineLanguage = { language: "en", sentence: (english) => english };

/** What stands over the lines. */
export function headingLines({ zone }: WallWords, { language }: LineLanguage = IN_ENGLISH): string[] {
  if (language === "zh-Hans")
    return [`时间为 ${zone} 时间；“>”为输入，其余为信号机的处理`, `${"日期       时间".padEnd(19)}     记录  代码 内容`];
  return [
    `times in ${zone}; > marks what came in, the rest is what the unit made of it`,
    `${"date       time".padEnd(23)}   record  code what`,
  ];
}

/** One line: when, which, what. ">" marks what came in. */
export function recordLine(
  record: Record,
  wall_base: WallTime,
  words: WallWords,
  names: Names,
  { language, sentence }: LineLanguage = IN_ENGLISH,
): string {
  const { seq, at, code, input } = record;
  const what = whatWords(record, language);
  const line = `${words.at(wallOf(wall_base, at))} ${String(seq).padStart(8)} ${input ? ">" : " "} ${String(code).padStart(3)} ${what}`;
  const says = saysWords(record, language, sentence);
  const short = says.length > DETAIL_MAX && !isWhole(record) ? `${says.slice(0, DETAIL_MAX)}…` : says;
  return [line, whichWords(record, names, language), short].filter((part) => part !== "").join("  ");
}

const sizeWords = (bytes: number): string =>
  bytes < 1_048_576 ? `${Math.ceil(bytes / 1_024)} KB` : `${(bytes / 1_048_576).toFixed(1)} MB`;

export function summaryLines(s: Summary, words: WallWords, told: LineLanguage = IN_ENGLISH): string[] {
  if (told.language === "zh-Hans") return summaryLinesZh(s, words, told.sentence);
  const waiting = s.last_seq - s.acked;
  const last = s.sessions.at(-1);
  return [
    `unit      ${s.unit}`,
    `epoch     ${s.epoch}${s.created === 0 ? "" : `, begun ${words.at(s.created)} (${words.zone})`}`,
    `records   ${s.chunks === 0 ? "none" : `${s.first_seq} to ${s.last_seq}, in ${s.chunks} chunks`}`,
    `sessions  ${last === undefined ? "none" : `${s.session}, the last one from ${last.first_seq} on`}`,
    `brain     ${s.acked === 0 ? "has acknowledged nothing" : `has everything up to ${s.acked}`}${waiting > 0 ? `; ${waiting} to come` : ""}`,
    ...(s.latched === "" ? [] : [`monitor   latched: ${faultIn(s.latched)!.words}`]),
    `size      ${sizeWords(s.bytes)} in use, ${sizeWords(s.file_bytes)} on disk`,
    ...(s.gaps.length === 0 ? ["gaps      none"] : s.gaps.map((g) => `gap       ${g.from} to ${g.to}: ${g.reason}`)),
  ];
}

function summaryLinesZh(s: Summary, words: WallWords, sentence: (english: string) => string): string[] {
  const waiting = s.last_seq - s.acked;
  const last = s.sessions.at(-1);
  return [
    `信号机    ${s.unit}`,
    `存储      ${s.epoch}${s.created === 0 ? "" : `，始于 ${words.at(s.created)}（${words.zone}）`}`,
    `记录      ${s.chunks === 0 ? "无" : `${s.first_seq} 至 ${s.last_seq}，共 ${s.chunks} 块`}`,
    `运行      ${last === undefined ? "无" : `第 ${s.session} 次，自记录 ${last.first_seq} 起`}`,
    `中心      ${s.acked === 0 ? "尚未确认任何记录" : `已确认至 ${s.acked}`}${waiting > 0 ? `；还有 ${waiting} 条待传` : ""}`,
    ...(s.latched === "" ? [] : [`监视器    已锁存：${sentence(faultIn(s.latched)!.words)}`]),
    `大小      已用 ${sizeWords(s.bytes)}，占磁盘 ${sizeWords(s.file_bytes)}`,
    ...(s.gaps.length === 0 ? ["缺口      无"] : s.gaps.map((g) => `缺口      ${g.from} 至 ${g.to}：${sentence(g.reason)}`)),
  ];
}
