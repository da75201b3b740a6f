import type { LinkLive, Live } from "../told.ts";
import { formsOf } from "./forms.ts";

/** Between the ends of a run of numbers. */
const TO = " to ";
const f = formsOf("en-GB", TO);

/** English. Every other language has the same keys: one that is missing is a type error. */
export const en = {
  locale: "en-GB",
  to: TO,
  /** Between two sentences. */
  space: " ",
  none: "none",
  language: "Language",
  toView: "To the view",
  navigation: "Views",
  more: "More",
  notLoaded: "This view could not be loaded: the unit does not answer.",
  loadAgain: "Load the page again",

  views: {
    intersection: "Intersection",
    detectors: "Detectors",
    timing: "Timing",
    performance: "Performance",
    journal: "Journal",
    link: "Link",
    unit: "Unit",
    commission: "Commissioning",
    actions: "Actions",
  },

  header: {
    noData: "No live data",
    noDataYet: "No live data yet. Waiting for the unit.",
    noDataSince: (time: string) => `No live data since ${time}. What you see is not the street.`,
    full: "No live data: too many status pages of this unit are open, and this one has made room. It tries again by itself.",
    monitor: (fault: string) => `Conflict monitor: ${fault}.`,
    channels: (those: readonly number[]) => `Channel${those.length > 1 ? "s" : ""} ${f.list(those)}.`,
    flashes: (why: string) => `The signals flash${why}.`,
    stand: (why: string) => `The signals stand${why}.`,
    officer: (why: string) => `An officer is at the door${why}.`,
    preempt: (what: string) => `Preempt ${what}.`,
    fixed: (why: string) => `The signals follow the fixed plan${why}.`,
    starting: (why: string) => `The unit is starting${why}.`,
    why: (cause: string) => (cause === "" ? "" : `: ${cause}`),
    pattern: (number: number, name: string) => `pattern ${number} ${name}`.trimEnd(),
  },

  modes: {
    adaptive: "Adaptive",
    actuated: "Actuated",
    fixed: "Fixed plan",
    flash: "Flash",
    "start-up": "Start-up",
  } satisfies { readonly [M in Live["mode"]]: string },

  coordination: {
    free: "",
    "in-step": "in step",
    "transition-add": "getting into step by longer cycles",
    "transition-subtract": "getting into step by shorter cycles",
    "transition-dwell": "getting into step by dwell",
  } satisfies { readonly [S in Live["coordination"]["status"]]: string },
  runsFree: (why: string) => `runs free: ${why}`,
  free: {
    other: "other",
    "not-free": "not free",
    "command-free": "command free",
    "transition-free": "transition free",
    "input-free": "input free",
    "coord-free": "coord free",
    "bad-plan": "bad plan",
    "bad-cycle-time": "bad cycle time",
    "split-overrun": "split overrun",
    "invalid-offset": "invalid offset",
    failed: "failed",
  } satisfies { readonly [F in Live["coordination"]["free"]]: string },

  picture: {
    label: "The intersection from above",
    noData: "The intersection from above. No live data.",
    allRed: "All red",
    said: (what: string) => `The intersection from above. ${what}.`,
    group: (shows: string, who: string) => `${shows}: ${who}`,
    between: "; ",
    walk: (who: string) => `walk: ${who}`,
    withPhases: (phases: readonly number[]) => `with phase ${f.list(phases)}`,
    pedestriansOf: (phase: number) => `pedestrians with phase ${phase}`,
    phase: (number: number, name: string) => `phase ${number} ${name}`,
    overlap: (letter: string, name: string) => `overlap ${letter} ${name}`,
    stageGroup: (name: string, approach: string, movement: string) => `${name} ${approach} ${movement}`,
    movements: { left: "left", through: "through", right: "right", all: "all", pedestrian: "pedestrian" },
    shows: {
      green: "green",
      yellow: "yellow",
      "flashing-yellow-arrow": "flashing yellow arrow",
      "flashing-yellow": "flashing yellow",
      "flashing-red": "flashing red",
    },
    north: "N",
    /** Beside every colour stands a letter. */
    letters: { red: "R", yellow: "Y", green: "G" },
  },

  legend: {
    loop: "loop",
    on: "a vehicle on it",
    fault: "loop in fault",
    count: "lane that is counted",
    waits: "pedestrian waits",
  },

  rings: {
    title: "Rings and barriers",
    stages: "Stages",
    ring: (number: number) => `Ring ${number}`,
    stage: "Stage",
    noData: "no live data",
    notInForce: "not in force",
    noPhase: "no phase",
    next: (phase: number) => `, next ${phase}`,
    for: (seconds: string) => ` for ${seconds} s`,
    runs: (phase: string, interval: string, since: string, then: string) => `${phase}: ${interval}${since}${then}`,
    intervals: {
      red: "red",
      green: "green",
      yellow: "yellow",
      "red-clear": "red clear",
      "leading-walk": "leading walk",
    } satisfies { readonly [I in Live["rings"][number]["interval"]]: string },
    /** How the last green ended. */
    ended: {
      none: "",
      "gap-out": "ended by gap-out",
      "max-out": "ended by max-out",
      "force-off": "ended by force-off",
      "priority-force-off": "ended for priority",
      "preempt-force-off": "ended for a preempt",
    } satisfies { readonly [T in Live["phases"][number]["terminated_by"]]: string },
    ped: { none: "", "dont-walk": "", walk: "walk", "ped-clear": "ped clear" } satisfies {
      readonly [P in Live["phases"][number]["ped"]]: string;
    },
    call: "call",
    pedCall: "ped call",
    faultRecall: "fault recall",
    gauges: {
      min: { label: "min", title: "minimum green left" },
      gap: { label: "gap", title: "passage time left: a longer gap in traffic ends the green" },
      max: { label: "max", title: "maximum green left, counted once somebody else waits" },
      clear: { label: "clear", title: "yellow or red clearance left" },
    },
  },

  strip: {
    title: "Last two minutes",
    label: "What every signal showed in the last two minutes",
    axis: ["−2 min", "−1 min", "now"],
    sinceOpened: "Since this page was opened.",
    sinceStart: "Since the unit started anew.",
  },

  plan: {
    title: "In force",
    pattern: "Pattern",
    source: "Because of",
    coordination: "Coordination",
    cycle: "Cycle",
    preempt: "Preempt",
    priority: "Priority",
    neighbours: "Neighbours",
    cabinet: "In the cabinet",
    flash: "Flash",
    free: "free",
    cycleWords: (into: string, of: string, offset: string) => `${into} of ${of} s, offset ${offset} s`,
    stopTime: "stop time",
    manual: "manual control",
    flashes: {
      "not-flash": "no",
      other: "yes",
      automatic: "automatic flash",
      "local-manual": "switched on in the cabinet",
      "fault-monitor": "by the conflict monitor",
      mmu: "by the cabinet's own monitor",
      "start-up": "start-up",
      preempt: "by a preempt",
    } satisfies { readonly [F in Live["flash"]]: string },
    preempts: {
      none: "",
      delay: "waits out its delay",
      entry: "on its way in",
      "track-clearance": "the track is cleared",
      dwell: "dwell",
      exit: "on its way out",
    } satisfies { readonly [I in NonNullable<Live["preempt"]>["interval"]]: string },
    priorities: {
      idle: "taken",
      queued: "waits its turn",
      active: "is helped",
      override: "stands behind a preempt",
      refused: "cannot be helped",
      served: "was served",
    } satisfies { readonly [S in Live["priority"][number]["status"]]: string },
    prioritised: (vehicle: string, status: string, phase: number, arrival_s: number) =>
      `${vehicle} ${status} (phase ${phase}, ${arrival_s > 0 ? `in ${arrival_s} s` : "at the line"})`,
    neighbour: (unit: string, approach: string, what: string) => `${unit} from ${approach}: ${what}`,
    notHeardYet: "not heard yet",
    notHeardFor: (s: number) => `not heard for ${f.count(s)} s`,
    trusted: (percent: string) => `${percent} of what it announces comes`,
  },

  weighed: {
    reasons: {
      committed: "Nothing to decide yet: minimums and clearances run.",
      nobody: "Nobody waits elsewhere.",
      stay: "It stays: that costs least.",
      switch: "It goes on: that costs less.",
      overdue: "It goes on: somebody has waited as long as anybody may.",
      saturated: "Queues outlast greens: each lane goes on until there is a gap.",
    } satisfies { readonly [R in NonNullable<Live["plan"]>["reason"]]: string },
    next: { caption: "What may come next", heads: ["Plan", "May come next", "Vehicle s"] },
    lanes: { caption: "Who waits in which lane", heads: ["Waits", "Lane", "Stand", "Come"] },
    chosen: "chosen",
    wasOn: "was on",
    together: (phases: readonly number[], name: string) => `${phases.join(" and ")} ${name}`,
  },

  detectors: {
    stopLine: "At the stop line",
    others: "Advance and counts",
    heads: ["Now", "Detector", "Vol.", "Occ."],
    fault: "fault",
    counts: "counts",
    on: "on",
    off: "off",
    silentDevice: (name: string) => `${name} does not answer`,
    silentPort: (port: string) => `Nothing on port ${port} answers`,
    closedPort: (port: string) => `Port ${port} is not open`,
    silence: (subject: string, numbers: readonly number[]) => `${subject}: detectors ${f.numbers(numbers)}.`,
  },

  unit: {
    lines: "Serial lines",
    address: (n: number) => `address ${n}`,
    baud: (n: number) => `${f.count(n)} baud`,
    devicesOn: (port: string) => `Devices on port ${port}`,
    heads: ["Now", "Device", "Polls", "Lost", "Noise (bytes)"],
    open: "open",
    notOpen: "not open: is the adapter plugged in?",
    silent: "silent",
    talks: "talks",
    answers: "answers",
  },

  recording: {
    title: "Recording",
    last: "Last record",
    pending: "Not on disk yet",
    epoch: "Epoch",
    late: "Latest tick",
    nothing: (fault: string) => `Nothing is being recorded: ${fault}.`,
    waiting: (n: number) => `${f.count(n)} (written every 10 s)`,
    lateBy: (ms: string) => `${ms} ms late`,
  },

  link: {
    title: "The way to the brain",
    states: { connected: "connected", connecting: "connecting …", waiting: "waiting to try again" } satisfies {
      readonly [S in LinkLive["state"]]: string;
    },
    state: "Brain",
    broker: "Broker",
    backlog: "Not with the brain yet",
    acked: "Brain has up to",
    commands: "Commands",
    update: "Update",
    records: (n: number) => f.plural(n, { one: "# record", other: "# records" }),
    commandCount: (taken: number, refused: number) => `${f.count(taken)} taken, ${f.count(refused)} refused`,
  },
};

export type Words = typeof en;
