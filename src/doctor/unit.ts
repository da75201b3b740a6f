import { forcedOf } from "../panel/page/parts/forced.ts";
import { FAULT_TODO } from "../traffic/fault-words.ts";
import type { Live } from "../traffic/live.ts";
import type { Site } from "../traffic/site.ts";
import { type Finding, finding } from "./finding.ts";

/** A tick that is later than a tenth has taken the next one's place. */
const LATE_MS = 100;
/** A neighbour says something every five seconds. */
const SILENT_DS = 100;

const CONTROLS = {
  hold: "is held",
  omit: "is left out",
  "ped-omit": "is without its pedestrians",
  "force-off": "is to end its green",
} as const;

/** What a running unit shows of itself, beyond its lines: all that the status page's banners, tables and marks say. `live`: null where none shows itself. */
export function unitFindings(site: Site, live: Live | null): readonly Finding[] {
  if (live === null) return [finding("unit-silent", "unit", "no unit shows itself here")];
  if (live.unit !== site.id) return [finding("unit-other", "unit", `unit ${live.unit} runs here; the site file is of ${site.id}`)];
  return [
    modeFinding(live),
    ...askedFindings(live),
    ...monitorFindings(live),
    ...timeFindings(live),
    ...detectorFindings(site, live),
    ...neighbourFindings(live),
  ];
}

function modeFinding({ mode, mode_cause, pattern, stop_time, manual, preempt }: Live): Finding {
  const about = "signals";
  const found = `${mode}, pattern ${pattern}${mode_cause === "" ? "" : `: ${mode_cause}`}`;
  if (mode === "flash") return { ...finding("unit-flash", about, found), cause: mode_cause };
  if (stop_time) return finding("unit-stands", about, "stop time is on: every interval stands");
  if (manual) return finding("unit-manual", about, "manual control is on");
  if (preempt !== null) return finding("unit-preempt", about, `preempt ${preempt.number}: ${preempt.interval}`);
  if (mode === "fixed") return { ...finding("unit-fixed", about, found), cause: mode_cause };
  return mode === "start-up" ? finding("unit-starts", about, found) : finding("unit-good", about, found);
}

/** What somebody has asked of phases by command, and still lasts. */
const askedFindings = ({ asked = [] }: Live): readonly Finding[] =>
  asked.flatMap((each) =>
    "phase" in each
      ? [finding("unit-asked", `phase ${each.phase}`, `it ${CONTROLS[each.kind]}, asked for by ${each.by}; ${each.left_s} s left`)]
      : [],
  );

function monitorFindings({ monitor, coordination }: Live): readonly Finding[] {
  const channels = monitor.channels.length === 0 ? "" : `; channels ${monitor.channels.join(" ")}`;
  const { status, free } = coordination;
  const freely = status === "free" && free !== "command-free" && free !== "not-free" && free !== "other";
  return [
    monitor.fault === ""
      ? finding("monitor-good", "monitor", "content")
      : finding("monitor-fault", "monitor", `${monitor.fault}${channels}`),
    ...(freely ? [finding("coordination-free", "coordination", `the pattern runs free: ${free}`)] : []),
  ];
}

function timeFindings({ tick_late_ms, journal }: Live): readonly Finding[] {
  return [
    ...(tick_late_ms >= LATE_MS ? [finding("unit-late", "unit", `a tick was ${Math.round(tick_late_ms)} ms late`)] : []),
    ...(journal.fault === "" ? [] : [finding("recording-fault", "journal", journal.fault)]),
  ];
}

/** One finding for each that has failed or is doubted; where all of a device have, its device is the cause. */
function detectorFindings(site: Site, live: Live): readonly Finding[] {
  const ill = live.detectors.flatMap(({ detector, fault, doubt }) => {
    const config = site.detectors.find(({ number }) => number === detector);
    const about = `detector ${detector} ${config === undefined ? "" : `"${config.name}"`}`.trimEnd();
    if (forcedOf(fault) !== null) return [finding("detector-forced", about, fault)];
    if (fault !== "") return [{ ...finding("detector-failed", about, fault), ...likely(site, live, fault, config?.device ?? "") }];
    return doubt === undefined ? [] : [finding("detector-doubted", about, doubt)];
  });
  return ill.length > 0 ? ill : [finding("detectors-good", "detectors", `${live.detectors.length} detectors, none failed, none doubted`)];
}

/** The likeliest cause on this unit, and what to do about it. */
function likely(site: Site, live: Live, fault: string, device: string): Partial<Pick<Finding, "cause" | "todo">> {
  const port = site.devices.find(({ name }) => name === device)?.port ?? "";
  if (fault.includes("does not answer")) {
    const open = live.ports.find((each) => each.port === port)?.open ?? true;
    if (!open)
      return { cause: `port "${port}" is closed: its adapter is not plugged in`, todo: `Plug it in; the unit opens it by itself.` };
    const mates = live.devices.filter((each) => each.port === port);
    if (mates.length > 1 && mates.every(({ answering }) => !answering))
      return {
        cause: `nothing on port "${port}" answers: the line itself`,
        todo: "Look for the devices' lamps, then at A and B of the line.",
      };
    return { cause: `"${device}" does not answer`, todo: `Look at its power lamp, its address and its own cable on port "${port}".` };
  }
  const [cause, ...rest] = (FAULT_TODO[fault] ?? "").split(": ");
  return cause === undefined || rest.length === 0 ? {} : { cause, todo: sentence(rest.join(": ")) };
}

const neighbourFindings = ({ neighbours }: Live): readonly Finding[] =>
  neighbours
    .filter(({ silent_ds }) => silent_ds === null || silent_ds > SILENT_DS)
    .map(({ unit, silent_ds }) =>
      finding(
        "neighbour-silent",
        `neighbour ${unit}`,
        silent_ds === null ? "never heard" : `not heard for ${Math.round(silent_ds / 10)} s`,
      ),
    );

const sentence = (words: string): string => `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;
