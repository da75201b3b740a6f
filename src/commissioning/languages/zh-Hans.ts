import { type OthersForms, othersWords } from "../others.ts";
import type { ReportWords } from "./en.ts";

const OTHERS: OthersForms = {
  locale: "zh-Hans-CN",
  to: "至",
  names: { detector: (numbers) => `检测器 ${numbers}`, button: (numbers) => `行人按钮 ${numbers}` },
};

/** Reasons of `platform/report-key.ts`; a certificate's own errors stay as OpenSSL says them. */
const WHY: { readonly [said: string]: string } = {
  "it is not as a unit writes it": "格式与信号机所写不符",
  "the signature is not of this report": "签名与本报告不符",
  "a certificate is missing": "缺少证书",
  "it carries no certificate that the authority could have signed": "报告不含可由该机构签发的证书",
  "the certificate does not vouch for the key": "证书不能证明该密钥",
  "the authority that was named has not signed its certificate": "指定的机构没有签发该证书",
};

/** 简体中文。 */
export const zhHans: ReportWords = {
  locale: "zh-CN",
  title: "信号机验收报告",
  safe: "可以离开",
  unsafe: "不可离开",
  safeWhy: "全部项目均由技术员确认，并由信号机检测到。",
  safeBut: (skipped) => `所有必检项目均由技术员确认，并由信号机检测到；跳过 ${skipped} 项，仅用于流量统计。`,
  unsafeWhy: (open, skipped) =>
    `还有 ${open} 个必检项目未确认，见下表标记。${skipped === 0 ? "" : `另跳过 ${skipped} 项，仅用于流量统计，可以跳过。`}`,
  unit: "信号机",
  site: "路口",
  siteFile: "路口配置文件（SHA-256）",
  version: "软件版本",
  by: "技术员",
  begun: "开始时间",
  ended: "完成时间",
  columns: { step: "项目", state: "结果", seen: "信号机检测到的情况", by: "人员", at: "时间" },
  leftOut: (why) => `跳过：${why}`,
  mayLeaveOut: (why) => `跳过（仅统计流量）：${why}`,
  states: { open: "未完成", confirmed: "已确认" },
  kinds: {
    site: () => "路口配置文件",
    detector: (number, name) => `检测器 ${number}：${name}`,
    button: (number, name) => `行人按钮 ${number}：${name}`,
    channel: (number, name) => `信号灯组，通道 ${number}：${name}`,
    monitor: () => "冲突监视器",
    clock: () => "时钟",
    brain: () => "与中心通信",
    running: () => "连续正常运行",
  },
  seen: {
    site: ({ approaches }) => `与现场相符；进口道：${approaches}`,
    tripped: ({ times, held_ms, others }) =>
      others === undefined
        ? `单独触发 ${times} 次${held_ms === 0 ? "" : `，持续 ${Number(held_ms) / 1_000} 秒`}`
        : `已触发，同时有车辆通过${othersWords(String(others), OTHERS)}`,
    channel: ({ lamps }) => `已点亮：${String(lamps).replace("red", "红").replace("yellow", "黄").replace("green", "绿")}`,
    monitor: () => "正常，无故障",
    clock: ({ kept, brain_s, phone_s }) =>
      `${kept === 1 ? "由网络校时" : "无校时来源"}${brain_s === undefined ? "" : `；与中心相差 ${brain_s} 秒`}${phone_s === undefined ? "" : `；与手机相差 ${phone_s} 秒`}`,
    brain: ({ broker, acked_seq }) => `经 ${broker}，中心已确认至第 ${acked_seq} 条记录`,
    running: ({ healthy_s, polls, timeouts, worst_late_ms }) =>
      `${healthy_s} 秒；${polls} 次轮询中 ${timeouts} 次无应答；最大节拍延迟 ${worst_late_ms} 毫秒`,
  },
  signature: "数字签名",
  key: "信号机公钥（Ed25519）",
  certified: "该公钥由信号机证书担保。",
  uncertified: "信号机没有证书，请与中心登记的公钥核对。",
  verify: "持有 acceptance-report.json 文件者可用以下命令校验：stopline report --verify acceptance-report.json",
  signed: ["技术员签字、日期", "道路管理部门签字、日期"],
  page: "由信号机直接打印。签名对象是文件本身，而非纸质件。",
  foot: (unit, signature, page, pages) => `${unit}，签名 ${signature}…，第 ${page} 页，共 ${pages} 页`,
  noLetter: "□ 表示本 PDF 没有字体可显示的字符，原文见 acceptance-report.json。",
  verb: {
    step: (name, result, seen) => `${name}：${result}${seen === "" ? "" : `；${seen}`}`,
    noReport: (file) => `${file} 不是信号机所写的验收报告，或已被改动`,
    notSigned: (why) => `与信号机所签内容不符：${why}`,
    signed: (unit, key, who) => `由 ${unit} 签名，密钥 ${key}；${who}`,
    otherKey: (key) => `签名密钥为 ${key}，不是您指定的密钥：属于另一台信号机`,
    none: "密钥无证书证明：请与已知密钥比对（--key）",
    vouches: "报告内的证书证明该密钥；用 --ca 指定机构，以确认证书由谁签发",
    authority: "机构的证书证明该密钥",
    wrote: (file) => `已写入 ${file}`,
    noWalk: (unit) => `库中没有 ${unit} 已完成的验收`,
    why: (said) => WHY[said] ?? said,
  },
};
