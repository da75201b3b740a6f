import type { Chunk, Record } from "../../../src/journal/port.ts";
import { VERSION } from "../../../src/platform/version.ts";
import { ticks } from "../../../src/sim.ts";
import type { Entry } from "../../../src/traffic/entry.ts";
import { Instant } from "../../../src/traffic/time.ts";
import { Unit } from "../../../src/unit.ts";
import { FieldSide, ON_THE_STREET } from "../field/side.ts";
import type { Play } from "../play.ts";
import type { RigDriver } from "../rig.ts";
import type { Seen } from "../seen.ts";

/** A page looks once a second. */
const LIVE_MS = 1_000;
const EPOCH = "alone";
const NO_DISK = "no disk, no processes and no centre here: RIG=sim has them";
const NO_PORT = "nobody opens a port here: RIG=sim does";

/** The street side alone in simulated time: what happens on lines, in the cabinet and to signals, ten times as fast as with everything else around it. */
export const ALONE: RigDriver = {
  real_time: false,
  does: {
    ...ON_THE_STREET,
    "adapter-out": NO_PORT,
    "disk-slow": NO_DISK,
    "disk-full": NO_DISK,
    "disk-errors": NO_DISK,
    "journal-rots": NO_DISK,
    "power-cut": NO_DISK,
    "unit-killed": NO_DISK,
    "unit-stands-still": NO_DISK,
    "link-killed": NO_DISK,
    "clock-stepped": NO_DISK,
    "broker-away": NO_DISK,
    "line-drops": NO_DISK,
    "delivered-twice": NO_DISK,
    "broker-forgets": NO_DISK,
    "brain-away": NO_DISK,
    "brain-replaced": NO_DISK,
    "neighbour-away": NO_DISK,
    command: NO_DISK,
    "command-replayed": NO_DISK,
    "site-file-changed": NO_DISK,
    update: NO_DISK,
  },
  open: async ({ name }) => ({ name, play: async (play, _folder, see) => alone(play, see), close: async () => {} }),
};

function alone(play: Play, see: (seen: Seen) => void): void {
  const { site, text, wall, deeds, until } = play;
  const field = new FieldSide(play, see);
  const unit = new Unit(site, { version: VERSION, site: text, wall });
  const kept: Kept = { records: [], base: wall };
  see({ kind: "unit", at: Instant(0), runs: true, why: "" });
  let next = 0;
  for (const now of ticks({ unit, street: field, recorder: recorderOf(kept) }, until)) {
    if (now % LIVE_MS === 0) see({ kind: "live", at: now, live: unit.live(NOTHING_KEPT, 0) });
    for (; deeds[next] !== undefined && deeds[next]!.at <= now; next++) {
      const deed = deeds[next]!;
      see({ kind: "deed", at: now, deed });
      if (!field.do(deed)) throw new Error(`${deed.fault.kind} is nothing that this rig does`);
    }
  }
  see({ kind: "journal", at: until, chunks: [chunkOf(site.id, kept)], sessions: [{ epoch: EPOCH, session: 1, at: 0 }] });
}

interface Kept {
  readonly records: Record[];
  base: Chunk["wall_base"];
}

const NOTHING_KEPT = { epoch: EPOCH, session: 1, last_seq: 0, pending: 0 };

/** A journal in memory: what is replayed at the end. */
const recorderOf = (kept: Kept) => ({
  append: (entries: readonly Entry[], wall_base: Chunk["wall_base"]): void => {
    kept.base = wall_base;
    for (const entry of entries) kept.records.push({ ...entry, seq: kept.records.length + 1 });
  },
  requests: () => [],
  flush: () => Promise.resolve(),
  status: () => NOTHING_KEPT,
});

const chunkOf = (unit: string, { records, base }: Kept): Chunk => ({
  unit,
  epoch: EPOCH,
  session: 1,
  first_seq: 1,
  last_seq: records.length,
  wall_base: base,
  records,
});
