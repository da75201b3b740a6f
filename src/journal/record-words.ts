import type { CabinetWord } from "../traffic/cabinet.ts";
import { CODE, type Code, type Counts, meaningOf } from "../traffic/codes.ts";
import { FAULT_TODO } from "../traffic/fault-words.ts";
import type { Language } from "../traffic/language.ts";
import {
  CODES_ZH,
  COORDINATION_ZH,
  COUNTS_ZH,
  FAULTS_ZH,
  FLASH_ZH,
  LOCAL_FREE_ZH,
  MODES_ZH,
  SOURCES_ZH,
  WALK_ZH,
} from "./languages/zh-Hans.ts";
import type { Record, Request, ResultDetail } from "./port.ts";
import { requestWords, resultWords } from "./request-words.ts";

/** What of its site a session's records are told with. */
export interface Names {
  /** In the order of the site file, as records count them; where one is missing its number is said. */
  readonly devices: readonly string[];
  /** By number. */
  readonly contact: ReadonlyMap<number, string>;
  readonly overlap: ReadonlyMap<number, string>;
  readonly preempt: ReadonlyMap<number, string>;
  /** Units, in the order of the site file from 1. */
  readonly neighbour: ReadonlyMap<number, string>;
}

export const NO_NAMES: Names = { devices: [], contact: new Map(), overlap: new Map(), preempt: new Map(), neighbour: new Map() };

/** What happened, without whom and how: "begin green". */
export function whatWords({ code }: Record, language: Language): string {
  const meaning = meaningOf(code);
  if (language === "zh-Hans") return meaning === undefined ? "未知代码" : CODES_ZH[code as Code];
  return meaning?.words ?? "unknown code";
}

/** Whom a record is about: "phase 2", "push button 1", "device loop-north-1", "preempt 1 railway"; "" for the unit as a whole. */
export function whichWords({ code, param }: Record, names: Names, language: Language = "en"): string {
  const counts = meaningOf(code)?.param ?? "number";
  const noun = nounOf(counts, language);
  if (counts === "device") return `${noun} ${names.devices[param] ?? param}`;
  if (counts === "seconds") return `${param} ${language === "en" ? "s" : noun}`;
  if (counts === "contact" || counts === "overlap" || counts === "preempt" || counts === "neighbour")
    return `${noun} ${param} ${names[counts].get(param) ?? ""}`.trimEnd();
  if (counts !== "unit") return `${noun} ${param}`;
  return param === 0 || WORDS_OF_PARAM[code] !== undefined ? "" : String(param);
}

const nounOf = (counts: Counts | "number", language: Language): string =>
  language === "en" ? counts : counts === "number" ? "编号" : COUNTS_ZH[counts];

const WHOLE: ReadonlySet<number> = new Set([CODE.doubted, CODE.laneEstimate, CODE.update, CODE.commandReceived, CODE.commandResult]);

/** What is written for somebody to act on, and what has only numbers in it, is never cut. */
export const isWhole = ({ code }: Record): boolean => WHOLE.has(code) || (code >= 84 && code <= 88);

/** Of a record, in the words of `sentence` where it has a sentence of the unit's own. */
type Says = (record: Record, sentence: (english: string) => string) => string;

/** A sentence of the unit's own as it was written. */
const same = (english: string): string => english;

/**
 * What a record says beyond that, with its units. What cannot be read is given as it stands. Some records have a sentence in them that the unit wrote in English:
 * `sentence` is who knows it in the reader's language.
 */
export function saysWords(record: Record, language: Language = "en", sentence = same): string {
  const zh = language === "zh-Hans";
  const words = (zh ? SAYS_ZH[record.code] : undefined) ?? SAYS[record.code];
  try {
    if (words !== undefined) return words(record, zh ? sentence : same);
  } catch {}
  return [record.value === 0 ? "" : `= ${record.value}`, record.detail].filter((part) => part !== "").join("  ");
}

/** NTCIP 1202, unitFlashStatus. */
const FLASH = [
  "",
  "other",
  "not flashing",
  "automatic flash",
  "manual flash",
  "monitor fault",
  "monitor unit",
  "start-up flash",
  "preempt flash",
];

/** Indiana code 150. */
const COORDINATION = ["free", "in step", "in transition: longer cycles", "in transition: shorter cycles", "in transition: dwell"];

/** NTCIP 1202, localFreeStatus. */
const LOCAL_FREE = [
  "",
  "other",
  "not free",
  "commanded free",
  "free in transition",
  "free by an input",
  "free by the operator",
  "bad plan: its coordinated phases cannot be green together, or phases that conflict share a time",
  "bad cycle time: a split does not hold its phase's minimums and clearances",
  "split overrun: the splits do not make up the cycle, or rings do not come to a barrier together",
  "invalid offset: it is not within the cycle",
  "failed",
];

/** Codes whose parameter is a word. */
const WORDS_OF_PARAM: { readonly [code: number]: readonly string[] } = {
  [CODE.unitFlashStatus]: FLASH,
  [CODE.coordinationStatus]: COORDINATION,
  [CODE.runsFree]: LOCAL_FREE,
};
const wordOfParam = ({ code, param }: Record): string => WORDS_OF_PARAM[code]![param] ?? String(param);

/** What is wrong, the likely cause, and what to do. */
const found = ({ detail }: Record): string => [detail, FAULT_TODO[detail] ?? ""].filter((part) => part !== "").join(": ");
const fault: Says = ({ detail }, sentence) => sentence(detail);
/** A stamp is the unit's own unless the sensor has given one. */
function stamped(record: Record): string {
  const { age_ms, speed_dkmh } = record.detail === "" ? {} : read<{ age_ms: number; speed_dkmh: number }>(record);
  const timed = record.value === 0 ? `timed by the sensor${age_ms === undefined ? "" : `: ${age_ms} ms before`}` : "";
  return [timed, speed_dkmh === undefined ? "" : `${(speed_dkmh / 10).toFixed(1)} km/h`].filter((part) => part !== "").join(", ");
}

const SAYS: { readonly [code: number]: Says } = {
  [CODE.unitFlashStatus]: wordOfParam,
  [CODE.coordinationStatus]: wordOfParam,
  [CODE.runsFree]: wordOfParam,
  [CODE.patternChanged]: (r, sentence) => sentence(read<{ why: string }>(r).why),
  [CODE.clockCorrected]: ({ value }) => `by ${value > 0 ? "+" : ""}${value / 1_000} s`,
  [CODE.sessionStart]: (r) => `version ${String(read<{ version: string }>(r).version)}`,
  [CODE.gap]: (r) => {
    const { from, to, reason } = read<{ from: number; to: number; reason: string }>(r);
    return `${from} to ${to}: ${reason}`;
  },
  [CODE.tenthsMissed]: ({ value }) => `${value} (${value / 10} s)`,
  [CODE.inputOn]: stamped,
  [CODE.inputOff]: stamped,
  [CODE.inputFault]: fault,
  [CODE.inputFaultCleared]: fault,
  [CODE.buttonFault]: fault,
  [CODE.buttonFaultCleared]: fault,
  [CODE.count]: counted,
  [CODE.volumeOccupancy]: counted,
  [CODE.announced]: ({ value }) => `${(value / 100).toFixed(1)} vehicles in a minute`,
  [CODE.doubted]: (r) => read<{ words: string }>(r).words,
  84: found,
  85: found,
  86: found,
  87: found,
  88: found,
  [CODE.laneEstimate]: laneWords,
  [CODE.doubtEnded]: (r, sentence) => sentence(read<{ doubt: string }>(r).doubt),
  [CODE.technician]: (r) => {
    const { name, why } = read<{ name: string; why: string }>(r);
    return `${name}: ${why}`;
  },
  [CODE.commandReceived]: (r) => requestWords(read<Request>(r), "en", same),
  [CODE.commandResult]: (r) => resultWords(read<ResultDetail>(r), "en", same),
  [CODE.deviceIdentity]: (r) => {
    const { serial_number, version } = read<{ serial_number: string; version: string }>(r);
    const said = [serial_number === "" ? "" : `serial number ${serial_number}`, version === "" ? "" : `version ${version}`];
    return `${r.value === 1 ? "another than before: " : ""}${said.filter((part) => part !== "").join(", ")}`;
  },
  [CODE.monitorFault]: (r) => {
    const { words, channels } = read<{ words: string; channels: readonly number[] }>(r);
    return channels.length === 0 ? words : `${words}; channels ${channels.join(" ")}`;
  },
  [CODE.monitorReset]: (r) => {
    const { by, words, restart } = read<{ by: string; words: string; restart: boolean }>(r);
    return `${words}; by ${by}${restart ? ", with the next start" : ""}`;
  },
  [CODE.cabinet]: (r) => cabinetWords(read<CabinetWord>(r)),
  [CODE.planKept]: (r) => String(read<{ hash: string }>(r).hash).slice(0, 12),
  [CODE.planTried]: (r) => {
    const { hash, passed, words } = read<{ hash: string; passed: boolean; words: string }>(r);
    return `${String(hash).slice(0, 12)} ${passed ? "passed" : "has not passed"}: ${words}`;
  },
  [CODE.planInForce]: (r) => {
    const { hash, why } = read<{ hash: string; why: string }>(r);
    return `${hash === "" ? "the site file's own" : String(hash).slice(0, 12)}: ${why}`;
  },
  [CODE.commissioning]: walkWords,
  [CODE.update]: (r) => {
    const { version, state, words } = read<{ version: string; state: string; words: string }>(r);
    const stands =
      state === "fell-back"
        ? `fell back from version ${version}`
        : state === "proved"
          ? `version ${version} has proved itself`
          : `to version ${version}: ${state}`;
    return words === "" ? stands : `${stands}${state === "fell-back" || state === "proved" ? ": " : ", "}${words}`;
  },
  [CODE.controlMode]: (r) => {
    const { mode, cause } = read<{ mode: string; cause: string }>(r);
    return `${mode}: ${cause}`;
  },
};

const foundZh = ({ detail }: Record): string => FAULTS_ZH[detail] ?? detail;
const paramZh =
  (words: readonly string[]) =>
  ({ param }: Record): string =>
    words[param] || String(param);

/** What differs in Chinese; all else is numbers, or what was written. */
const SAYS_ZH: { readonly [code: number]: Says } = {
  [CODE.unitFlashStatus]: paramZh(FLASH_ZH),
  [CODE.coordinationStatus]: paramZh(COORDINATION_ZH),
  [CODE.runsFree]: paramZh(LOCAL_FREE_ZH),
  [CODE.clockCorrected]: ({ value }) => `${value > 0 ? "+" : ""}${value / 1_000} 秒`,
  [CODE.sessionStart]: (r) => `版本 ${String(read<{ version: string }>(r).version)}`,
  [CODE.tenthsMissed]: ({ value }) => `${value}（${value / 10} 秒）`,
  [CODE.count]: countedZh,
  [CODE.volumeOccupancy]: countedZh,
  [CODE.laneEstimate]: laneWordsZh,
  84: foundZh,
  85: foundZh,
  86: foundZh,
  87: foundZh,
  88: foundZh,
  [CODE.gap]: (r, sentence) => {
    const { from, to, reason } = read<{ from: number; to: number; reason: string }>(r);
    return `${from} 至 ${to}：${sentence(reason)}`;
  },
  [CODE.announced]: ({ value }) => `每分钟 ${(value / 100).toFixed(1)} 辆`,
  [CODE.technician]: (r, sentence) => {
    const { name, why } = read<{ name: string; why: string }>(r);
    return `${name}：${sentence(why)}`;
  },
  [CODE.commandReceived]: (r, sentence) => requestWords(read<Request>(r), "zh-Hans", sentence),
  [CODE.commandResult]: (r, sentence) => resultWords(read<ResultDetail>(r), "zh-Hans", sentence),
  [CODE.monitorFault]: (r, sentence) => {
    const { words, channels } = read<{ words: string; channels: readonly number[] }>(r);
    return channels.length === 0 ? sentence(words) : `${sentence(words)}；通道 ${channels.join(" ")}`;
  },
  [CODE.monitorReset]: (r, sentence) => {
    const { by, words, restart } = read<{ by: string; words: string; restart: boolean }>(r);
    return `${sentence(words)}；由${sentence(by)}复位${restart ? "，下次启动时生效" : ""}`;
  },
  [CODE.planTried]: (r, sentence) => {
    const { hash, passed, words } = read<{ hash: string; passed: boolean; words: string }>(r);
    return `${String(hash).slice(0, 12)} ${passed ? "通过" : "未通过"}：${sentence(words)}`;
  },
  [CODE.planInForce]: (r, sentence) => {
    const { hash, why } = read<{ hash: string; why: string }>(r);
    return `${hash === "" ? "配置文件自带方案" : String(hash).slice(0, 12)}：${sentence(why)}`;
  },
  [CODE.commissioning]: (r) => {
    const { what, by, step, words, safe } = read<Walked>(r);
    if (what === "finished") return `由${by}结束：${safe === true ? "可以离开" : "不可离开"}`;
    return `${`${WALK_ZH[what] ?? what} ${step ?? ""}`.trimEnd()}，由${by}${words === undefined ? "" : `（${words}）`}`;
  },
  [CODE.controlMode]: (r, sentence) => {
    const { mode, cause } = read<{ mode: string; cause: string }>(r);
    return `${MODES_ZH[mode] ?? mode}：${sentence(cause)}`;
  },
};

/** Throws if the detail is no JSON object. */
function read<T extends object>({ detail }: Record): Partial<T> & T {
  const value: unknown = JSON.parse(detail);
  if (typeof value !== "object" || value === null) throw new SyntaxError("no object");
  return value as T;
}

function cabinetWords(word: CabinetWord): string {
  if (word.says !== "card") return word.words;
  const { compatible, min_flash_s } = word.card;
  const pairs = compatible.flatMap((mask, a) => compatible.flatMap((_, b) => (b > a && mask & (1 << b) ? [`${a + 1}-${b + 1}`] : [])));
  return `programming card: together ${pairs.length === 0 ? "none" : pairs.join(" ")}; minimum flash ${min_flash_s} s`;
}

interface Bin {
  readonly occupancy_pm?: number;
  readonly speed_dkmh?: number;
  /** How long a device's own interval was; how much of the minute the detector was watched. */
  readonly interval_ms?: number;
  readonly classes?: readonly number[];
  readonly seen_ms?: number;
}

const MINUTE_MS = 60_000;

/** Below 0 is what nobody measured. */
function counted(record: Record): string {
  const { occupancy_pm = -1, speed_dkmh = -1, interval_ms = -1, seen_ms = MINUTE_MS, classes = [] } = read<Bin>(record);
  const { value } = record;
  return [
    `${value} ${value === 1 ? "vehicle" : "vehicles"}${interval_ms > 0 ? ` in ${interval_ms / 1_000} s` : ""}`,
    occupancy_pm < 0 ? "" : `occupied ${(occupancy_pm / 10).toFixed(1)} %`,
    speed_dkmh < 0 ? "" : `${(speed_dkmh / 10).toFixed(1)} km/h`,
    classes.length > 0 ? `by length ${classes.join(" + ")}` : "",
    seen_ms < MINUTE_MS ? `watched for ${seen_ms / 1_000} s` : "",
  ]
    .filter((part) => part !== "")
    .join(", ");
}

function countedZh(record: Record): string {
  const { occupancy_pm = -1, speed_dkmh = -1, interval_ms = -1, seen_ms = MINUTE_MS } = read<Bin>(record);
  return [
    `${record.value} 辆${interval_ms > 0 ? `，${interval_ms / 1_000} 秒内` : ""}`,
    occupancy_pm < 0 ? "" : `占有率 ${(occupancy_pm / 10).toFixed(1)} %`,
    speed_dkmh < 0 ? "" : `${(speed_dkmh / 10).toFixed(1)} km/h`,
    seen_ms < MINUTE_MS ? `观测 ${seen_ms / 1_000} 秒` : "",
  ]
    .filter((part) => part !== "")
    .join("，");
}

/** The detail of a lane's five minutes. */
interface Lane {
  readonly approach: string;
  readonly lane: number;
  readonly source: string | null;
  readonly counts: { readonly [source: string]: number };
  readonly apart: boolean;
  readonly queue: number;
  readonly arrivals: number;
  readonly on_green: number;
  readonly speed_dkmh: number;
}

/** "north, lane 2: 34 by stop-line (stop-line 34, count 31), queue 5, 12 of 33 on green, 47.1 km/h". */
function laneWords(record: Record): string {
  const { approach, lane, source, counts, apart, queue, arrivals, on_green, speed_dkmh } = read<Lane>(record);
  const each = Object.entries(counts).map(([name, count]) => `${name} ${count}`);
  return [
    `${approach}, lane ${lane}: ${source === null ? "nobody to believe" : `${record.value} by ${source}`} (${each.join(", ")})`,
    apart ? "they differ" : "",
    queue < 0 ? "" : `queue ${queue}`,
    arrivals < 0 ? "" : `${on_green} of ${arrivals} on green`,
    speed_dkmh < 0 ? "" : `${(speed_dkmh / 10).toFixed(1)} km/h`,
  ]
    .filter((part) => part !== "")
    .join(", ");
}

function laneWordsZh(record: Record): string {
  const { approach, lane, source, counts, apart, queue, arrivals, on_green, speed_dkmh } = read<Lane>(record);
  const named = (name: string): string => SOURCES_ZH[name] ?? name;
  const each = Object.entries(counts).map(([name, count]) => `${named(name)} ${count}`);
  return [
    `${approach}，车道 ${lane}：${source === null ? "无可信来源" : `${record.value} 辆，按${named(source)}`}（${each.join("，")}）`,
    apart ? "各来源不一致" : "",
    queue < 0 ? "" : `排队 ${queue} 辆`,
    arrivals < 0 ? "" : `绿灯到达 ${on_green}/${arrivals} 辆`,
    speed_dkmh < 0 ? "" : `${(speed_dkmh / 10).toFixed(1)} km/h`,
  ]
    .filter((part) => part !== "")
    .join("，");
}

interface Walked {
  readonly what: string;
  readonly by: string;
  readonly step?: string;
  readonly words?: string;
  readonly safe?: boolean;
}

/** How far somebody has walked through the checklist of a site. */
function walkWords(record: Record): string {
  const { what, by, step, words, safe } = read<Walked>(record);
  if (what === "finished") return `finished by ${by}: ${safe === true ? "safe to leave" : "not safe to leave"}`;
  return [what, step ?? "", `by ${by}`, words === undefined ? "" : `(${words})`].filter((part) => part !== "").join(" ");
}
