import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { dirname } from "node:path";
import { parseArgs } from "node:util";
import { openSyncRecorder } from "../platform/recorder.ts";
import { EXAMPLE } from "../platform/self.ts";
import { VERSION } from "../platform/version.ts";
import { simulate } from "../sim.ts";
import { formatTallies } from "../street/report.ts";
import { Street } from "../street/street.ts";
import type { Entry } from "../traffic/entry.ts";
import { Instant, WallTime } from "../traffic/time.ts";
import { type Effects, Unit } from "../unit.ts";
import { notNegative, positive, whole } from "./numbers.ts";
import { loadSite } from "./site-file.ts";
import { UsageError, type Verb } from "./verb.ts";

const USAGE = `
stopline sim [--site FILE] [--hours H] [--seed N] [--demand X] [--journal FILE] [--json]

The whole unit on the simulated street, without ttys and without real time. The same seed gives the same journal, byte for byte.

  --site FILE      the site                                   (deploy/sites/four-leg.toml)
  --hours H        how long, from midnight                    (24)
  --seed N         which street                               (7)
  --demand X       traffic as a multiple of the usual         (1)
  --journal FILE   where the journal is written, anew         (var/sim/journal.db)
  --json           an object for other programs
`;

/** Midnight UTC: the street's day begins with the simulation, and a fixed date keeps the journal the same on every machine. */
const BEGAN = WallTime(Date.UTC(2026, 0, 5));
const HOUR_MS = 3_600_000;

async function run(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      site: { type: "string", default: EXAMPLE },
      hours: { type: "string", default: "24" },
      seed: { type: "string", default: "7" },
      demand: { type: "string", default: "1" },
      journal: { type: "string", default: "var/sim/journal.db" },
      json: { type: "boolean", default: false },
    },
  });
  if (positionals.length > 0) throw new UsageError(`"${positionals[0]}" is not understood; every setting has a name, as in --hours 24`);
  const hours = positive("hours", values.hours);
  const demand = notNegative("demand", values.demand);
  const seed = whole("seed", values.seed);
  const loaded = loadSite(values.site);
  if (!loaded) return 1;
  const { site, text } = loaded;

  for (const end of ["", "-wal", "-shm"]) rmSync(values.journal + end, { force: true });
  mkdirSync(dirname(values.journal), { recursive: true });
  const recorder = openSyncRecorder(values.journal, { unit: site.id, epoch: `sim-${seed}`, created: BEGAN });
  const unit = new Unit(site, { version: VERSION, site: text, wall: BEGAN });
  const street = new Street(site, seed, { demand });
  const seen = new Terminations();
  const progress = progressOn(process.stderr, hours);
  const watch = (now: Instant, { entries }: Effects): void => {
    seen.take(entries);
    progress(now);
  };
  const started = performance.now();
  const until = Instant(Math.round(hours * 36_000) * 100);
  try {
    simulate({ unit, street, recorder, watch }, until);
  } catch (error) {
    console.error(`\nThis run again: stopline sim --site ${values.site} --hours ${hours} --seed ${seed} --demand ${demand}`);
    throw error;
  }
  recorder.close();
  const took_s = (performance.now() - started) / 1_000;
  const journal = { file: values.journal, sha256: sha256(values.journal), records: recorder.status().last_seq };
  const tallies = street.tallies();
  if (values.json)
    console.log(JSON.stringify({ site: site.id, seed, hours, demand, took_s, journal, tallies, terminations: seen.byPhase() }));
  else {
    console.log(`${site.name}: ${hours} h from midnight, seed ${seed}, demand ${demand}\n`);
    console.log(formatTallies(tallies));
    console.log(`\n${seen.inWords()}`);
    console.log(`\njournal  ${journal.file}: ${journal.records} records, sha256 ${journal.sha256}`);
    console.log(`took ${took_s.toFixed(1)} s: ${Math.round((hours * 3_600) / took_s)} times faster than the street`);
  }
  return 0;
}

const sha256 = (file: string): string => createHash("sha256").update(readFileSync(file)).digest("hex");

/** Why a green ended, by its code, as a column is headed. */
const CAUSES = { 4: "gap-outs", 5: "max-outs", 6: "force-offs", 19: "for priority", 20: "for a preempt" } as const;
type Cause = keyof typeof CAUSES;
const isCause = (code: number): code is Cause => code in CAUSES;

/** Why greens ended, by phase: from the journal's own records. */
class Terminations {
  readonly #counts = new Map<number, { [C in Cause]: number }>();

  take(entries: readonly Entry[]): void {
    for (const { code, param } of entries) {
      if (!isCause(code)) continue;
      const counts = this.#counts.get(param) ?? { 4: 0, 5: 0, 6: 0, 19: 0, 20: 0 };
      this.#counts.set(param, counts);
      counts[code]++;
    }
  }

  byPhase() {
    return [...this.#counts]
      .sort(([a], [b]) => a - b)
      .map(([phase, counts]) => ({
        phase,
        gap_outs: counts[4],
        max_outs: counts[5],
        force_offs: counts[6],
        priority_force_offs: counts[19],
        preempt_force_offs: counts[20],
      }));
  }

  inWords(): string {
    const heads = ["phase", ...Object.values(CAUSES)];
    const rows = this.byPhase().map((counts) => Object.values(counts));
    return [heads, ...rows].map((row) => row.map((cell, i) => String(cell).padStart(heads[i]!.length)).join("  ")).join("\n");
  }
}

/** A line that is written over, on a terminal only. */
function progressOn(out: NodeJS.WriteStream, hours: number): (now: Instant) => void {
  if (!out.isTTY) return () => {};
  return (now) => {
    if (now % HOUR_MS === 0) out.write(now >= hours * HOUR_MS ? "\r\x1b[K" : `\rsimulated ${now / HOUR_MS} of ${hours} h`);
  };
}

export const verb: Verb = { summary: "a simulated day, thousands of times faster than the street", usage: USAGE, run };
