import type { Language } from "../traffic/language.ts";

const timeWords = (s: number): string => (s < 60 ? `${s} s` : `${Math.floor(s / 60)} min ${s % 60} s`);
const timeWordsZh = (s: number): string => (s < 60 ? `${s} 秒` : `${Math.floor(s / 60)} 分 ${s % 60} 秒`);

const en = {
  marks: { good: "ok", look: "look", wrong: "WRONG" },
  means: "means",
  likely: "likely",
  todo: "do",
  well: "Nothing is wrong.",
  count: (wrong: number, look: number) => `${wrong} ${wrong === 1 ? "thing is" : "things are"} wrong, ${look} worth a look.`,
  /** `look_s`: how long devices may take to answer; null where the unit that runs is asked instead. */
  lookingAt: (id: string, name: string, look_s: number | null) =>
    `looking at ${id} (${name}), ${look_s === null ? "as the unit that runs shows it" : `asking its devices: ${look_s} s at most`}`,
  siteFile: "In a site file:",
  mayAsk: (protocol: string | null) =>
    `${protocol === null ? "Somebody talks" : `${protocol} is spoken`} on this line. Asking every address would disturb it. Ask all the same? [y/N] `,
  round: (round: number, rounds: number) => `round ${round} of ${rounds}`,
  whoElse: "who else is there",
  whoElseAt: (settings: string) => `somebody answers at ${settings}; asking who else is there`,
  asking: (which: string, protocol: string, settings: string, address: number) =>
    `${which}: ${protocol} at ${settings}, address ${address}`,
  stands: (which: string, found: number, left_s: number) => `${which}, ${found} found, ${timeWords(left_s)} left`,
  ends: "Ctrl-C ends it",
};

/** What the doctor says around its findings. Every language has the same keys: one that is missing is a type error. */
export type DoctorWords = typeof en;

const zhHans: DoctorWords = {
  marks: { good: "正常", look: "留意", wrong: "故障" },
  means: "含义",
  likely: "可能原因",
  todo: "处理",
  well: "一切正常。",
  count: (wrong, look) => `${wrong} 项故障，${look} 项需留意。`,
  lookingAt: (id, name, look_s) =>
    `正在检查 ${id}（${name}），${look_s === null ? "以运行中的信号机所示为准" : `询问其设备，最多 ${look_s} 秒`}`,
  siteFile: "写入配置文件：",
  mayAsk: (protocol) =>
    `${protocol === null ? "该线路上有设备通信" : `该线路上使用 ${protocol} 通信`}，逐个询问地址会造成干扰。仍要询问吗？[y/N] `,
  round: (round, rounds) => `第 ${round} 轮，共 ${rounds} 轮`,
  whoElse: "查找其他设备",
  whoElseAt: (settings) => `${settings} 时有应答，正在查找其他设备`,
  asking: (which, protocol, settings, address) => `${which}：${protocol}，${settings}，地址 ${address}`,
  stands: (which, found, left_s) => `${which}，已找到 ${found} 个，还需 ${timeWordsZh(left_s)}`,
  ends: "按 Ctrl-C 结束",
};

export const DOCTOR_WORDS: { readonly [language in Language]: DoctorWords } = { en, "zh-Hans": zhHans };
