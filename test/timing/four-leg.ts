import { ChannelNumber, PatternNumber, PhaseNumber, RingNumber } from "../../src/traffic/numbers.ts";
import type { Channel, Pattern, Phase, Site } from "../../src/traffic/site.ts";
import { USUAL } from "../../src/traffic/usual.ts";

/** What a test changes of the four-leg intersection. */
export interface Changes {
  readonly phases?: { readonly [phase: number]: Partial<Phase> };
  readonly rings?: readonly (readonly (readonly number[])[])[];
  readonly start?: Partial<{ flash_ds: number; all_red_ds: number; phases: readonly number[] }>;
  readonly patterns?: readonly Pattern[];
}

/**
 * Four legs with protected lefts, eight phases in two rings, as far as timing looks at it: odd phases turn left, even ones go through and
 * have pedestrians. Channels 1 to 8 show the phases' vehicles, 9 to 12 the pedestrians of 2, 4, 6, 8.
 */
export function fourLeg(changes: Changes = {}): Site {
  const numbers = [1, 2, 3, 4, 5, 6, 7, 8];
  return {
    id: "TEST-001",
    name: "four legs",
    time_zone: "Europe/Berlin",
    ports: [],
    devices: [],
    detectors: [],
    pedestrian_detectors: [],
    approaches: [],
    phases: numbers.map((n) => ({ ...phase(n), ...changes.phases?.[n] })),
    rings: (changes.rings ?? RINGS).map((groups, r) => ({
      number: RingNumber(r + 1),
      groups: groups.map((group) => group.map(PhaseNumber)),
      ...USUAL.ring,
    })),
    ...USUAL.site,
    channels: [...numbers.map((n) => channel(n, "vehicle", n)), ...[2, 4, 6, 8].map((n, i) => channel(9 + i, "pedestrian", n))],
    patterns: changes.patterns ?? [{ number: PatternNumber(1), name: "actuated", ...FREE }],
    start: { flash_ds: 60, all_red_ds: 60, ...changes.start, phases: (changes.start?.phases ?? [2, 6]).map(PhaseNumber) },
    start_pattern: PatternNumber(1),
    fallback_pattern: PatternNumber(1),
    brain: { host: "", port: 0, tls: true, certificates: "", metrics_port: 0, fleet: 100, command_key: "" },
  };
}

/** A pattern that leaves everything to the phases. */
export const FREE = { ...USUAL.pattern, phases: [] } as const;

const RINGS = [
  [
    [1, 2],
    [3, 4],
  ],
  [
    [5, 6],
    [7, 8],
  ],
];

function phase(n: number): Phase {
  const left = n % 2 === 1;
  return {
    number: PhaseNumber(n),
    name: `phase ${n}`,
    approach: "",
    movement: left ? "left" : "through",
    min_green_ds: left ? 50 : 80,
    passage_ds: left ? 20 : 25,
    max1_ds: left ? 200 : 400,
    yellow_change_ds: left ? 32 : 36,
    red_clear_ds: left ? 12 : 15,
    walk_ds: left ? 0 : 70,
    ped_clear_ds: left ? 0 : 140,
    recall: "none",
    ped_recall: false,
    lock: false,
    yields_to: [],
    max2_ds: left ? 200 : 400,
    ...USUAL.phase,
    dual_entry: !left,
  };
}

function channel(number: number, kind: Channel["kind"], n: number): Channel {
  const flash = kind === "pedestrian" ? "dark" : n === 2 || n === 6 ? "yellow" : "red";
  return {
    number: ChannelNumber(number),
    name: `${kind} ${n}`,
    kind,
    phase: PhaseNumber(n),
    ...USUAL.channel,
    flash,
    device: "board",
    red: 0,
    yellow: 0,
    green: 0,
  };
}
