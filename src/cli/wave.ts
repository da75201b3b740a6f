import { writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { parseArgs } from "node:util";
import { TravelTimes, travelMemoryOf } from "../brain/corridor/travel.ts";
import type { Store } from "../brain/store.ts";
import { drives, gather } from "../brain/wave/gather.ts";
import { standingIn } from "../brain/wave/kept.ts";
import { timeSpace } from "../brain/wave/svg.ts";
import { type Wave, waveOf } from "../brain/wave/wave.ts";
import { waveJson, waveLines } from "../brain/wave/words.ts";
import { openBrainStore } from "../platform/brain-store.ts";
import { readTravel } from "../platform/travel-file.ts";
import { CENTRE_OPTIONS, CENTRE_USAGE, type Centre, centreOf } from "./centre.ts";
import { graphIn } from "./corridor.ts";
import { say, sayJson, shown } from "./say.ts";
import { UsageError, type Verb } from "./verb.ts";

const USAGE = `
stopline wave FILE [--arterial NAME] [--days N] [--svg FILE] [--plans DIR] [--broker HOST:PORT [--plain]] [--store FILE] [--key FILE] [--json]

The green wave of an arterial of the corridor file FILE ([[arterials]]), from what its units have measured: common cycle, splits, offsets, and what that
would bring. Nothing is sent. src/brain/wave/README.md says how it is computed.

  --arterial NAME      which one; all that the file has, without it
  --days N             from the measures of so many days                                    (14)
  --svg FILE           writes the time-space diagrams there; of several a number is added
  --plans DIR          writes each unit's plan there, as UNIT.toml: "stopline rollout" sends them
${CENTRE_USAGE}

Exit code 0 if every period could be computed and every unit's own checks would take its plan, 1 if not.
`;

const DAYS_MAX = 366;

async function run(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      ...CENTRE_OPTIONS,
      arterial: { type: "string" },
      days: { type: "string", default: "14" },
      svg: { type: "string" },
      plans: { type: "string" },
    },
  });
  const [file, ...more] = positionals;
  if (file === undefined || more.length > 0) throw new UsageError("name one corridor file, as in: stopline wave corridor.toml");
  const days = Number(values.days);
  if (!(days >= 1 && days <= DAYS_MAX)) throw new UsageError(`--days is 1 to ${DAYS_MAX}, not "${values.days}"`);
  const graph = graphIn(file);
  const arterials = graph.arterials.filter(({ name }) => values.arterial === undefined || name === values.arterial);
  if (arterials.length === 0) throw new UsageError(noneWords(file, values.arterial, graph.arterials));
  const centre = centreOf({ ...values, broker: values.broker ?? (values.store === undefined ? undefined : "127.0.0.1:1") });
  const store = await openBrainStore(centre.storeFile);
  try {
    let good = true;
    for (const [i, arterial] of arterials.entries()) {
      const wave = await computed(store, centre, graph, arterial, days);
      if ("refused" in wave) {
        good = false;
        if (values.json) sayJson({ arterial: arterial.name, refused: wave.refused });
        else console.error(`stopline: no wave on ${arterial.name}: ${shown(wave.refused)}`);
        continue;
      }
      good &&= wave.periods.every((period) => !("refused" in period)) && wave.plans.every(({ refused }) => refused === "");
      if (values.json) sayJson(waveJson(wave));
      else for (const line of [...(i > 0 ? [""] : []), ...waveLines(wave)]) say(line);
      if (values.svg !== undefined) writeDiagrams(values.svg, wave, arterials.length > 1 ? `-${arterial.name}` : "");
      if (values.plans !== undefined) for (const { unit, text } of wave.plans) writeFileSync(join(values.plans, `${unit}.toml`), text);
    }
    return good ? 0 : 1;
  } finally {
    await store.close();
  }
}

function noneWords(file: string, wanted: string | undefined, all: readonly { readonly name: string }[]): string {
  if (all.length === 0) return `${file} has no [[arterials]]: write name = "…" and over = ["west", "J1", "J2", "east"]`;
  return `${file} has no arterial "${wanted}"; it has ${all.map(({ name }) => name).join(", ")}`;
}

type Computed = ReturnType<typeof waveOf>;

async function computed(
  store: Store,
  { keyFile }: Centre,
  graph: Parameters<typeof gather>[1],
  arterial: Parameters<typeof gather>[2],
  days: number,
): Promise<Computed> {
  const now = Date.now();
  const units = await gather(store, graph, arterial, days, now);
  const times = new TravelTimes(travelMemoryOf(readTravel(join(dirname(keyFile), "travel-times.json"))));
  const standing = standingIn(readTravel(standingFile(keyFile)))[arterial.name] ?? null;
  return waveOf(graph, arterial, units, drives(times, now, units[0]?.site.time_zone ?? "UTC"), standing);
}

/** What was sent last lies beside the brain's key. */
export const standingFile = (keyFile: string): string => join(dirname(keyFile), "waves.json");

function writeDiagrams(file: string, wave: Wave, added: string): void {
  const periods = wave.periods.flatMap((period) => ("refused" in period ? [] : [period]));
  for (const period of periods) {
    const name = periods.length > 1 || added !== "" ? file.replace(/(\.svg)?$/, `${added}-${period.hours.name}.svg`) : file;
    writeFileSync(name, timeSpace(period, wave.road.name));
  }
}

export const verb: Verb = { summary: "the green wave of an arterial, from what its units have measured", usage: USAGE, run };
