import { existsSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { formatProblem } from "../config/index.ts";
import type { LinkJournal } from "../journal/port.ts";
import { watchLive } from "../platform/live-socket.ts";
import { openLinkJournal } from "../platform/recorder.ts";
import { BEFORE, readAs, TRIAL, UPDATE_FOLDERS } from "../platform/update-desk.ts";
import type { Live } from "../traffic/live.ts";
import { Before } from "../update/desk.ts";
import { type Health, Watch, wrong } from "../update/health.ts";
import { notNegative } from "./numbers.ts";
import { sayJson, shown } from "./say.ts";
import { readSiteFile } from "./site-file.ts";
import { UsageError, type Verb } from "./verb.ts";

const USAGE = `
stopline healthy [SITE] [--journal FILE] [--live SOCKET] [--kept DIR] [--for S] [--within S] [--json]

On a unit that runs: does it do what it is there for? Control ticks and is not in a flash of its own; the lamps' devices answer; the detectors'
devices answer that did so before the restart of an update that is not proved yet; the journal commits; the brain acknowledges, if it did before that.
Waits until that has been so for a while, without a break.

  --journal FILE   the journal that the street side keeps            (/var/lib/stopline/journal.db)
  --live SOCKET    where the street side shows its live state        (/run/stopline/live.sock)
  --kept DIR       where it stands how the unit was before           (${UPDATE_FOLDERS.kept})
  --for S          so long it must be so                             (30)
  --within S       how long to wait for that                         (180)
  --json           what was found, as an object

Without SITE: /etc/stopline/site.toml. Exit code 0 if it is healthy, 3 if all is well but that the brain is not reached, 1 if not.
`;

const LOOK_MS = 200;

async function run(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      journal: { type: "string", default: "/var/lib/stopline/journal.db" },
      live: { type: "string", default: "/run/stopline/live.sock" },
      kept: { type: "string", default: UPDATE_FOLDERS.kept },
      for: { type: "string", default: "30" },
      within: { type: "string", default: "180" },
      json: { type: "boolean", default: false },
    },
  });
  if (positionals.length > 1) throw new UsageError("name one site file, as in: stopline healthy /etc/stopline/site.toml");
  const [for_ms, within_ms] = [notNegative("for", values.for) * 1_000, notNegative("within", values.within) * 1_000];
  if (for_ms > within_ms) throw new UsageError("--within is no shorter than --for");
  const site = readSiteFile(positionals[0] ?? "/etc/stopline/site.toml");
  // A unit whose file cannot be read does not tick, and that is said.
  const lamps = new Set(site.ok ? site.site.channels.map(({ device }) => device) : []);
  if (!site.ok) console.error(`stopline: ${shown(formatProblem(site.problems[0]!))}`);
  // Who waits at a terminal is told for how long.
  if (process.stderr.isTTY)
    console.error(`watching until it has been well for ${values.for} s without a break, ${values.within} s at most …`);
  // Once it has proved itself, a cable that is cut next year is no fault of the release.
  const before = existsSync(join(values.kept, TRIAL)) ? readAs(Before, join(values.kept, BEFORE)) : null;
  const found = await watched(new Watch(lamps, before), values, for_ms, within_ms);
  const words = wrong(found.health);
  const code = found.healthy ? 0 : found.brainless ? 3 : 1;
  if (values.json) sayJson({ healthy: found.healthy, held_s: Math.floor(found.held_ms / 1_000), before, wrong: found.health });
  else if (code === 0) console.log(`healthy for ${Math.floor(found.held_ms / 1_000)} s`);
  else console.error(shown(words === "" ? `not for ${values.for} s without a break` : words));
  return code;
}

interface Found {
  readonly health: Health;
  readonly healthy: boolean;
  /** So long without a break. */
  readonly held_ms: number;
  /** All but the brain has been well for long enough. */
  readonly brainless: boolean;
}

/** Looks until it has been well for long enough, or `within_ms` is over. */
function watched(
  watch: Watch,
  files: { readonly live: string; readonly journal: string },
  for_ms: number,
  within_ms: number,
): Promise<Found> {
  let live: Live | null = null;
  let heard = 0;
  const socket = watchLive(
    files.live,
    (frame) => {
      live = frame;
      heard = performance.now();
    },
    () => {
      live = null;
    },
  );
  const journal: LinkJournal = openLinkJournal(files.journal);
  const began = performance.now();
  let since = began;
  let sinceBrainless = began;
  return new Promise((resolve) => {
    const look = setInterval(() => {
      const now = performance.now();
      const health = watch.look({ now, live, age_ms: now - heard, acked: ackedIn(journal) });
      if (wrong(health) !== "") since = now;
      if (wrong(health, ["brain"]) !== "") sinceBrainless = now;
      const healthy = now - since >= for_ms && since !== now;
      if (!healthy && now - began < within_ms) return;
      clearInterval(look);
      socket.close();
      journal.close();
      resolve({ health, healthy, held_ms: now - since, brainless: !healthy && health.brain !== "" && now - sinceBrainless >= for_ms });
    }, LOOK_MS);
  });
}

function ackedIn(journal: LinkJournal): number | null {
  try {
    return journal.acked();
  } catch {
    return null;
  }
}

export const verb: Verb = { summary: "on a unit: does it control, see, record and reach its brain?", usage: USAGE, run };
