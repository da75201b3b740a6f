import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { parseArgs } from "node:util";
import { PLAN_BYTES_MAX } from "../plans/text.ts";
import { isPostgres } from "../platform/brain-store.ts";
import { wallNow } from "../platform/clock.ts";
import { CENTRE_OPTIONS, CENTRE_SYNOPSIS, CENTRE_USAGE, centreOf } from "./centre.ts";
import { withinMs } from "./numbers.ts";
import { lead } from "./rollout-led.ts";
import { UsageError, type Verb } from "./verb.ts";

const USAGE = `
stopline rollout UNIT=PLAN [UNIT=PLAN …] [--at TIME] [--together] [--take-back] [--state FILE] [--within H]
                 ${CENTRE_SYNOPSIS}

Brings plans to several units: uploads them, has each unit try its own on its recorded traffic, and lets all of them put theirs in force at one moment, by
their own clocks. Says by unit what became of it. A brain must be receiving into the same store. Ended and typed again it goes on where it was; typed again
with --take-back it takes everything back, before the moment or after it.

  UNIT=PLAN            a file of [[patterns]], [[day_plans]] and [[schedule]], as upload-plan takes it
  --at TIME            the moment, as in 2026-11-30T05:00+01:00    (as soon as may be; with --together, a minute after all are ready)
  --together           all or none: who refuses, fails its trial or is away leaves all of them as they are. Else each for itself
  --take-back          cancels it, or goes back to the plans before it
  --state FILE         where it stands how far it is               (rollout.json beside the key)
  --within H           who is not through after so many hours is left out, and named   (24)
${CENTRE_USAGE}

Exit code 0 if every plan is in force, or taken back; 1 if not.
`;

async function run(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      ...CENTRE_OPTIONS,
      at: { type: "string" },
      together: { type: "boolean", default: false },
      "take-back": { type: "boolean", default: false },
      state: { type: "string" },
      within: { type: "string", default: "24" },
    },
  });
  const longest_ms = withinMs(values.within, 336);
  const plans = plansIn(positionals);
  const at_ms = values.at === undefined ? 0 : momentIn(values.at);
  const centre = centreOf(values);
  const beside = isPostgres(centre.storeFile) ? "." : dirname(centre.keyFile);
  const file = values.state ?? join(beside, "rollout.json");
  if (!values["take-back"] && !existsSync(file)) ahead(at_ms);
  return lead({
    centre,
    asked: { plans, at_ms, together: values.together, longest_ms },
    file,
    json: values.json,
    back: values["take-back"] ? "by command" : "",
  });
}

function plansIn(words: readonly string[]): { readonly [unit: string]: string } {
  const plans: { [unit: string]: string } = {};
  for (const word of words) {
    const [, unit, file] = /^([A-Za-z0-9][A-Za-z0-9_.:-]{0,31})=(.+)$/.exec(word) ?? [];
    if (unit === undefined || file === undefined) throw new UsageError(`"${word}" is no UNIT=PLAN, as in A-1=a-1-evening.toml`);
    if (Object.hasOwn(plans, unit)) throw new UsageError(`${unit} is there twice`);
    try {
      plans[unit] = readFileSync(file, "utf8");
    } catch (error) {
      throw new UsageError(`${file} cannot be read: ${(error as Error).message}`);
    }
    if (Buffer.byteLength(plans[unit]) > PLAN_BYTES_MAX)
      throw new UsageError(`${file} is longer than a plan may be, ${PLAN_BYTES_MAX} bytes`);
  }
  if (words.length === 0) throw new UsageError("name units and plans, as in: stopline rollout A-1=a-1.toml A-2=a-2.toml --together");
  return plans;
}

/** Of a rollout that begins; one that goes on may have its moment behind it. 0: none. */
export function ahead(at_ms: number): void {
  if (at_ms > 0 && at_ms <= wallNow())
    throw new UsageError(
      `--at ${new Date(at_ms).toISOString().slice(0, 19)}Z is over; leave --at away to put the plans in force as soon as may be`,
    );
}

export function momentIn(text: string): number {
  const at = Date.parse(text);
  if (Number.isNaN(at) || !/(Z|[+-]\d\d:\d\d)$/.test(text))
    throw new UsageError(`--at is a time with a zone, as in 2026-11-30T05:00+01:00, not "${text}"`);
  return at;
}

export const verb: Verb = { summary: "bring plans to several units, in force at one moment", usage: USAGE, run };
