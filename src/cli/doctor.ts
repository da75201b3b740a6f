import { existsSync, statSync } from "node:fs";
import { createInterface } from "node:readline/promises";
import { parseArgs } from "node:util";
import { Kept } from "../commissioning/kept.ts";
import { briefOf, walkIn } from "../commissioning/walk.ts";
import { type CertificateSight, certificateFinding } from "../doctor/certificate.ts";
import { clockFinding } from "../doctor/clock.ts";
import { type Finding, finding, isWrong } from "../doctor/finding.ts";
import { journalFinding } from "../doctor/journal.ts";
import { LANGUAGES } from "../doctor/languages/index.ts";
import { HANGS_MS, linkFindings, machineFindings, type WalkSight, walkFinding } from "../doctor/machine.ts";
import { portTrouble } from "../doctor/ports.ts";
import type { Progress } from "../doctor/scan.ts";
import { Untapped } from "../doctor/tap.ts";
import { inLanguage, toldIn } from "../doctor/tongue.ts";
import { unitFindings } from "../doctor/unit.ts";
import { examine, siteLines } from "../doctor/unknown.ts";
import { WallWords } from "../journal/words.ts";
import { sha256 } from "../plans/sha256.ts";
import { endingWords, invalidWords, readCertificates } from "../platform/certificates.ts";
import { Clock, wallNow } from "../platform/clock.ts";
import { openJournal } from "../platform/journal-file.ts";
import { linkSight } from "../platform/link-sight.ts";
import { lookAtMachine } from "../platform/machine.ts";
import { SLOT_FILE } from "../platform/slot.ts";
import { tapOn } from "../platform/tap.ts";
import { clockInStep } from "../platform/time-sync.ts";
import { walkFile } from "../platform/walk-file.ts";
import type { Language } from "../traffic/language.ts";
import type { Site } from "../traffic/site.ts";
import { portAt } from "./bench-port.ts";
import { DOCTOR_WORDS, type DoctorWords } from "./doctor-words.ts";
import { tellFindings } from "./findings.ts";
import { languageIn } from "./language.ts";
import { wantedOf } from "./listen.ts";
import { positive, whole } from "./numbers.ts";
import { liveAt, roundOf } from "./round.ts";
import { say, sayJson } from "./say.ts";
import { readSiteFile, type SiteFile } from "./site-file.ts";
import { UsageError, type Verb } from "./verb.ts";

const USAGE = `
stopline doctor SITE [--ports DIR] [--journal FILE] [--live SOCKET] [--for S] [--language TAG] [--json]
stopline doctor PORT [--ask] [--protocol NAME] [--baud N] [--parity none|even|odd] [--to N] [--language TAG] [--json]

Of a site file: what the unit that runs shows of its signals, monitor and detectors, every port of it, who answers there and how well, the
journal, link, update, disk, certificate, clock, and whether somebody has commissioned it: all that the status page says. Ports that a running unit holds are not touched:
the unit is asked. Nothing is written to boards that light lamps. Of a port, which nobody needs to know: listens for six seconds; if nobody talks
it asks, at every usual speed for the likeliest addresses first (a quarter of a minute), then in wider rounds, until somebody answers, and then
who else lives at that speed. What is left is shown; Ctrl-C ends it with what was found. (An elektronika board that is silent may take a question
for a command: those come last, and it is sent back to detecting at once, which is said.) Whatever is wrong has a code, what it means, the
likeliest cause and what to do next.

  --ports DIR      opens DIR/<port name> instead of the site file's paths
  --journal FILE   the unit's journal                         (var/journal.db)
  --live SOCKET    where a unit that runs shows itself        (var/live.sock; the demo's is var/demo/live.sock)
  --for S          how long devices may take to answer        (12)
  --ask            asks on a line on which somebody talks, without asking you first
  --protocol NAME  only this one: ${Object.keys(LANGUAGES).join(", ")}
  --baud, --parity only these
  --to N           asks addresses up to N only: --to 32 takes 6 minutes at most on a dead line, all addresses take 15
  --language TAG   en or zh-Hans, of all that is said                        (LANG)
  --json           one object: findings, and of a port what a site file would say

Exit code: 0 nothing is wrong, 1 something is.`;

async function run(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      ports: { type: "string" },
      journal: { type: "string", default: "var/journal.db" },
      live: { type: "string", default: "var/live.sock" },
      for: { type: "string", default: "12" },
      ask: { type: "boolean", default: false },
      protocol: { type: "string" },
      baud: { type: "string" },
      parity: { type: "string" },
      to: { type: "string" },
      json: { type: "boolean", default: false },
      language: { type: "string" },
    },
  });
  const [what] = positionals;
  if (what === undefined || positionals.length > 1)
    throw new UsageError("name a site file or a port, as in: stopline doctor deploy/sites/four-leg.toml");
  const wanted = { ...wantedOf(values), ...(values.to === undefined ? {} : { last_address: whole("to", values.to, 1) }) };
  const language = languageIn(values.language);
  const look_ms = positive("for", values.for) * 1_000;
  if (isPort(what)) return line(what, wanted, { ask: values.ask, json: values.json, language });
  return site(what, { ...values, language, look_ms });
}

/** What is there, and no file; and what lies where ports lie and is not there. */
function isPort(what: string): boolean {
  return existsSync(what) ? statSync(what).isCharacterDevice() : what.startsWith("/dev/");
}

interface SiteOptions {
  readonly ports?: string;
  readonly journal: string;
  readonly live: string;
  readonly look_ms: number;
  readonly json: boolean;
  readonly language: Language;
}

async function site(file: string, options: SiteOptions): Promise<number> {
  const read = readSiteFile(file);
  const local = new WallWords();
  const findings: Finding[] = [...siteFindings(file, read)];
  if (read.ok) {
    const { id, name, time_zone, brain } = read.site;
    local.set(time_zone);
    const live = await liveAt(options.live);
    const look_s = live?.unit === id ? null : options.look_ms / 1_000;
    if (!options.json) say(`${DOCTOR_WORDS[options.language].lookingAt(id, name, look_s)} …`);
    findings.push(...unitFindings(read.site, live));
    findings.push(...(await roundOf(read.site, live, options)));
    findings.push(journalFinding(options.journal, id, sightOf(options.journal)));
    const { tls, certificates } = brain;
    const machine = await lookAtMachine({ journal: options.journal, slot: SLOT_FILE, certificates: "", clockKept: () => false });
    findings.push(...machineFindings(machine));
    // Of a unit that has never run there is nothing to tell.
    if (existsSync(options.journal)) {
      findings.push(...linkFindings(await linkSight(`${options.journal}.link`, HANGS_MS), local));
      findings.push(walkFinding(walkSight(read.site, read.text, `${options.journal}.walk`), local));
    }
    if (tls && certificates !== "") findings.push(certificateFinding(certificates, certificateIn(certificates), local));
  }
  findings.push(clockFinding(wallNow(), await clockInStep(), local));
  const told = findings.map((each) => inLanguage(each, options.language));
  if (options.json) sayJson({ findings: told });
  else tellFindings(told, options.language);
  return findings.some(isWrong) ? 1 : 0;
}

/** The last walk, by the file that the link keeps. */
function walkSight(site: Site, text: string, path: string): WalkSight | null {
  const walk = walkIn(site, new Kept(walkFile(path)).records);
  return walk === null ? null : { ...briefOf(walk), same_site: walk.site_sha256 === sha256(text) };
}

function siteFindings(file: string, read: SiteFile): readonly Finding[] {
  const about = `site ${file}`;
  if (!read.ok) {
    const [first, ...more] = read.problems;
    const { line, words, todo } = first!;
    // Nothing of it could be read.
    if (line === 0) return [{ ...finding("site-missing", about, words), todo }];
    const which = more.length === 0 ? `one problem, on line ${line}` : `${more.length + 1} problems, the first on line ${line}`;
    return [finding("site-wrong", about, `${which}: ${words}`)];
  }
  const warned = read.warnings.map(({ line, where, words, todo }) => ({
    ...finding("site-look", about, `line ${line}: ${where}: ${words}`),
    todo,
  }));
  return warned.length > 0
    ? warned
    : [finding("site-good", about, `unit ${read.site.id}, ${read.site.ports.length} ports, ${read.site.devices.length} devices`)];
}

function sightOf(path: string) {
  if (!existsSync(path)) return null;
  try {
    const reader = openJournal(path);
    try {
      return reader.summary();
    } finally {
      reader.close();
    }
  } catch (error) {
    return (error as Error).message;
  }
}

function certificateIn(folder: string): CertificateSight {
  try {
    const own = readCertificates(folder);
    return { ends: own.ends, invalid: invalidWords(own, wallNow()), ending: endingWords(own, wallNow()) };
  } catch (error) {
    return (error as Error).message;
  }
}

interface LineOptions {
  readonly ask: boolean;
  readonly json: boolean;
  readonly language: Language;
}

async function line(path: string, wanted: ReturnType<typeof wantedOf>, { ask, json, language }: LineOptions): Promise<number> {
  const ended = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, () => ended.abort());
  const clock = new Clock();
  const words = DOCTOR_WORDS[language];
  const tell = (told: string): void => {
    if (!json) say(`${told} …`);
  };
  try {
    const examined = await examine(tapOn(portAt(path)), wanted, {
      now: () => clock.now(),
      told: (told) => tell(toldIn(told, language)),
      progress: json || !process.stderr.isTTY ? plainProgress(tell, words) : liveProgress(words),
      mayAsk: ({ protocol }) => (ask ? Promise.resolve(true) : allowed(words.mayAsk(protocol), json, ended)),
      stopped: () => ended.signal.aborted,
    });
    if (process.stderr.isTTY) process.stderr.write("\r\x1b[K");
    const lines = siteLines(examined, path);
    const told = examined.findings.map((each) => inLanguage(each, language));
    if (json) sayJson({ findings: told, site: lines.join("\n") });
    else {
      tellFindings(told, language);
      if (lines.length > 0) say("");
      for (const each of lines.length > 0 ? [words.siteFile, "", ...lines] : []) say(each === "" ? "" : `  ${each}`);
    }
    return examined.findings.some(isWrong) ? 1 : 0;
  } catch (error) {
    if (!(error instanceof Untapped)) throw error;
    const trouble = inLanguage(portTrouble({ name: path }, error.message), language);
    if (json) sayJson({ findings: [trouble], site: "" });
    else tellFindings([trouble], language);
    return 1;
  }
}

/** On a live line nothing is written unless somebody says so. */
async function allowed(words: string, json: boolean, ended: AbortController): Promise<boolean> {
  if (json || !process.stdin.isTTY) return false;
  const asking = createInterface({ input: process.stdin, output: process.stdout });
  // A terminal that asks a question keeps Ctrl-C to itself.
  asking.once("SIGINT", () => ended.abort());
  try {
    return /^y(es)?$/i.test((await asking.question(words, { signal: ended.signal })).trim());
  } catch (error) {
    if (!ended.signal.aborted) throw error;
    return false;
  } finally {
    asking.close();
  }
}

/** One line of a terminal, written over and over. */
const liveProgress =
  (words: DoctorWords) =>
  ({ round, rounds, settings, protocol, address, found, left_ms }: Progress): void => {
    const which = words.asking(round === null ? words.whoElse : words.round(round, rounds), protocol, settings, address);
    const line = `${words.stands(which, found, Math.ceil(left_ms / 1_000))}; ${words.ends}`;
    process.stderr.write(`\r\x1b[K${line.slice(0, Math.max(20, (process.stderr.columns ?? 120) - 1))}`);
  };

/** A line for each round, for logs. */
function plainProgress(told: (words: string) => void, words: DoctorWords): (progress: Progress) => void {
  let last = "";
  return ({ round, rounds, settings, found, left_ms }) => {
    const which = round === null ? words.whoElseAt(settings) : words.round(round, rounds);
    if (which !== last) told(words.stands(which, found, Math.ceil(left_ms / 1_000)));
    last = which;
  };
}

export const verb: Verb = { summary: "what is wrong with ports, devices, journal and clock, and what to do", usage: USAGE, run };
