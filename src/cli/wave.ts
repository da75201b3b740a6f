import { existsSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { parseArgs } from "node:util";
import { TravelTimes, travelMemoryOf } from "../brain/corridor/travel.ts";
import type { Store } from "../brain/store.ts";
import { drives, gather } from "../brain/wave/gather.ts";
import { type Standing, standingOf } from "../brain/wave/kept.ts";
import { timeSpace } from "../brain/wave/svg.ts";
import { type Wave, waveOf } from "../brain/wave/wave.ts";
import { waveJson, waveLines } from "../brain/wave/words.ts";
import { isPostgres, openBrainStore, shownStore } from "../platform/brain-store.ts";
import { readTravel } from "../platform/travel-file.ts";
import { CENTRE_OPTIONS, CENTRE_SYNOPSIS, CENTRE_USAGE, type Centre, centreOf } from "./centre.ts";
import { graphIn } from "./corridor.ts";
import { withinMs } from "./numbers.ts";
import { ahead, momentIn } from "./rollout.ts";
import { say, sayJson, shown } from "./say.ts";
import { UsageError, type Verb } from "./verb.ts";
import { SentWaves } from "./wave-sent.ts";

const USAGE = `
stopline wave FILE [--arterial NAME] [--days N] [--svg FILE] [--plans DIR] [--send | --take-back] [--at TIME] [--each] [--within H]
              ${CENTRE_SYNOPSIS}

The green wave of an arterial of the corridor file FILE ([[arterials]]), from what its units have measured: common cycle, splits, offsets, and what that
would bring. Nothing is sent without --send. src/brain/wave/README.md says how it is computed.

  --arterial NAME      which one; all that the file has, without it
  --days N             from the measures of so many days                                    (14)
  --svg FILE           writes the time-space diagrams there; of several a number is added
  --plans DIR          writes each unit's plan there, as UNIT.toml
  --send               sends the plans, of one arterial: each unit tries its own on its recorded traffic, and all are in force at one moment. Where
                       nothing is worth it, or what stands is as good, nothing is sent. Ended and typed again it goes on with what was begun
  --take-back          every unit goes back to the plan that it had before the last --send
  --at TIME            the moment of --send, as in 2026-11-30T05:00+01:00              (a minute after all are ready)
  --each               each unit for itself: who refuses, fails its trial or is away is named, and the others go on. Without it: all or none
  --within H           who is not through after so many hours is left out, and named    (24)
${CENTRE_USAGE}

Exit code 0 if every period could be computed, every unit's own checks take its plan, and what was sent is in force; 1 if not.
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
      send: { type: "boolean", default: false },
      "take-back": { type: "boolean", default: false },
      at: { type: "string" },
      each: { type: "boolean", default: false },
      within: { type: "string", default: "24" },
    },
  });
  const [file, ...more] = positionals;
  if (file === undefined || more.length > 0) throw new UsageError("name one corridor file, as in: stopline wave corridor.toml");
  const days = Number(values.days);
  if (!(days >= 1 && days <= DAYS_MAX)) throw new UsageError(`--days is 1 to ${DAYS_MAX}, not "${values.days}"`);
  const graph = graphIn(file);
  const arterials = graph.arterials.filter(({ name }) => values.arterial === undefined || name === values.arterial);
  if (arterials.length === 0) throw new UsageError(noneWords(file, values.arterial, graph.arterials));
  const longest_ms = withinMs(values.within, 336);
  const at_ms = values.at === undefined ? 0 : momentIn(values.at);
  const sends = values.send || values["take-back"];
  if (values.send && values["take-back"]) throw new UsageError("--send or --take-back, not both");
  if (sends && arterials.length > 1)
    throw new UsageError(`name one of them with --arterial: ${arterials.map(({ name }) => name).join(", ")}`);
  // Who only computes needs no broker.
  const nowhere = !sends && values.store !== undefined ? "127.0.0.1:1" : undefined;
  const centre = centreOf({ ...values, broker: values.broker ?? nowhere });
  const sent = new SentWaves(centre);
  const [{ name }] = arterials as [(typeof arterials)[number]];
  if (values["take-back"]) return sent.takeBack(name, longest_ms, values.json);
  const begun = values.send ? sent.begun(name) : null;
  if (begun !== null) return sent.send(name, { ...begun, longest_ms }, null, values.json);
  ahead(at_ms);
  let next: { readonly plans: { readonly [unit: string]: string }; readonly standing: Standing } | null = null;
  // Who only looks leaves nothing behind.
  if (!isPostgres(centre.storeFile) && !existsSync(centre.storeFile))
    throw new UsageError(`there is no store at ${shownStore(centre.storeFile)}: name the one that "stopline brain" keeps, with --store`);
  const store = await openBrainStore(centre.storeFile);
  try {
    let good = true;
    for (const [i, arterial] of arterials.entries()) {
      const wave = await computed(store, centre, graph, arterial, days, sent);
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
      if (wave.plans.length > 0)
        next = { plans: Object.fromEntries(wave.plans.map(({ unit, text }) => [unit, text])), standing: standingOf(wave, Date.now()) };
    }
    if (!good && values.send)
      console.error("stopline: nothing is sent, for the reasons above: take such hours or units out of the arterial");
    if (!good || !values.send) return good ? 0 : 1;
  } finally {
    await store.close();
  }
  if (next !== null) return sent.send(name, { plans: next.plans, at_ms, together: !values.each, longest_ms }, next.standing, values.json);
  if (!values.json) say("nothing is sent");
  return 0;
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
  sent: SentWaves,
): Promise<Computed> {
  const now = Date.now();
  const units = await gather(store, graph, arterial, days, now);
  const times = new TravelTimes(travelMemoryOf(readTravel(join(dirname(keyFile), "travel-times.json"))));
  const standing = sent.standing(arterial.name);
  return waveOf(graph, arterial, units, drives(times, now, units[0]?.site.time_zone ?? "UTC"), standing);
}

function writeDiagrams(file: string, wave: Wave, added: string): void {
  const periods = wave.periods.flatMap((period) => ("refused" in period ? [] : [period]));
  for (const period of periods) {
    const name = periods.length > 1 || added !== "" ? file.replace(/(\.svg)?$/, `${added}-${period.hours.name}.svg`) : file;
    writeFileSync(name, timeSpace(period, wave.road.name));
  }
}

export const verb: Verb = { summary: "the green wave of an arterial, from what its units have measured", usage: USAGE, run };
