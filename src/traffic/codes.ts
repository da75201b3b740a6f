/**
 * Every journal code in one table: its name, what its parameter counts, and whether it is committed at once or with its chunk.
 * Codes below 300 are the Indiana Traffic Signal Hi-Resolution Data Logger Enumerations (2020-08, TPF-5(377)), so that existing
 * performance-measure tools read our journal; from 300 on they are ours, as the enumerations allow.
 */
export type Counts =
  | "phase"
  | "ring"
  | "overlap"
  | "detector"
  | "lane"
  | "push button"
  | "contact"
  | "channel"
  | "pattern"
  | "device"
  | "preempt"
  | "request"
  | "neighbour"
  | "seconds"
  | "unit";

export interface CodeMeaning {
  /** A few plain words that a technician reads. */
  readonly words: string;
  readonly param: Counts;
  /** Committed without waiting for the chunk: faults, commands, results and refusals must survive a power cut in the next second. */
  readonly atOnce?: true;
}

export const CODES = {
  0: { words: "phase on", param: "phase" },
  1: { words: "begin green", param: "phase" },
  2: { words: "conflicting call, green may end", param: "phase" },
  3: { words: "minimum green complete", param: "phase" },
  4: { words: "gap-out", param: "phase" },
  5: { words: "max-out", param: "phase" },
  6: { words: "force-off", param: "phase" },
  7: { words: "green termination", param: "phase" },
  8: { words: "begin yellow change", param: "phase" },
  9: { words: "end yellow change", param: "phase" },
  10: { words: "begin red clearance", param: "phase" },
  11: { words: "end red clearance", param: "phase" },
  12: { words: "phase inactive", param: "phase" },
  15: { words: "gap reduction begins", param: "phase" },
  16: { words: "gap reduced to its minimum", param: "phase" },
  17: { words: "added initial green complete", param: "phase" },
  18: { words: "chosen to be served next", param: "phase" },
  19: { words: "force-off for priority", param: "phase" },
  20: { words: "force-off for a preempt", param: "phase" },
  21: { words: "begin walk", param: "phase" },
  22: { words: "begin pedestrian clearance", param: "phase" },
  23: { words: "begin solid don't walk", param: "phase" },
  31: { words: "barrier crossed", param: "unit" },
  32: { words: "flashing yellow arrow begins", param: "overlap" },
  33: { words: "flashing yellow arrow ends", param: "overlap" },
  43: { words: "phase call registered", param: "phase" },
  44: { words: "phase call dropped", param: "phase" },
  45: { words: "pedestrian call registered", param: "phase" },
  52: { words: "green with a dynamic maximum", param: "phase" },
  53: { words: "dynamic maximum up a step", param: "phase" },
  54: { words: "dynamic maximum down a step", param: "phase" },
  61: { words: "overlap begin green", param: "overlap" },
  62: { words: "overlap begin trailing green", param: "overlap" },
  63: { words: "overlap begin yellow change", param: "overlap" },
  64: { words: "overlap begin red clearance", param: "overlap" },
  65: { words: "overlap off", param: "overlap" },
  81: { words: "detector off", param: "detector" },
  82: { words: "detector on", param: "detector" },
  83: { words: "detector restored", param: "detector", atOnce: true },
  84: { words: "detector fault: other", param: "detector", atOnce: true },
  85: { words: "detector fault: watchdog", param: "detector", atOnce: true },
  86: { words: "detector fault: open loop", param: "detector", atOnce: true },
  87: { words: "detector fault: shorted loop", param: "detector", atOnce: true },
  88: { words: "detector fault: excessive inductance change", param: "detector", atOnce: true },
  89: { words: "pedestrian detector off", param: "push button" },
  90: { words: "pedestrian detector on", param: "push button" },
  91: { words: "pedestrian detector failed", param: "push button", atOnce: true },
  92: { words: "pedestrian detector restored", param: "push button", atOnce: true },
  102: { words: "preempt input on", param: "preempt", atOnce: true },
  104: { words: "preempt input off", param: "preempt", atOnce: true },
  105: { words: "preempt entry", param: "preempt", atOnce: true },
  106: { words: "preempt track clearance", param: "preempt", atOnce: true },
  107: { words: "preempt dwell", param: "preempt", atOnce: true },
  110: { words: "preempt input on for too long, ignored until it goes off", param: "preempt", atOnce: true },
  111: { words: "preempt exit", param: "preempt", atOnce: true },
  112: { words: "priority request checked in", param: "request" },
  113: { words: "early green for priority", param: "request" },
  114: { words: "green extended for priority", param: "request" },
  115: { words: "priority request checked out", param: "request" },
  131: { words: "pattern changed", param: "pattern", atOnce: true },
  132: { words: "cycle length", param: "seconds" },
  133: { words: "offset", param: "seconds" },
  134: { words: "split of phase 1", param: "seconds" },
  135: { words: "split of phase 2", param: "seconds" },
  136: { words: "split of phase 3", param: "seconds" },
  137: { words: "split of phase 4", param: "seconds" },
  138: { words: "split of phase 5", param: "seconds" },
  139: { words: "split of phase 6", param: "seconds" },
  140: { words: "split of phase 7", param: "seconds" },
  141: { words: "split of phase 8", param: "seconds" },
  142: { words: "split of phase 9", param: "seconds" },
  143: { words: "split of phase 10", param: "seconds" },
  144: { words: "split of phase 11", param: "seconds" },
  145: { words: "split of phase 12", param: "seconds" },
  146: { words: "split of phase 13", param: "seconds" },
  147: { words: "split of phase 14", param: "seconds" },
  148: { words: "split of phase 15", param: "seconds" },
  149: { words: "split of phase 16", param: "seconds" },
  150: { words: "coordination status", param: "unit" },
  151: { words: "yield point", param: "phase" },
  173: { words: "unit flash status", param: "unit", atOnce: true },
  178: { words: "manual control: 1 on, 0 off", param: "unit", atOnce: true },
  179: { words: "interval advance", param: "unit" },
  180: { words: "stop time: 1 on, 0 off", param: "unit", atOnce: true },
  181: { words: "clock corrected", param: "unit", atOnce: true },
  184: { words: "power restored, unit started", param: "unit", atOnce: true },
  200: { words: "alarm on", param: "unit", atOnce: true },
  201: { words: "alarm off", param: "unit", atOnce: true },
  300: { words: "session start", param: "unit", atOnce: true },
  301: { words: "gap: records dropped", param: "unit", atOnce: true },
  302: { words: "tenths missed: the unit stood still", param: "unit", atOnce: true },
  310: { words: "detector input on, before delay and extend", param: "detector" },
  311: { words: "detector input off, before delay and extend", param: "detector" },
  312: { words: "detector input fault", param: "detector", atOnce: true },
  313: { words: "detector input fault cleared", param: "detector", atOnce: true },
  314: { words: "pedestrian detector input fault", param: "push button", atOnce: true },
  315: { words: "pedestrian detector input fault cleared", param: "push button", atOnce: true },
  316: { words: "contact closed", param: "contact", atOnce: true },
  317: { words: "contact opened", param: "contact", atOnce: true },
  318: { words: "contact input fault", param: "contact", atOnce: true },
  319: { words: "contact input fault cleared", param: "contact", atOnce: true },
  320: { words: "count interval", param: "detector" },
  321: { words: "volume and occupancy", param: "detector" },
  322: { words: "vehicles in a camera's zone", param: "detector" },
  323: { words: "arrivals announced", param: "neighbour" },
  325: { words: "detector doubted", param: "detector", atOnce: true },
  326: { words: "detector no longer doubted", param: "detector", atOnce: true },
  327: { words: "lane: volume, queue, arrivals on green", param: "lane" },
  330: { words: "device stopped answering", param: "device", atOnce: true },
  331: { words: "device answers again", param: "device", atOnce: true },
  340: { words: "command received", param: "unit", atOnce: true },
  341: { words: "command result", param: "unit", atOnce: true },
  350: { words: "conflict monitor fault", param: "unit", atOnce: true },
  351: { words: "conflict monitor fault reset", param: "unit", atOnce: true },
  352: { words: "the cabinet's own monitor", param: "device", atOnce: true },
  360: { words: "control mode", param: "unit", atOnce: true },
  361: { words: "pattern cannot be coordinated, runs free", param: "unit", atOnce: true },
} as const satisfies { readonly [code: number]: CodeMeaning };

export type Code = keyof typeof CODES;

/** Named codes for the code that writes them; the table above gives each its meaning. */
export const CODE = {
  detectorOff: 81,
  detectorOn: 82,
  detectorRestored: 83,
  pedestrianOff: 89,
  pedestrianOn: 90,
  pedestrianFailed: 91,
  pedestrianRestored: 92,
  patternChanged: 131,
  coordinationStatus: 150,
  unitFlashStatus: 173,
  clockCorrected: 181,
  alarmOn: 200,
  alarmOff: 201,
  sessionStart: 300,
  gap: 301,
  tenthsMissed: 302,
  inputOn: 310,
  inputOff: 311,
  inputFault: 312,
  inputFaultCleared: 313,
  buttonFault: 314,
  buttonFaultCleared: 315,
  contactOn: 316,
  contactOff: 317,
  contactFault: 318,
  contactFaultCleared: 319,
  count: 320,
  volumeOccupancy: 321,
  zone: 322,
  announced: 323,
  doubted: 325,
  doubtEnded: 326,
  laneEstimate: 327,
  deviceLost: 330,
  deviceBack: 331,
  commandReceived: 340,
  commandResult: 341,
  monitorFault: 350,
  monitorReset: 351,
  cabinet: 352,
  controlMode: 360,
  runsFree: 361,
} as const satisfies { readonly [name: string]: Code };

export function meaningOf(code: number): CodeMeaning | undefined {
  return (CODES as { readonly [code: number]: CodeMeaning })[code];
}
