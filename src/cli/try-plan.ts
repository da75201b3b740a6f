import { existsSync, readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { wallOf } from "../journal/port.ts";
import { type Saved, savedIn, type Tried } from "../plans/saved.ts";
import { sha256 } from "../plans/sha256.ts";
import { planned } from "../plans/text.ts";
import { type JournalReader, openJournal } from "../platform/journal-file.ts";
import { plansFileOf, readPlans } from "../platform/plans-file.ts";
import { CODE } from "../traffic/codes.ts";
import type { Site } from "../traffic/site.ts";
import { trialOf } from "../trial.ts";
import { busiestHour, triedBy } from "../tune/hour.ts";
import { recordingOf, type Slice } from "../tune.ts";
import { say, sayJson, shown } from "./say.ts";
import { loadSite, readRunnable } from "./site-file.ts";
import { runnable } from "./tune-site.ts";
import { UsageError, type Verb } from "./verb.ts";

const USAGE = `
stopline try-plan SITE --plan FILE|HASH [--journal FILE] [--json]

Lives through the busiest hour of the last day again, as the journal recorded it, on the simulated street: under the plan in force, and
under another one. A plan is a file of [[patterns]], [[day_plans]] and [[schedule]] that take the place of the site file's. Changes nothing.

  --plan FILE|HASH   a file, or the first digits of one that was uploaded to this unit
  --journal FILE     the unit's journal, beside which it keeps its plans               (var/journal.db)
  --json             an object for other programs
Exit code 0 if it was tried, whatever came of it, 1 if not.
`;

const DAY_MS = 86_400_000;
/** Each half hour is lived through so often, with other drivers. */
const SEEDS = 2;

async function run(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      plan: { type: "string" },
      journal: { type: "string", default: "var/journal.db" },
      json: { type: "boolean", default: false },
    },
  });
  const [file] = positionals;
  if (file === undefined || positionals.length > 1 || values.plan === undefined)
    throw new UsageError("name one site file and a plan, as in: stopline try-plan my-site.toml --plan evening.toml");
  if (!existsSync(values.journal)) throw new UsageError(`there is no journal at ${values.journal}`);
  const loaded = loadSite(file);
  if (loaded === null) return 1;
  const saved = savedFor(values.journal, loaded.text);
  const plan = planIn(values.plan, saved);
  const inForce = saved?.kept.find(({ hash }) => hash === saved.in_force)?.text ?? null;
  const texts = { now: inForce === null ? loaded.text : textWith(loaded, inForce), other: textWith(loaded, plan) };
  const tried = lived(loaded.text, values.journal, texts, { hash: sha256(plan), against: inForce === null ? "" : saved!.in_force });
  if (values.json) sayJson(tried);
  else say(`${tried.passed ? "passed" : "not passed"}: ${tried.words}`);
  return 0;
}

/** What the unit keeps, if it belongs to this site file. */
function savedFor(journal: string, site: string): Saved | null {
  const text = readPlans(plansFileOf(journal));
  const saved = text === null ? null : savedIn(text);
  return saved?.site === sha256(site) ? saved : null;
}

function planIn(named: string, saved: Saved | null): string {
  if (existsSync(named)) return readFileSync(named, "utf8");
  const kept = saved?.kept.filter(({ hash }) => hash.startsWith(named)) ?? [];
  if (kept.length === 1) return kept[0]!.text;
  throw new UsageError(`there is no file "${named}", and this unit keeps no plan of that hash`);
}

function textWith(base: { readonly text: string; readonly site: Site }, plan: string): string {
  const merged = planned(base, plan, readRunnable);
  if ("refused" in merged) throw new Error(shown(merged.refused));
  return merged.text;
}

function lived(site: string, journal: string, texts: { now: string; other: string }, which: Pick<Tried, "hash" | "against">): Tried {
  const none = (words: string): Tried => ({ ...which, passed: false, words, hour: 0, before: null, after: null });
  const hour = hourIn(journal, site);
  if ("refused" in hour) return none(hour.refused.slice(0, 400));
  const [first] = hour.slices;
  const troubles = { faults: 0, ranFree: 0 };
  const under = (text: string, watched: boolean) =>
    hour.slices.flatMap((slice) =>
      Array.from({ length: SEEDS }, (_, i) =>
        trialOf({ text, slice, seed: i + 1 }, runnable, ({ code }) => {
          if (watched && code === CODE.monitorFault) troubles.faults += 1;
          if (watched && code === CODE.runsFree) troubles.ranFree += 1;
        }),
      ),
    );
  return triedBy({ ...which, hour: first.wall }, under(texts.now, false), under(texts.other, true), troubles);
}

function hourIn(journal: string, site: string): { readonly slices: readonly [Slice, Slice] } | { readonly refused: string } {
  const reader = openJournal(journal);
  try {
    const recording = recordingOf(reader.chunks(0), { from: lastOf(reader) - DAY_MS, unbegun: site, under_plans: true, read: runnable });
    if ("refused" in recording) return recording;
    const slices = busiestHour(recording.slices);
    return slices === null ? { refused: "no whole hour of the last day is in the journal that could be tried again" } : { slices };
  } finally {
    reader.close();
  }
}

function lastOf(reader: JournalReader): number {
  let last = 0;
  for (const { wall_base, records } of reader.chunks(reader.last_seq() - 1)) last = wallOf(wall_base, records.at(-1)!.at);
  return last;
}

export const verb: Verb = { summary: "what a recorded hour would have been under another plan", usage: USAGE, run };
