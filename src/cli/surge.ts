import { parseArgs } from "node:util";
import type { Brain } from "../brain/brain.ts";
import type { Order } from "../brain/orders.ts";
import { seenOf } from "../brain/rollout/seen.ts";
import type { Store } from "../brain/store.ts";
import { type Foretold, foretell, type Greens } from "../brain/surge/foretold.ts";
import { begunIn } from "../brain/surge/lease.ts";
import { baseOf, isRefused, wantedIn } from "../brain/surge/prepared.ts";
import { type Surge, shiftsOf } from "../brain/surge/surge.ts";
import { siteIn, under } from "../brain/surge/told.ts";
import { nearest } from "../config/nearest.ts";
import { wallNow } from "../platform/clock.ts";
import { readKey } from "../platform/keys.ts";
import { CODE } from "../traffic/codes.ts";
import { CENTRE_OPTIONS, CENTRE_SYNOPSIS, CENTRE_USAGE, centreOf, openCentre } from "./centre.ts";
import { say, sayJson, shown } from "./say.ts";
import { AskedFile, KeptSurges, surgesIn, usualOf } from "./surges-led.ts";
import { UsageError, type Verb } from "./verb.ts";
import { openWatcher } from "./watcher.ts";

const USAGE = `
stopline surge FILE ${CENTRE_SYNOPSIS}
stopline surge FILE start|stop NAME [--wait S] …

Demand patterns of events, in an area, at a time (src/brain/surge/README.md). Without more words: what is planned, and what each unit would do, beside what
its own schedule does in that hour. "stopline brain --surges FILE" brings scheduled ones into the units' plans; the units' own clocks begin and end them.

  start NAME           begins one that has no time of its own: a pattern for a quarter of an hour, which that brain renews; or takes a stop of a scheduled one back
  stop NAME            ends it. A scheduled one is taken out of its units' plans, before its time or in the middle of it
  --wait S             how long a unit may take it   (15)
${CENTRE_USAGE}

Exit code 0 if every unit has done it, 1 if not.
`;

async function run(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { ...CENTRE_OPTIONS, wait: { type: "string", default: "15" } },
  });
  const [path, does, name, ...more] = positionals;
  if (path === undefined || more.length > 0 || (does !== undefined && name === undefined))
    throw new UsageError("it is: stopline surge FILE, or stopline surge FILE start NAME, or stop NAME");
  if (does !== undefined && does !== "start" && does !== "stop") throw new UsageError(`"${does}" is not understood; it is start or stop`);
  const wait_s = Number(values.wait);
  if (!(wait_s > 0 && wait_s <= 600)) throw new UsageError(`--wait is 1 to 600 seconds, not "${values.wait}"`);
  const file = surgesIn(path);
  const surge = name === undefined ? null : surgeNamed(file.surges, name);
  const centre = centreOf(values);
  const asked = new AskedFile(centre.keyFile);
  const kept = new KeptSurges(centre.keyFile);
  const key = surge === null ? null : readKey(centre.keyFile);
  const ports = await openCentre(centre, (body) => key!.sign(body));
  const brain = await openWatcher(ports);
  try {
    if (brain.cause !== "") console.error(`stopline: ${shown(brain.cause)}`);
    const at = { brain, store: ports.store, kept, asked, json: values.json, wait_s };
    if (surge === null) return await list(file.surges, at);
    return does === "start" ? await start(surge, file.surges, at) : await stop(surge, at);
  } finally {
    await brain.close();
    await ports.close();
  }
}

interface At {
  readonly brain: Brain;
  readonly store: Store;
  readonly kept: KeptSurges;
  readonly asked: AskedFile;
  readonly json: boolean;
  readonly wait_s: number;
}

function surgeNamed(surges: readonly Surge[], name: string): Surge {
  const surge = surges.find((each) => each.name === name);
  if (surge !== undefined) return surge;
  const names = surges.map((each) => each.name);
  const near = nearest(name, names);
  throw new UsageError(`there is no surge "${name}"; ${near === undefined ? `there is ${names.join(", ")}` : `did you mean ${near}?`}`);
}

async function list(surges: readonly Surge[], { brain, store, kept, asked, json }: At): Promise<number> {
  const now = wallNow();
  const views = new Map((await brain.fleet()).map((view) => [view.unit, view]));
  const lastOf: Store["lastOf"] = (...of) => store.lastOf(...of);
  const stopped = asked.asked.cancelled;
  let all = true;
  for (const unit of new Set(surges.flatMap(({ units }) => units))) {
    const site = siteIn(await lastOf(unit, CODE.sessionStart));
    const view = views.get(unit);
    const seen = await seenOf(unit, view, lastOf);
    const { words, prepared } = kept.of(unit);
    const inForce = seen.turned?.hash ?? "";
    const text = inForce === "" ? null : kept.plans.of(inForce);
    const below = text === null ? inForce : (baseOf(text) ?? inForce);
    const base = site === null ? null : below === "" ? site.base : under(site.base, kept.plans.of(below));
    // Two weeks ahead is when a unit gets it; who asks wants to see all of them.
    const coming = surges.filter((surge) => surge.event === null || shiftsOf(surge).some(({ to }) => to > now));
    const wanted = coming.filter(({ name, units }) => units.includes(unit) && !stopped.includes(name));
    const foretold =
      base === null
        ? {
            why:
              site === null
                ? "it has not said yet which site file it has"
                : `plan ${below.slice(0, 12)} is in force there, which nobody here knows`,
          }
        : foretell(base, wanted, unit, now, await usualOf(store, unit, base.site.time_zone));
    const there = prepared !== null && prepared.hash === inForce;
    if ("why" in foretold || foretold.left.length > 0) all = false;
    if (json)
      sayJson({
        unit,
        in_its_plan: there,
        stands: words,
        pattern: view?.pattern ?? 0,
        ...foretold,
      });
    else {
      const due = wantedIn(surges, stopped, unit, now).length > 0;
      say(`${unit}${there ? ", in its plan" : due ? `, not in its plan yet${words === "" ? "" : ` (${words})`}` : ""}`);
      if ("why" in foretold) say(`  ${shown(foretold.why)}`);
      else {
        for (const line of foretold.surges.flatMap((each) => linesOf(each, base!.site.time_zone))) say(line);
        for (const { why } of foretold.left) say(`  ${shown(why)}`);
      }
    }
  }
  if (!json) {
    for (const surge of surges) if (surge.event !== null && shiftsOf(surge).every(({ to }) => to <= now)) say(`${surge.name} is over`);
    for (const name of stopped) if (surges.some((surge) => surge.name === name)) say(`${name} is stopped; start ${name} takes that back`);
  }
  return all ? 0 : 1;
}

function linesOf({ surge, phase, from, to, would, today, delay_s }: Foretold, zone: string): readonly string[] {
  const clock = new Intl.DateTimeFormat("sv-SE", { timeZone: zone, dateStyle: "short", timeStyle: "short" });
  const when = from === null ? "when somebody begins it" : `${clock.format(from)} to ${clock.format(to!)}`;
  return [
    `  ${surge} ${phase}: ${when}`,
    `    ${greensWords(would)}; a mean delay of some ${delay_s.toFixed(0)} s at the most, with every lane at its busiest`,
    ...(today === null ? [] : [`    instead of ${greensWords(today)}`]),
    ...(today === null || today.cycle_ds === 0 ? [] : ["    while it lasts it keeps no step with the units that share this cycle"]),
  ];
}

function greensWords({ pattern, name, strategy, cycle_ds, splits, longest_greens }: Greens): string {
  const seconds = (of: Greens["splits"]): string =>
    Object.entries(of)
      .map(([phase, ds]) => `${phase}: ${(ds / 10).toFixed(0)}`)
      .join(", ");
  const how =
    cycle_ds > 0
      ? `cycle ${(cycle_ds / 10).toFixed(0)} s (${seconds(splits)})`
      : strategy === "fully-actuated"
        ? `by gaps, with greens of at most (s) ${seconds(longest_greens)}`
        : `by ${strategy}`;
  return `pattern ${pattern} "${name}", ${how}`;
}

async function start(surge: Surge, surges: readonly Surge[], at: At): Promise<number> {
  const { asked, kept } = at;
  const { begun, cancelled } = asked.asked;
  if (surge.event !== null) {
    if (!cancelled.includes(surge.name)) throw new UsageError(`${surge.name} has its own time, and its units begin it by themselves`);
    asked.asked = { begun, cancelled: cancelled.filter((each) => each !== surge.name) };
    if (!at.json) say(`${surge.name} is planned again; the brain with --surges brings it into its units' plans`);
    return 0;
  }
  const now = wallNow();
  const all = [...begun.filter((each) => each.surge !== surge.name), { surge: surge.name, at_ms: now }];
  asked.asked = { begun: all, cancelled };
  return told(surge.units, at, async (unit) => {
    const shift = begunIn(surges, all, unit, now);
    const { prepared, words } = kept.of(unit);
    const pattern = prepared?.made.find((each) => each.surge === shift?.surge && each.phase === shift.phase)?.pattern;
    if (shift === null || shift.surge !== surge.name)
      return shift === null ? "its first phase comes later" : `${shift.surge} goes before it`;
    const stands = words === "" ? "" : ` (${words})`;
    if (prepared === null || pattern === undefined) return `it has no plan with ${surge.name} yet${stands}; a brain with --surges makes it`;
    // In another plan that number may be another surge's.
    if (await isInForce(at, unit))
      return { setPattern: { pattern, forS: Math.max(1, Math.min(900, Math.ceil((shift.to - now) / 1_000))) } };
    if (!isRefused(unit, prepared)) return `its plan with ${surge.name} is not in force yet${stands}; a brain with --surges begins it then`;
    return `it does not take its plan${stands}. Ask for fewer in the surge file and start the brain again, or wait: it is made anew from newer measures six hours after it was refused, and begins then`;
  });
}

async function stop(surge: Surge, at: At): Promise<number> {
  const { asked, kept } = at;
  const { begun, cancelled } = asked.asked;
  const now = wallNow();
  asked.asked = {
    begun: begun.filter((each) => each.surge !== surge.name),
    cancelled: surge.event === null ? cancelled : [...cancelled.filter((each) => each !== surge.name), surge.name],
  };
  if (surge.event !== null) {
    if (!at.json) say(`${surge.name} is stopped; the brain with --surges takes it out of its units' plans`);
    // Whoever has nothing else in his plan need not wait for that.
    return told(surge.units, at, (unit) => {
      const { prepared } = kept.of(unit);
      const alone = prepared !== null && prepared.base === "" && Object.keys(prepared.surges).every((name) => name === surge.name);
      return alone ? { rollBackPlan: { hash: prepared.hash } } : "its plan is made anew";
    });
  }
  const was = begun.find((each) => each.surge === surge.name);
  return told(surge.units, at, async (unit) => {
    const shift = was === undefined ? undefined : shiftsOf(surge, was.at_ms).find(({ from, to }) => now >= from && now < to);
    const pattern = kept.of(unit).prepared?.made.find((each) => each.surge === surge.name && each.phase === shift?.phase)?.pattern;
    return pattern === undefined || !(await isInForce(at, unit)) ? "it is not in it" : { setPattern: { pattern, forS: 1 } };
  });
}

/** Whether the plan that was made for a unit is the one that it goes by, by the newest that has come from it. */
async function isInForce({ kept, store }: At, unit: string): Promise<boolean> {
  const { turned } = await seenOf(unit, undefined, (...of) => store.lastOf(...of));
  return turned !== null && turned.hash === kept.of(unit).prepared?.hash;
}

/** Sends each unit its order, or says why there is none. 0 if all have done it. */
async function told(
  units: readonly string[],
  { brain, json, wait_s }: At,
  orderOf: (unit: string) => Promise<Order | string> | Order | string,
): Promise<number> {
  const done = await Promise.all(
    units.map(async (unit) => {
      const order = await orderOf(unit);
      let words = typeof order === "string" ? order : "";
      let good = typeof order !== "string";
      if (typeof order !== "string") {
        try {
          const { done, refused } = await brain.send(unit, order, { expires_s: wait_s });
          good = done;
          words = done ? "done" : `refused: ${refused}`;
        } catch (error) {
          good = false;
          words = (error as Error).message;
        }
      }
      if (json) sayJson({ unit, done: good, words });
      else say(`${unit}: ${shown(words)}`);
      return good;
    }),
  );
  return done.every((good) => good) ? 0 : 1;
}

export const verb: Verb = { summary: "what is planned for events, and begin or end one", usage: USAGE, run };
