import type { Random } from "../../../src/street/random.ts";
import type { Site } from "../../../src/traffic/site.ts";
import type { Fault, FaultKind, WatcherName } from "../scenario.ts";

/** A fault somewhere on a site, and how long it may last; 0: it is over at once. null: the site has nothing that could suffer it. */
export type Draws = (site: Site, random: Random) => { readonly fault: Fault; readonly most_s: number } | null;

const [MINUTES, HOURS] = [900, 14_400];

const one = <T>(from: readonly T[], random: Random): T | undefined => (from.length === 0 ? undefined : from[random.below(from.length)]);

const port =
  (make: (port: string, random: Random) => Fault, most_s: number): Draws =>
  (site, random) => ({
    fault: make(one(site.ports, random)!.name, random),
    most_s,
  });

const detector =
  (make: (detector: number, random: Random) => Fault): Draws =>
  (site, random) => {
    const at = one(site.detectors, random);
    return at === undefined ? null : { fault: make(at.number, random), most_s: HOURS };
  };

const box =
  (kind: "cable-cut" | "answer-wire-cut"): Draws =>
  (site, random) => ({
    fault: { kind, device: one(site.devices, random)!.name },
    most_s: HOURS,
  });

const LAMPS = ["red", "yellow", "green"] as const;
const lamp =
  (kind: "output-stuck-on" | "lamp-burnt-out"): Draws =>
  (site, random) => {
    const channel = one(site.channels, random)!;
    const there = LAMPS.filter((each) => channel[each] > 0);
    return { fault: { kind, channel: channel.number, lamp: one(there, random)! }, most_s: HOURS };
  };

const at =
  (fault: Fault, most_s = 0): Draws =>
  () => ({ fault, most_s });

/** What a brain may ask for, and what it must be refused. */
const TYPED = ["place-call 1", "place-call 2", "place-call 2 pedestrian", "set-pattern 1", "set-pattern 2 300", "place-call 99"];

/** Every kind of fault that the swarm draws. Others want somebody who knows what they are for: a site file that is changed, an update, a brain that is replaced. */
export const FAMILIES = {
  noise: port((name, random) => ({ kind: "noise", port: name, per_million: [100, 1_000, 10_000, 50_000][random.below(4)]! }), HOURS),
  babble: port((name) => ({ kind: "babble", port: name }), MINUTES),
  "adapter-out": port((name) => ({ kind: "adapter-out", port: name }), MINUTES),
  "late-answers": port((name, random) => ({ kind: "late-answers", port: name, by_ms: 5 + random.below(120) }), HOURS),
  echo: port((name) => ({ kind: "echo", port: name }), MINUTES),
  "cable-cut": box("cable-cut"),
  "answer-wire-cut": box("answer-wire-cut"),
  "loop-broken": detector((number, random) => ({
    kind: "loop-broken",
    detector: number,
    how: random.below(2) === 0 ? "open-loop" : "shorted-loop",
  })),
  "loop-half-dead": detector((number, random) => ({ kind: "loop-half-dead", detector: number, misses_pm: 100 + random.below(900) })),
  "loop-stuck": detector((number, random) => ({ kind: "loop-stuck", detector: number, on: random.below(2) === 0 })),
  "wires-swapped": (site, random) => {
    const [a, b] = [one(site.detectors, random)!, one(site.detectors, random)!];
    return a === b || a.device !== b.device ? null : { fault: { kind: "wires-swapped", detectors: [a.number, b.number] }, most_s: HOURS };
  },
  "button-stuck": (site, random) => {
    const button = one(site.pedestrian_detectors, random);
    return button === undefined ? null : { fault: { kind: "button-stuck", button: button.number }, most_s: HOURS };
  },
  "contact-closed": (site, random) => {
    const contact = one(site.inputs, random);
    return contact === undefined ? null : { fault: { kind: "contact-closed", contact: contact.number }, most_s: 300 };
  },
  "output-stuck-on": lamp("output-stuck-on"),
  "lamp-burnt-out": lamp("lamp-burnt-out"),
  "disk-slow": (_, random) => ({ fault: { kind: "disk-slow", sync_ms: 50 + random.below(5_000) }, most_s: MINUTES }),
  "disk-full": at({ kind: "disk-full" }, MINUTES),
  "disk-errors": at({ kind: "disk-errors" }, MINUTES),
  "power-cut": at({ kind: "power-cut" }, 300),
  "unit-killed": at({ kind: "unit-killed" }),
  "unit-stands-still": at({ kind: "unit-stands-still" }, 20),
  "link-killed": at({ kind: "link-killed" }),
  "clock-stepped": (_, random) => ({ fault: { kind: "clock-stepped", by_s: random.below(14_400) - 7_200 }, most_s: 0 }),
  "broker-away": at({ kind: "broker-away" }, HOURS),
  "line-drops": (_, random) => ({ fault: { kind: "line-drops", messages: 1 + random.below(50) }, most_s: HOURS }),
  "delivered-twice": at({ kind: "delivered-twice" }, HOURS),
  "broker-forgets": at({ kind: "broker-forgets" }, MINUTES),
  "brain-away": at({ kind: "brain-away" }, HOURS),
  command: (_, random) => ({ fault: { kind: "command", typed: one(TYPED, random)! }, most_s: 0 }),
  "command-replayed": at({ kind: "command-replayed" }),
} satisfies { readonly [K in FaultKind]?: Draws };

/** What a fault may well make a watcher say from its beginning on: no news of the product. Everything else is. */
export const EXCUSED: { readonly [K in FaultKind]?: readonly WatcherName[] } = {
  // Nobody can serve whom nobody sees.
  "loop-half-dead": ["waiting"],
  "loop-stuck": ["waiting"],
  "wires-swapped": ["waiting"],
  "answers-for-another": ["waiting"],
  "contact-closed": ["waiting"],
  // A cabinet's own monitor, where there is one, sees it, and ours latches with it, until a person presses the button.
  "output-stuck-on": ["monitor", "flash"],
  "lamp-burnt-out": ["monitor", "flash"],
};
