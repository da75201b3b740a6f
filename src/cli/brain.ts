import { existsSync } from "node:fs";
import { parseArgs } from "node:util";
import { Brain, type BrainEvents, type BrainPorts } from "../brain/brain.ts";
import type { Graph } from "../brain/corridor/graph.ts";
import type { SurgeFile } from "../brain/surge/surge.ts";
import { fleetTable } from "../brain/table.ts";
import { fleetMetrics } from "../metrics/fleet.ts";
import { keepBrainStore } from "../platform/brain-database.ts";
import { isPostgres, shownStore } from "../platform/brain-store.ts";
import { openKey } from "../platform/keys.ts";
import { serveMetrics } from "../platform/metrics-server.ts";
import { metricsAt } from "./address.ts";
import { CENTRE_OPTIONS, CENTRE_SYNOPSIS, CENTRE_USAGE, type Centre, centreOf, openCentre } from "./centre.ts";
import { graphIn, openEscort } from "./corridor.ts";
import { FleetPrinter, type Style } from "./fleet-printer.ts";
import { say, sayJson, shown } from "./say.ts";
import { untilAsked } from "./site-file.ts";
import { openSurges, surgesIn } from "./surges-led.ts";
import { UsageError, type Verb } from "./verb.ts";
import { openWatcher } from "./watcher.ts";

const USAGE = `
stopline brain [--share NAME] [--metrics [HOST:]PORT] [--corridor FILE] [--surges FILE] [--quiet]
               ${CENTRE_SYNOPSIS}
stopline brain --once …

A brain for benches, and a reference for yours: receives the journals of all units, stores every record once, acknowledges, and prints
the fleet, on a terminal as a table. Makes its key if there is none, and prints the line for the units' site files. A second one on the
same store only looks.
${CENTRE_USAGE}
  --share NAME         shares the journals with the other brains of this name, on one store in PostgreSQL
  --metrics PORT       serves figures of the fleet there for Prometheus, at /metrics
  --corridor FILE      leads the vehicles of this file: hears their reports, asks the units ahead of them (src/brain/corridor/README.md);
                       one of several brains with one store does
  --surges FILE        has the surges of this file in its units' plans, and renews those that are begun by command (src/brain/surge/README.md);
                       one of several brains with one store does
  --quiet              says only what went wrong, or was lost
  --once               prints the fleet as it is now, and ends
`;

async function run(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      ...CENTRE_OPTIONS,
      share: { type: "string" },
      metrics: { type: "string" },
      corridor: { type: "string" },
      surges: { type: "string" },
      quiet: { type: "boolean", default: false },
      once: { type: "boolean", default: false },
    },
  });
  if (positionals.length > 0) throw new UsageError(`"${positionals[0]}" is not understood; "stopline command" sends commands`);
  const centre = centreOf(values);
  if (values.share !== undefined && !isPostgres(centre.storeFile))
    throw new UsageError("--share wants a store in PostgreSQL, as in --store postgres://brain@db.example.net/city: a file has one keeper");
  const graph = values.corridor === undefined ? null : graphIn(values.corridor);
  const surges = values.surges === undefined ? null : surgesIn(values.surges);
  // Nobody reads along any more. What was not acknowledged comes again.
  process.stdout.on("error", () => process.exit(0));
  try {
    if (values.once) return await once(centre, values.json);
    const style: Style = values.json ? "json" : values.quiet ? "quiet" : process.stdout.isTTY ? "table" : "lines";
    return await keep(centre, style, { ...values, graph, surges });
  } catch (error) {
    console.error(`stopline: ${(error as Error).message}`);
    return 1;
  }
}

interface Keeping {
  readonly share?: string | undefined;
  readonly metrics?: string | undefined;
  readonly graph: Graph | null;
  readonly surges: SurgeFile | null;
}

async function keep(centre: Centre, style: Style, { share, metrics, graph, surges }: Keeping): Promise<number> {
  let sign = unsigned as BrainPorts["sign"];
  const ports = { ...(await openCentre(centre, (body) => sign(body))), ...(share === undefined ? {} : { share }) };
  // A server keeps two that write apart; of a file one process is the keeper.
  const served = isPostgres(centre.storeFile);
  const kept = served ? null : keepBrainStore(centre.storeFile);
  const printer = new FleetPrinter(style, centre.address);
  if (kept === null && !served) printer.notice(`another brain keeps ${shownStore(centre.storeFile)}; this one only looks`);
  else {
    const key = openKey(centre.keyFile);
    if (key.made) printer.notice(`made the key ${centre.keyFile}; keep a copy where nobody else can read it`);
    if (graph !== null || surges !== null) sign = key.sign;
    printer.intro(`for the [brain] part of the units' site files: command_key = "${key.publicKey}"`);
  }
  const keeps = kept !== null || served;
  const escort = graph === null || !keeps ? null : openEscort(graph, ports.store, centre.keyFile, (words) => printer.notice(words));
  const brain = new Brain(ports, keeps ? "keeper" : "watcher", escort === null ? printer : beside(printer, escort.on));
  brain.start();
  const figures =
    metrics === undefined
      ? null
      : await serveMetrics(metricsAt(metrics), async () => fleetMetrics(await brain.fleet(), brain.cause === ""));
  if (figures !== null) printer.intro(`figures for Prometheus: ${figures.url}`);
  const leave = escort?.lead(brain) ?? (() => {});
  if (graph !== null)
    printer.intro(escort === null ? "who only looks leads nobody" : `leads ${graph.vehicles.size} vehicles over ${graph.units.size} units`);
  const crowds = surges === null || !keeps ? null : openSurges(surges, ports.store, centre.keyFile, (words) => printer.notice(words));
  const rest = crowds?.lead(brain) ?? (() => {});
  if (surges !== null)
    printer.intro(
      crowds === null
        ? "who only looks begins no surge"
        : `${surges.surges.length} surges in ${crowds.units.length} units, of ${surges.name}`,
    );
  const stop = printer.follow(() => brain.fleet());
  return untilAsked(async () => {
    leave();
    rest();
    await figures?.close();
    await brain.close();
    await stop();
    await ports.close();
    kept?.close();
  });
}

async function once(centre: Centre, json: boolean): Promise<number> {
  // Who only looks leaves nothing behind.
  const kept = isPostgres(centre.storeFile) || existsSync(centre.storeFile);
  const ports = await openCentre(kept ? centre : { ...centre, storeFile: ":memory:" }, unsigned);
  const brain = await openWatcher(ports);
  const { cause } = brain;
  const fleet = await brain.fleet();
  await brain.close();
  await ports.close();
  if (json) for (const view of fleet) sayJson(view);
  else for (const line of fleetTable(fleet, process.stdout.columns ?? 1_000, Number.POSITIVE_INFINITY, Date.now())) say(line);
  if (cause === "") return 0;
  console.error(
    `stopline: ${shown(cause)}\n${kept ? `The above is what the store ${shownStore(centre.storeFile)} has from before.` : `There is no store at ${shownStore(centre.storeFile)} either.`}`,
  );
  return 1;
}

const beside = (printer: FleetPrinter, on: BrainEvents): BrainEvents => ({
  connected: () => printer.connected(),
  lost: (cause) => printer.lost(cause),
  changed: () => printer.changed(),
  notice: (words) => printer.notice(words),
  ...on,
});

/** Receiving needs no key: only "stopline command" signs, and who leads vehicles or surges. */
function unsigned(): never {
  throw new Error("this verb sends no commands");
}

export const verb: Verb = { summary: "receive from all units, and print the fleet", usage: USAGE, run };
