import { parseArgs } from "node:util";
import { boundOf } from "../config/journal-bound.ts";
import { Hearing } from "../neighbours/hearing.ts";
import { heardIn } from "../neighbours/line.ts";
import { Clock, everyTenth, movedUntilKept, wallNow, wallWatch } from "../platform/clock.ts";
import { PAGE_BYTES } from "../platform/database.ts";
import { type LiveServer, serveLive } from "../platform/live-socket.ts";
import { PlansFile, plansFileOf } from "../platform/plans-file.ts";
import { openRecorderWithin } from "../platform/recorder.ts";
import { StreetWatch, tellService } from "../platform/service.ts";
import { clockWatch } from "../platform/time-sync.ts";
import { VERSION } from "../platform/version.ts";
import { plugIn } from "../platform/wire.ts";
import { faultIn } from "../traffic/monitor-fault.ts";
import type { Instant } from "../traffic/time.ts";
import { Unit } from "../unit.ts";
import { benchPort } from "./bench-port.ts";
import { loadSite, untilAsked } from "./site-file.ts";
import { UsageError, type Verb } from "./verb.ts";

const USAGE = `
stopline unit SITE [--journal FILE] [--live SOCKET] [--ports DIR]

The street side of a unit: opens the serial ports of the site file, controls the signals ten times a second, keeps the journal.

  --journal FILE   where the journal lies                     (var/journal.db)
  --live SOCKET    where the status page's process listens    (var/live.sock)
  --ports DIR      opens DIR/<port name> instead of the site file's paths: a simulated street, a bench
`;

async function run(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      journal: { type: "string", default: "var/journal.db" },
      live: { type: "string", default: "var/live.sock" },
      ports: { type: "string" },
    },
  });
  const [file] = positionals;
  if (file === undefined || positionals.length > 1)
    throw new UsageError("name one site file, as in: stopline unit deploy/sites/four-leg.toml");
  const loaded = loadSite(file);
  if (!loaded) return 1;
  const { site, text } = loaded;

  const told = (words: string): void => console.log(words);
  const hearing = new Hearing(site);
  let hear = (_line: string): void => {};
  let live: LiveServer;
  try {
    live = await serveLive(values.live, told, (line) => hear(line));
  } catch (error) {
    console.error(`stopline: ${(error as Error).message}`);
    return 1;
  }
  // The cabinet flashes by itself until the board hears from us, so there is time to ask what the monitor had latched.
  const recorder = await openRecorderWithin(JOURNAL_MS, values.journal, {
    unit: site.id,
    pages_max: Math.ceil(boundOf(site) / PAGE_BYTES),
  });
  const fault = faultIn(recorder.latched());
  if (fault !== null) told(`the conflict monitor has latched a fault before (${fault.words}): flash until "stopline reset-fault"`);
  const clock = new Clock();
  hear = (line) => {
    const heard = heardIn(line);
    if (heard !== null) hearing.hear(heard.unit, heard.said, clock.now());
  };
  const plans = new PlansFile(plansFileOf(values.journal), told);
  const kept = plans.last === null ? {} : { plans: plans.last };
  const unit = new Unit(site, { version: VERSION, site: text, wall: wallNow(), ...kept, ...(fault === null ? {} : { fault }) });
  const tellFault = faultTeller(told);
  const tellAnew = anewTeller(told);
  const lamps = new Set(site.channels.map(({ device }) => device));
  const watch = new StreetWatch(new Set(site.devices.filter(({ name }) => lamps.has(name)).map(({ port }) => port)));
  const network = clockWatch();
  const correction = wallWatch(movedUntilKept(network.kept, () => unit.clockMoved_ms));
  const wires = site.ports.map((port, i) => {
    const line = unit.lines.all[i]!;
    const there = benchPort(port, values.ports);
    return plugIn(
      line,
      there,
      () => clock.now(),
      (cause) => {
        watch.port(port.name, cause === "", clock.now());
        told(cause === "" ? `port "${port.name}" is open` : cause);
      },
    );
  });

  const stop = everyTenth(clock, (now, late_ms, missed) => {
    const effects = unit.step(now, recorder.requests(), correction(now, unit.wallBase), missed, hearing.take(now));
    if (effects.entries.length > 0) recorder.append(effects.entries, unit.wallBase);
    plans.keep(unit.plans, unit.hasPlans);
    for (const wire of wires) wire.look();
    const journal = recorder.status();
    tellFault(journal.fault ?? "", now);
    tellAnew(journal.anew ?? "");
    live.send(unit.live(journal, late_ms));
    watch.stepped(now);
  });
  tellService("READY=1");
  told(`unit ${site.id} (${site.name}) controls; journal ${values.journal}`);

  return untilAsked(async () => {
    tellService("STOPPING=1");
    stop();
    network.end();
    await Promise.all(wires.map((wire) => wire.close()));
    await live.close();
    await plans.close();
    await recorder.close();
  });
}

/** A disk that thinks for longer than this is one that hangs: the signals do not wait for it. */
const JOURNAL_MS = 10_000;

/** What has kept records from the disk for this long is worth a line; opening a journal takes less. */
const FAULT_MS = 1_000;

/** Says once what keeps records from the disk, and that nothing does any more. */
function faultTeller(told: (words: string) => void): (fault: string, now: Instant) => void {
  let since = 0;
  let last = "";
  let said = "";
  return (fault, now) => {
    if (fault !== last) since = now;
    last = fault;
    if (fault === said || (fault !== "" && now - since < FAULT_MS)) return;
    said = fault;
    told(fault === "" ? "the journal takes records again" : `the journal takes no records: ${fault}. The signals go on`);
  };
}

/** A file that was named by mistake, or broke, is not where it was: whoever named it must hear where it went. */
function anewTeller(told: (words: string) => void): (anew: string) => void {
  let said = "";
  return (anew) => {
    if (anew !== "" && anew !== said) told(`the journal was begun anew: ${anew}`);
    said = anew;
  };
}

export const verb: Verb = { summary: "control an intersection: the street side", usage: USAGE, run };
