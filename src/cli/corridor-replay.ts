import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { setTimeout as pause } from "node:timers/promises";
import { parseArgs } from "node:util";
import { completed, type Fix, type WholeFix } from "../brain/corridor/fix.ts";
import { fixesInGpx } from "../brain/corridor/gpx.ts";
import { fixesInNmea, Nmea } from "../brain/corridor/nmea.ts";
import { sealedBy } from "../brain/corridor/report.ts";
import { wallNow } from "../platform/clock.ts";
import { openKey } from "../platform/keys.ts";
import { connectMqtt } from "../platform/mqtt.ts";
import { topic } from "../sync/topics.ts";
import { centreOf } from "./centre.ts";
import { say } from "./say.ts";
import { UsageError, type Verb } from "./verb.ts";

const USAGE = `
stopline corridor-replay FILE|- --vehicle NAME --way LINK[,LINK…] [--key FILE] [--late SECONDS] [--broker HOST:PORT [--plain]] [--certificates DIR]

Drives a recorded journey once more, as the box of a special vehicle: a sealed report for each place, at the pace of the recording, with the time of now.
FILE is a GPX track, or what a receiver has said (NMEA 0183). With - the receiver itself speaks on the standard input, and its own time counts:
"gpspipe -r | stopline corridor-replay - …" is a vehicle's box.

  --vehicle NAME       as in the corridor file
  --way LINK,…         where it is going: links of the corridor file, the last one is its goal
  --key FILE           the vehicle's Ed25519 key (NAME-key.pem; made if it is not there); its public half belongs under [[vehicles]]
  --late SECONDS       behind its timetable, for a bus (0)
  --broker HOST:PORT   the broker                             (the demo's, if there is one: 127.0.0.1:18830 --plain)
  --plain              without TLS
  --certificates DIR   our certificate and its key, the authority's certificate
`;

/** Two places of a recording are never waited for longer: somebody had switched the receiver off. */
const PAUSE_MAX_MS = 10_000;
/** Receivers with ten places a second are not all heard. */
const EACH_MS = 900;

async function run(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      vehicle: { type: "string" },
      way: { type: "string" },
      key: { type: "string" },
      late: { type: "string", default: "0" },
      broker: { type: "string" },
      plain: { type: "boolean", default: false },
      certificates: { type: "string" },
    },
  });
  const [file, ...more] = positionals;
  if (file === undefined || more.length > 0) throw new UsageError("name one file, or - for what comes in: stopline corridor-replay FILE …");
  const { vehicle = "", way: links = "", late } = values;
  if (!/^[A-Za-z0-9][A-Za-z0-9_.:-]{0,31}$/.test(vehicle)) throw new UsageError("--vehicle says who drives, as in the corridor file");
  const way = links.split(",").filter((link) => link !== "");
  if (way.length === 0) throw new UsageError("--way says where it is going: links of the corridor file, with commas");
  if (!/^\d{1,5}$/.test(late)) throw new UsageError(`--late is seconds, not "${late}"`);
  const { address } = centreOf({ broker: values.broker, plain: values.plain, certificates: values.certificates });
  const recorded = file === "-" ? null : fixesIn(file);
  const key = openKey(values.key ?? `${vehicle}-key.pem`);
  if (key.made) say(`a key was made: write key = "${key.publicKey}" for ${vehicle} under [[vehicles]] of the corridor file`);

  let lost = "";
  const name = `stopline-box-${randomBytes(4).toString("hex")}`;
  const box = await connectMqtt(address, name, { message: () => {}, closed: (cause) => (lost = cause) });
  let told = 0;
  // Only what is newer than the last is believed: the arrival may be said in the last place's own millisecond.
  let newest_ms = 0;
  const tell = async (fix: WholeFix | null, at_ms: number): Promise<void> => {
    if (lost !== "") throw new Error(`the broker is gone: ${lost}`);
    const { latitude = 0, longitude = 0, accuracy_m = 0, speed_ms = 0, heading_deg = 0 } = fix ?? {};
    newest_ms = Math.max(at_ms, newest_ms + 1);
    const report = {
      vehicle,
      at_ms: newest_ms,
      latitude,
      longitude,
      accuracy_m,
      speed_ms,
      heading_deg,
      way: fix === null ? [] : way,
      late_s: Number(late),
    };
    await box.publish(topic("position", vehicle), sealedBy(report, key.sign), { qos: 0, retain: false });
    told += 1;
  };
  try {
    if (recorded === null) await drive(tell);
    else await replay(recorded, tell);
    await tell(null, wallNow());
  } finally {
    await box.close();
  }
  say(`${told - 1} places of ${vehicle} were told, and that it has arrived`);
  return 0;
}

type Tell = (fix: WholeFix, at_ms: number) => Promise<void>;

/** With the time of now, and the recording's own distances between. */
async function replay(fixes: readonly Fix[], tell: Tell): Promise<void> {
  let before: WholeFix | null = null;
  for (const fix of fixes) {
    if (before !== null && fix.at_ms - before.at_ms < EACH_MS) continue;
    if (before !== null) await pause(Math.min(PAUSE_MAX_MS, fix.at_ms - before.at_ms));
    before = completed(fix, before);
    await tell(before, wallNow());
  }
}

/** As a receiver speaks. */
async function drive(tell: Tell): Promise<void> {
  const nmea = new Nmea();
  let before: WholeFix | null = null;
  for await (const line of createInterface({ input: process.stdin })) {
    const fix = nmea.line(line);
    if (fix === null || (before !== null && fix.at_ms - before.at_ms < EACH_MS)) continue;
    before = completed(fix, before);
    await tell(before, fix.at_ms);
  }
}

function fixesIn(file: string): readonly Fix[] {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    throw new UsageError(`${file} cannot be read: ${(error as Error).message}`);
  }
  let fixes: readonly Fix[];
  try {
    fixes = /^\s*(\ufeff)?\s*</.test(text) ? fixesInGpx(text) : fixesInNmea(text);
  } catch (error) {
    throw new UsageError(`${file}: ${(error as Error).message}`);
  }
  if (fixes.length === 0)
    throw new UsageError(`${file} has no place with a time in it: neither track points of GPX nor RMC sentences of NMEA`);
  return fixes;
}

export const verb: Verb = {
  summary: "a special vehicle's recorded journey, or its receiver's words, as sealed reports",
  usage: USAGE,
  run,
};
