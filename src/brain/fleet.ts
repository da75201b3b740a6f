import { stopline } from "#wire";
import type { Arrival, KeptRecord } from "./arrival.ts";
import type { Tally } from "./tallies.ts";

export type PresenceState = "online" | "shutdown" | "offline" | "unknown";

/** One unit as the centre sees it. */
export interface UnitView {
  readonly unit: string;
  /** As it was heard last; it is so now only if `presence_heard`. */
  readonly presence: PresenceState;
  /** False for what the store remembers, and for what was heard before the broker was lost. */
  readonly presence_heard: boolean;
  /** When that began, by the unit's clock; 0 where nobody could say. */
  readonly since_ms: number;
  readonly version: string;
  /** When the certificate of its link ends; 0 where it has shown none, or does not say. */
  readonly certificate_ends_ms: number;
  /** When anything last came from it, by the brain's clock; 0 for never. */
  readonly seen_ms: number;
  readonly mode: string;
  readonly mode_cause: string;
  readonly pattern: number;
  readonly green: readonly number[];
  readonly monitor_fault: string;
  readonly failed_detectors: readonly number[];
  /** What is doubted of detectors since they were compared with others, in a few words. */
  readonly doubts: readonly { readonly detector: number; readonly doubt: string }[];
  /** The last walk from a wired cabinet to "safe to leave"; null where nobody has told of one. */
  readonly commissioning: {
    readonly by: string;
    readonly at_ms: number;
    readonly finished: boolean;
    readonly safe: boolean;
    readonly open: number;
  } | null;
  /** What keeps records from the unit's own disk, in words; "" while nothing does. */
  readonly journal_fault: string;
  readonly epoch: string;
  /** Stored, of all epochs. */
  readonly records: number;
  /** The highest seq that the unit is known to have, and up to where the brain has all. */
  readonly last_seq: number;
  readonly acked_seq: number;
  /** Records that the unit has and the brain not yet. */
  readonly behind: number;
  readonly duplicates: number;
  /** Records that will not come any more, and in how many runs. */
  readonly lost: number;
  readonly gaps: number;
  readonly contradictions: number;
  readonly last: KeptRecord | null;
}

interface Seen {
  presence: stopline.v1.Presence | null;
  status: stopline.v1.Status | null;
  seen_ms: number;
}

const STATES: { readonly [state: number]: PresenceState } = {
  [stopline.v1.Presence.State.ONLINE]: "online",
  [stopline.v1.Presence.State.SHUTDOWN]: "shutdown",
  [stopline.v1.Presence.State.OFFLINE]: "offline",
};

/** What was heard since the start, over what the store knows from before. */
export class Fleet {
  readonly #tallies: () => Promise<readonly Tally[]>;
  readonly #seen = new Map<string, Seen>();
  /** Whose presence was heard since the broker was reached. */
  readonly #present = new Set<string>();

  /** `tallies`: what the store knows. */
  constructor(tallies: () => Promise<readonly Tally[]>) {
    this.#tallies = tallies;
  }

  heard(arrival: Arrival, now: number): void {
    if (arrival.kind === "unreadable") return;
    const seen = this.#seen.get(arrival.unit) ?? { presence: null, status: null, seen_ms: 0 };
    this.#seen.set(arrival.unit, seen);
    if (arrival.kind === "presence") {
      seen.presence = arrival.presence;
      this.#present.add(arrival.unit);
    }
    if (arrival.kind === "status") seen.status = arrival.status;
    const kept = (arrival.kind === "presence" || arrival.kind === "status") && arrival.retained;
    if (!kept) seen.seen_ms = now;
  }

  /** There is no broker any more: who is there now is not known. */
  lost(): void {
    this.#present.clear();
  }

  /** All units, by name. */
  async all(): Promise<readonly UnitView[]> {
    const tallies = new Map((await this.#tallies()).map((tally) => [tally.unit, tally]));
    const units = new Set([...tallies.keys(), ...this.#seen.keys()]);
    return [...units].sort().map((unit) => {
      const tally = tallies.get(unit) ?? NOTHING;
      const seen = this.#seen.get(unit);
      const presence = seen?.presence ?? tally.presence;
      const status = seen?.status ?? tally.status;
      const told = seen?.status != null && (tally.epoch === "" || seen.status.epoch === tally.epoch) ? seen.status.lastSeq : 0;
      const last_seq = Math.max(tally.last_seq, told);
      return {
        unit,
        presence: STATES[presence?.state ?? 0] ?? "unknown",
        presence_heard: this.#present.has(unit),
        since_ms: presence?.sinceMs ?? 0,
        version: presence?.version ?? "",
        certificate_ends_ms: presence?.certificateEndsMs ?? 0,
        seen_ms: Math.max(tally.seen_ms, seen?.seen_ms ?? 0),
        mode: status?.mode ?? "",
        mode_cause: status?.modeCause ?? "",
        pattern: status?.pattern ?? 0,
        green: (status?.phases ?? []).filter((p) => p.interval === "green").map((p) => p.phase ?? 0),
        monitor_fault: status?.monitorFault ?? "",
        failed_detectors: status?.failedDetectors ?? [],
        doubts: (status?.doubts ?? []).map(({ detector, doubt }) => ({ detector: detector ?? 0, doubt: doubt ?? "" })),
        commissioning: walked(status?.commissioning),
        journal_fault: status?.journalFault ?? "",
        epoch: tally.epoch,
        records: tally.records,
        last_seq,
        acked_seq: tally.acked_seq,
        behind: last_seq - tally.acked_seq - tally.ahead,
        duplicates: tally.duplicates,
        lost: tally.lost,
        gaps: tally.gaps,
        contradictions: tally.contradictions,
        last: tally.last,
      };
    });
  }
}

const walked = (walk: stopline.v1.Commissioning.$Properties | null | undefined): UnitView["commissioning"] =>
  walk == null
    ? null
    : { by: walk.by ?? "", at_ms: walk.atMs ?? 0, finished: walk.finished ?? false, safe: walk.safe ?? false, open: walk.open ?? 0 };

const NOTHING = {
  presence: null,
  status: null,
  seen_ms: 0,
  epoch: "",
  records: 0,
  duplicates: 0,
  contradictions: 0,
  lost: 0,
  gaps: 0,
  last_seq: 0,
  acked_seq: 0,
  ahead: 0,
  last: null,
};
