import { randomBytes } from "node:crypto";
import { uptime } from "node:os";
import { setTimeout as pause } from "node:timers/promises";
import { parseArgs } from "node:util";
import { Guide, type GuidePorts } from "../commissioning/guide.ts";
import { HEALTHY_MS } from "../commissioning/running.ts";
import { Link } from "../link.ts";
import type { Metric } from "../metrics/text.ts";
import { type ProcessFigures, unitMetrics } from "../metrics/unit.ts";
import { heardBy } from "../neighbours/hearing.ts";
import { lineOf } from "../neighbours/line.ts";
import type { DoorPorts } from "../panel/doors.ts";
import { isHere } from "../panel/here.ts";
import type { Panel } from "../panel/panel.ts";
import type { PanelPorts } from "../panel/ports.ts";
import { openPanel } from "../panel/server.ts";
import { sha256 } from "../plans/sha256.ts";
import { watchCertificates } from "../platform/certificate-watch.ts";
import { wallNow } from "../platform/clock.ts";
import { linkTeller } from "../platform/link-sight.ts";
import { watchLive } from "../platform/live-socket.ts";
import { lookAtMachine } from "../platform/machine.ts";
import { type MetricsServer, serveMetrics } from "../platform/metrics-server.ts";
import { connectMqtt } from "../platform/mqtt.ts";
import { isNear } from "../platform/near.ts";
import { CODE_FILES, codeAt, newName, secrets } from "../platform/page-code.ts";
import { openPast } from "../platform/past.ts";
import { openLinkJournal } from "../platform/recorder.ts";
import { certificateOf, signReport } from "../platform/report-key.ts";
import { keepFed, tellService } from "../platform/service.ts";
import { signatureBy } from "../platform/signature.ts";
import { SLOT_FILE } from "../platform/slot.ts";
import { noSlots } from "../platform/slots.ts";
import { clockWatch } from "../platform/time-sync.ts";
import { realTimers } from "../platform/timers.ts";
import { Trials } from "../platform/trials.ts";
import { openUpdates, UPDATE_FOLDERS, UPDATES_EVERY_MS } from "../platform/updates.ts";
import { VERSION } from "../platform/version.ts";
import { walkFile } from "../platform/walk-file.ts";
import { web } from "../platform/web.ts";
import { BENCH_BACKOFF, fieldBackoff } from "../sync/backoff.ts";
import type { BrokerAddress } from "../sync/broker.ts";
import type { Verify } from "../sync/orders.ts";
import { SparingJournal } from "../sync/sparing.ts";
import type { Departures } from "../traffic/departures.ts";
import type { Live } from "../traffic/live.ts";
import type { Site } from "../traffic/site.ts";
import { hostPortIn, metricsAt } from "./address.ts";
import { positive } from "./numbers.ts";
import { loadSite, untilAsked } from "./site-file.ts";
import { UsageError, type Verb } from "./verb.ts";

const USAGE = `
stopline link SITE [--journal FILE] [--live SOCKET] [--panel [HOST:]PORT] [--broker HOST:PORT [--plain]] [--certificates DIR]
              [--metrics [HOST:]PORT] [--command-key KEY] [--code FILE] [--technician-code FILE] [--desk DIR] [--kept DIR] [--slot FILE]
              [--healthy S] [--quiet]

The centre side of a unit: delivers the journal to the brain, takes its commands, serves the status page.

  --journal FILE       the journal that the street side keeps           (var/journal.db)
  --live SOCKET        where the street side shows its live state       (var/live.sock)
  --panel PORT         serves the status page there                     (not served)
  --code FILE          the hash of the code that the page asks for  (${CODE_FILES.page})
                       without one the page is for who is on the unit itself
  --technician-code FILE  of the code without which nobody does anything there  (${CODE_FILES.technician})
  --broker HOST:PORT   this broker instead of the site file's
  --plain              without TLS, whatever the site file says
  --certificates DIR   our certificate and its key, the authority's certificate, instead of the site file's
  --metrics PORT       serves figures for Prometheus there, at /metrics   (metrics_port in the site file, at 127.0.0.1)
  --command-key KEY    takes commands by this key instead of the site file's (Ed25519, base64)
  --desk DIR           where it keeps what an update needs          (${UPDATE_FOLDERS.desk})
  --kept DIR           where "stopline slot" keeps what came of it  (${UPDATE_FOLDERS.kept})
  --slot FILE          where it stands which slot runs              (${SLOT_FILE})
  --healthy S          how long healthy running has to last in a commissioning walk (600); less is for benches, and stands in the report
  --quiet              says nothing but errors
`;

/** A link that starts so soon after its machine starts because the power is back. */
const POWERED_S = 300;
/** So long after it was asked for at the page the link starts anew. */
const ANSWERED_MS = 500;
/** How often the page hears of the link. */
const SHOW_MS = 500;
/** The two sides start together, and a street side that is restarted is back within this. */
const GONE_MS = 3_000;

async function run(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      journal: { type: "string", default: "var/journal.db" },
      live: { type: "string", default: "var/live.sock" },
      panel: { type: "string" },
      broker: { type: "string" },
      plain: { type: "boolean", default: false },
      certificates: { type: "string" },
      metrics: { type: "string" },
      "command-key": { type: "string" },
      desk: { type: "string", default: UPDATE_FOLDERS.desk },
      kept: { type: "string", default: UPDATE_FOLDERS.kept },
      code: { type: "string" },
      "technician-code": { type: "string" },
      slot: { type: "string", default: SLOT_FILE },
      healthy: { type: "string", default: String(HEALTHY_MS / 1_000) },
      quiet: { type: "boolean", default: false },
    },
  });
  const [file] = positionals;
  if (file === undefined || positionals.length > 1)
    throw new UsageError("name one site file, as in: stopline link deploy/sites/four-leg.toml");
  const loaded = loadSite(file);
  if (!loaded) return 1;
  const { site } = loaded;
  const healthy_ms = positive("healthy", values.healthy) * 1_000;
  const told = (words: string): void => {
    if (!values.quiet) console.log(words);
  };

  const broker: BrokerAddress = {
    ...brokerOf(site, values.broker, values.plain),
    ...certificatesOf(values.certificates ?? site.brain.certificates),
  };
  const certificates = broker.certificates ?? "";
  const verify = verifyOf(values["command-key"] ?? site.brain.command_key);
  const journal = new SparingJournal(openLinkJournal(values.journal, site.id), realTimers);
  const options = {
    unit: site.id,
    neighbours: heardBy(site),
    version: VERSION,
    broker,
    backoff: isHere(broker.host) ? BENCH_BACKOFF : fieldBackoff(site.brain.fleet),
  };
  let say = (_line: string): void => {};
  const heard = (unit: string, said: Departures): void => say(lineOf({ unit, said }));
  const trials = new Trials({ site: file, journal: values.journal, told, offer: (request) => journal.offer(request, 0) });
  const network = clockWatch();
  const updates = openUpdates({
    folders: values,
    certificates,
    noSlot: () => noSlots(values.slot),
    offer: (request) => {
      if (journal.epoch() === null) return false;
      journal.offer(request, 0);
      return true;
    },
    state: () => link.state(),
    told,
  });
  // By the signal that whoever runs us ends us with, so that there is one way out.
  const restart = (): void => {
    told("this process is asked to start anew");
    process.kill(process.pid, "SIGTERM");
  };
  const requests: PanelPorts["requests"] = {
    offer: (request) => journal.epoch() !== null && journal.offer(request, 0),
    result: (id) => journal.result(id),
  };
  const guidePorts: GuidePorts = {
    file: walkFile(`${values.journal}.walk`),
    requests,
    link: () => link.state(),
    wall: wallNow,
    clockKept: network.kept,
    wait: (ms) => pause(ms),
    fresh: () => randomBytes(8).toString("hex"),
    certificate: () => certificateOf(certificates),
    sign: (report) => signReport(report, `${values.journal}.report-key`, certificates),
  };
  const guide = new Guide(site, sha256(loaded.text), VERSION, guidePorts, healthy_ms);
  const past = openPast(values.journal, site);
  const link = new Link(
    options,
    {
      connect: connectMqtt,
      journal,
      timers: realTimers,
      random: Math.random,
      verify,
      heard,
      restart,
      clockKept: network.kept,
      commissioned: () => guide.brief,
      noUpdate: (asked) => updates.whyNot(asked),
      update: (id, asked) => updates.begin(id, asked),
      tryPlan: trials.begin,
    },
    told,
  );

  const ports: PanelPorts = {
    guide,
    past,
    requests,
    wall: wallNow,
    pause,
    name: newName,
    near: isNear,
    // After what is being answered.
    restart: () => void setTimeout(restart, ANSWERED_MS),
    plans: { begin: trials.begin, trial: () => trials.last },
    machine: () => lookAtMachine({ journal: values.journal, slot: values.slot, certificates, clockKept: network.kept }),
  };
  const panel =
    values.panel === undefined
      ? null
      : await servePanel(site, values.panel, ports, () => doorsOf(values.code, values["technician-code"]), told);
  let street: Live | null = null;
  const figures = await serveFigures(
    values.metrics ?? String(site.brain.metrics_port || ""),
    () => unitMetrics(link.state(), street, ownFigures()),
    told,
  );
  const tellLink = linkTeller(`${values.journal}.link`, Date.now);
  const show = setInterval(() => {
    const now = { ...link.state(), update: updates.words };
    tellLink({ state: now.state, broker: now.broker, cause: now.cause, update: now.update });
    panel?.showLink(now);
  }, SHOW_MS);
  let gone: NodeJS.Timeout | undefined;
  const watch = watchLive(
    values.live,
    (live) => {
      clearTimeout(gone);
      street = live;
      guide.show(live);
      link.live(live);
      updates.live(live);
      panel?.show(live);
    },
    () => {
      street = null;
      guide.gone();
      link.gone();
      gone = setTimeout(told, GONE_MS, `the street side cannot be heard at ${values.live}: does "stopline unit" run?`);
    },
  );
  say = watch.say;
  const unwatch = broker.certificates === undefined ? () => {} : watchCertificates(broker.certificates, () => link.redial(), told);
  link.start(uptime() < POWERED_S);
  told(`link of ${site.id} (${site.name}); broker ${broker.host}:${broker.port}${broker.tls ? "" : " without TLS"}`);
  if (verify === null) told("no command key in the site file: this unit takes no commands");

  const updating = setInterval(() => updates.step(), UPDATES_EVERY_MS);

  tellService("READY=1");
  const fed = keepFed();

  return untilAsked(async () => {
    tellService("STOPPING=1");
    fed.close();
    watch.close();
    clearTimeout(gone);
    clearInterval(show);
    clearInterval(updating);
    updates.close();
    unwatch();
    trials.end();
    network.end();
    await link.close();
    await panel?.close();
    await past.close();
    await figures?.close();
    journal.close();
  });
}

function brokerOf(site: Site, asked: string | undefined, plain: boolean): BrokerAddress {
  const tls = site.brain.tls && !plain;
  if (asked === undefined) return { host: site.brain.host, port: site.brain.port, tls };
  const at = hostPortIn(asked);
  if (at === null) throw new UsageError(`--broker is HOST:PORT, as in 127.0.0.1:1883, not "${asked}"`);
  return { ...at, tls, typed: true };
}

const certificatesOf = (folder: string): Pick<BrokerAddress, "certificates"> => (folder === "" ? {} : { certificates: folder });

function verifyOf(key: string): Verify | null {
  if (key === "") return null;
  try {
    return signatureBy(key);
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

const ownFigures = (): ProcessFigures => ({ resident_bytes: process.memoryUsage.rss(), started_ms: performance.timeOrigin });

/** Without its figures, too. `asked` is "" where nobody wants them. */
async function serveFigures(asked: string, metrics: () => readonly Metric[], told: (words: string) => void): Promise<MetricsServer | null> {
  if (asked === "") return null;
  try {
    const figures = await serveMetrics(metricsAt(asked), metrics);
    told(`figures for Prometheus: ${figures.url}`);
    return figures;
  } catch (error) {
    if (error instanceof UsageError) throw error;
    console.error(`no figures: ${(error as Error).message}`);
    return null;
  }
}

/** A file that is named is there; where none is named, a unit that was not flashed has none. Throws in words for one that cannot be read. */
function doorsOf(page: string | undefined, technician: string | undefined): DoorPorts {
  const codes = { page: codeAt(page ?? CODE_FILES.page), technician: codeAt(technician ?? CODE_FILES.technician) };
  if (page !== undefined && codes.page === null) throw new Error(`there is no ${page}`);
  if (technician !== undefined && codes.technician === null) throw new Error(`there is no ${technician}`);
  return { codes, secrets, now: () => performance.now() };
}

/** Without its page a unit still delivers. */
async function servePanel(
  site: Site,
  asked: string,
  ports: PanelPorts,
  doors: () => DoorPorts,
  told: (words: string) => void,
): Promise<Panel | null> {
  const at = hostPortIn(asked.includes(":") ? asked : `127.0.0.1:${asked}`);
  if (at === null) throw new UsageError(`--panel is a port such as 8080, or HOST:PORT, not "${asked}"`);
  const { host, port } = at;
  try {
    const panel = await openPanel({ site, version: VERSION, host, port, web, ports, doors: doors() });
    told(`status page: ${panel.url}`);
    return panel;
  } catch (error) {
    console.error(`no status page: ${(error as Error).message}`);
    return null;
  }
}

export const verb: Verb = { summary: "deliver to the brain, take its commands, serve the status page: the centre side", usage: USAGE, run };
