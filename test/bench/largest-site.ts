import { ChannelNumber, DetectorNumber, PatternNumber, PhaseNumber, PreemptNumber, RingNumber } from "../../src/traffic/numbers.ts";
import type { Site } from "../../src/traffic/site.ts";
import { USUAL } from "../../src/traffic/usual.ts";

const numbers = (count: number): readonly number[] => Array.from({ length: count }, (_, i) => i + 1);

/** The second phase of each ring before the barrier, then of each behind it. */
const through = [2, 6, 10, 14, 4, 8, 12, 16];

/** As large as a unit can be: 16 phases in 4 rings with 2 barriers, 64 detectors, 32 channels. */
export function largestSite(): Site {
  const board = { name: "board", port: "a", protocol: "modbus-coils", profile: "", address: 1, poll_ms: 250, timeout_ms: 100 };
  return {
    id: "LARGEST",
    name: "the largest site",
    time_zone: "UTC",
    ports: [{ name: "a", path: "/dev/null", baud: 38_400, parity: "none", stop_bits: 1 }],
    devices: [board],
    ...USUAL.site,
    detectors: numbers(64).map((n) => ({
      ...USUAL.detector,
      number: DetectorNumber(n),
      name: `detector ${n}`,
      device: "board",
      input: n,
      kind: "stop-line",
      approach: "north",
      lane: 1,
      distance_m: 0,
      call_phase: PhaseNumber(1 + ((n - 1) % 16)),
      delay_ms: n % 4 === 0 ? 3_000 : 0,
      extend_ms: n % 3 === 0 ? 1_000 : 0,
      lock: n % 2 === 0,
      no_activity_min: 60,
      max_presence_min: 10,
      erratic_counts_per_min: 60,
    })),
    pedestrian_detectors: [],
    phases: numbers(16).map((n) => ({
      ...USUAL.phase,
      max2_ds: 200,
      dual_entry: n % 2 === 0,
      number: PhaseNumber(n),
      name: `phase ${n}`,
      approach: "north",
      movement: "through",
      min_green_ds: 50,
      passage_ds: 20,
      max1_ds: 200,
      yellow_change_ds: 30,
      red_clear_ds: 10,
      walk_ds: 40,
      ped_clear_ds: 80,
      recall: "none",
      ped_recall: false,
      lock: true,
      yields_to: [],
    })),
    rings: numbers(4).map((r) => ({
      ...USUAL.ring,
      number: RingNumber(r),
      groups: [0, 1].map((g) => [1, 2].map((i) => PhaseNumber((r - 1) * 4 + g * 2 + i))),
    })),
    channels: numbers(32).map((n) => ({
      ...USUAL.channel,
      number: ChannelNumber(n),
      name: `channel ${n}`,
      kind: n <= 16 ? "vehicle" : "pedestrian",
      phase: PhaseNumber(1 + ((n - 1) % 16)),
      flash: n <= 16 ? "red" : "dark",
      device: "board",
      red: n * 3 - 2,
      yellow: n <= 16 ? n * 3 - 1 : 0,
      green: n * 3,
    })),
    patterns: [
      { number: PatternNumber(1), name: "actuated", ...USUAL.pattern, phases: [] },
      {
        number: PatternNumber(2),
        name: "coordinated",
        ...USUAL.pattern,
        coordination: {
          cycle_ds: 1_000,
          offset_ds: 130,
          phases: through.slice(0, 4).map(PhaseNumber),
          reference: "begin-green",
          force_off: "floating",
          correction: "short-way",
          max_inhibit: true,
        },
        phases: numbers(16).map((n) => ({
          phase: PhaseNumber(n),
          max_green_ds: 200,
          recall: "none",
          ped_recall: false,
          split_ds: 250,
        })),
      },
    ],
    preempts: [
      {
        number: PreemptNumber(1),
        name: "ambulance",
        lock: true,
        delay_ds: 0,
        min_duration_ds: 0,
        max_presence_ds: 0,
        track: [],
        track_green_ds: 0,
        dwell: through.slice(0, 4).map(PhaseNumber),
        min_dwell_ds: 50,
        exit: through.slice(4).map(PhaseNumber),
      },
    ],
    approaches: [{ name: "north", heading_deg: 0, lanes: 1, speed_limit_kmh: 50 }],
    start: { flash_ds: 60, all_red_ds: 60, phases: [PhaseNumber(1)] },
    fallback_pattern: PatternNumber(1),
    start_pattern: PatternNumber(1),
    brain: { host: "localhost", port: 8_883, tls: true, certificates: "", metrics_port: 0, fleet: 100, command_key: "" },
  };
}
