import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { promisify } from "node:util";
import t, { type Test } from "tap";
import type { Summary } from "../../src/journal/summary.ts";
import { openSyncRecorder } from "../../src/platform/sync-recorder.ts";
import { CODE } from "../../src/traffic/codes.ts";
import { entry, inputEntry } from "../../src/traffic/entry.ts";
import { Instant, WallTime } from "../../src/traffic/time.ts";

const CLI = join(import.meta.dirname, "../../src/cli.ts");
const JULY = WallTime(Date.UTC(2026, 6, 6, 5, 0));
const SITE = '[site]\nid = "four-leg"\ntime_zone = "Europe/Stockholm"\n';

async function stopline(...args: string[]): Promise<{ code: number; out: string[]; err: string }> {
  try {
    const { stdout, stderr } = await promisify(execFile)(process.execPath, [CLI, "journal", ...args]);
    return { code: 0, out: stdout.split("\n").slice(0, -1), err: stderr };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { code, out: stdout.split("\n").slice(0, -1), err: stderr };
  }
}

/** A morning of one session: seqs 1 to 6. */
function morning(path: string) {
  const recorder = openSyncRecorder(path, { unit: "four-leg", epoch: "e1", created: JULY });
  const beginning = JSON.stringify({ version: "0.1.0", site: SITE, wall: JULY });
  recorder.append([inputEntry(Instant(0), CODE.sessionStart, 0, 0, beginning)], JULY);
  recorder.append([inputEntry(Instant(1_234), CODE.inputOn, 5, 1), entry(Instant(1_300), CODE.detectorOn, 5)], JULY);
  recorder.append([entry(Instant(4_000), 8, 2), entry(Instant(60_000), 10, 2)], JULY);
  recorder.append([inputEntry(Instant(61_000), CODE.count, 21, 7, '{"occupancy_pm":112}')], JULY);
  return recorder;
}

function file(t: Test): string {
  const path = join(t.testdir(), "journal.db");
  morning(path).close();
  return path;
}

t.test("a technician reads the records in words, in the time of the street", async (t) => {
  const { code, out, err } = await stopline(file(t));
  t.same([code, err], [0, ""]);
  t.same(out, [
    "times in Europe/Stockholm; > marks what came in, the rest is what the unit made of it",
    "date       time           record  code what",
    "2026-07-06 07:00:00.000        1 > 300 session start  version 0.1.0",
    "2026-07-06 07:00:01.234        2 > 310 detector input on, before delay and extend  detector 5",
    "2026-07-06 07:00:01.300        3    82 detector on  detector 5",
    "2026-07-06 07:00:04.000        4     8 begin yellow change  phase 2",
    "2026-07-06 07:01:00.000        5    10 begin red clearance  phase 2",
    "2026-07-06 07:01:01.000        6 > 320 count interval  detector 21  7 vehicles, occupied 11.2 %",
  ]);
});

t.test("what happened is told with names, units and words, not as the program keeps it", async (t) => {
  const path = join(t.testdir(), "journal.db");
  const recorder = openSyncRecorder(path, { unit: "four-leg", epoch: "e1", created: JULY });
  const devices =
    '[[devices]] # the first\nport = "rack"\nname = "rack"\n\n[[devices]]\nname = "loop-north-1"\n\n[[detectors]]\nname = "x"\n';
  const others =
    '[[overlaps]]\nnumber = 2\nname = "west right"\n[[inputs]]\nname = "track relay"\nnumber = 4\n[[preempts]]\nnumber = 1\nname = "railway"\n[[neighbours]]\nunit = "NEXT-1"\nlanes = [\n  { lane = 1 },\n]\n';
  const beginning = JSON.stringify({ version: "0.1.0", site: SITE + devices + others, wall: JULY });
  const at = Instant(1_000);
  const request = { id: "i1", command: "place-call", args: '{"phase":3,"pedestrian":true}', expires: JULY, refused: "" };
  const walked = {
    ...request,
    command: "commissioning",
    args: '{"what":"confirmed","walk":"w","by":"Meyer","step":"clock","evidence":{"kept":1}}',
  };
  const result = { id: "i1", command: "place-call", done: false, refused: "phase 3 has no pedestrian movement" };
  recorder.append(
    [
      inputEntry(Instant(0), CODE.sessionStart, 0, 0, beginning),
      inputEntry(at, CODE.deviceLost, 1),
      inputEntry(at, CODE.deviceLost, 7),
      inputEntry(at, CODE.contactOn, 4),
      inputEntry(at, CODE.contactOff, 5),
      entry(at, 105, 1),
      entry(at, 61, 2),
      inputEntry(at, CODE.pedestrianOn, 2),
      inputEntry(at, CODE.buttonFault, 2, 0, "other"),
      inputEntry(at, CODE.inputOn, 5, 0),
      inputEntry(at, CODE.clockCorrected, 0, 1_250),
      inputEntry(at, CODE.tenthsMissed, 0, 12),
      inputEntry(at, CODE.count, 21, 1, '{"occupancy_pm":-1,"speed_dkmh":473,"interval_ms":20000}'),
      inputEntry(at, CODE.announced, 1, 340, "0 0 120 220"),
      inputEntry(at, CODE.commandReceived, 0, 0, JSON.stringify(request)),
      inputEntry(at, CODE.commandReceived, 0, 0, JSON.stringify(walked)),
      entry(at, CODE.commandResult, 0, 0, JSON.stringify(result)),
      entry(at, CODE.controlMode, 0, 0, '{"mode":"flash","cause":"the output board does not answer"}'),
      entry(at, CODE.unitFlashStatus, 3),
      entry(at, CODE.volumeOccupancy, 4, 12, '{"occupancy_pm":83,"seen_ms":45000,"speed_dkmh":-1}'),
      entry(at, CODE.monitorFault, 0, 0, '{"words":"conflicting greens","channels":[2,4]}'),
      entry(at, CODE.controlMode, 0, 0, "from\u001b[2J another version"),
    ],
    JULY,
  );
  recorder.close();
  const { out } = await stopline(path, "--from", "2");
  t.same(
    out.slice(2).map((line) => line.slice(33)),
    [
      "> 330 device stopped answering  device loop-north-1",
      "> 330 device stopped answering  device 7",
      "> 316 contact closed  contact 4 track relay",
      "> 317 contact opened  contact 5",
      "  105 preempt entry  preempt 1 railway",
      "   61 overlap begin green  overlap 2 west right",
      ">  90 pedestrian detector on  push button 2",
      "> 314 pedestrian detector input fault  push button 2  other",
      "> 310 detector input on, before delay and extend  detector 5  timed by the sensor",
      "> 181 clock corrected  by +1.25 s",
      "> 302 tenths missed: the unit stood still  12 (1.2 s)",
      "> 320 count interval  detector 21  1 vehicle in 20 s, 47.3 km/h",
      "> 323 arrivals announced  neighbour 1 NEXT-1  3.4 vehicles in a minute",
      "> 340 command received  place-call phase 3 pedestrian",
      "> 340 command received  commissioning: confirmed clock; by Meyer",
      "  341 command result  place-call refused: phase 3 has no pedestrian movement",
      "  360 control mode  flash: the output board does not answer",
      "  173 unit flash status  automatic flash",
      "  321 volume and occupancy  detector 4  12 vehicles, occupied 8.3 %, watched for 45 s",
      "  350 conflict monitor fault  conflicting greens; channels 2 4",
      "  360 control mode  from␛[2J another version",
    ],
  );

  const stages = `${path}-stages`;
  const second = openSyncRecorder(stages, { unit: "four-leg", epoch: "e1", created: JULY });
  const groups = '[[signal_groups]]\nname = "F1"\nkind = "pedestrian"\n[[signal_groups]]\nname = "K1"\nkind = "vehicle"\n';
  const stated = JSON.stringify({ version: "0.1.0", site: SITE + groups, wall: JULY });
  second.append([inputEntry(Instant(0), CODE.sessionStart, 0, 0, stated), entry(at, 61, 1)], JULY);
  second.close();
  t.equal((await stopline(stages, "--from", "2")).out.at(-1)?.slice(33), "   61 overlap begin green  overlap 1 K1");
  const none = await stopline(path, "--code", "999");
  t.same(none, { code: 0, out: [], err: "no such record; the journal has 1 to 22\n" });
});

t.test("only what is asked for: from a record on, some codes, the last ones, for a program", async (t) => {
  const path = file(t);
  const seqs = async (...args: string[]) =>
    (await stopline(path, ...args, "--json")).out.map((line) => (JSON.parse(line) as { seq: number }).seq);
  t.same(await seqs("--from", "5"), [5, 6]);
  t.same(await seqs("--last", "2"), [5, 6]);
  t.same(await seqs("--code", "8", "--code", "82"), [3, 4]);
  t.same(await seqs("--code", "82", "--last", "1"), [3]);
  const { out } = await stopline(path, "--from", "3", "--code", "82", "--json");
  t.same(JSON.parse(out[0]!), {
    session: 1,
    seq: 3,
    at: 1_300,
    code: 82,
    param: 5,
    value: 0,
    detail: "",
    input: false,
    wall: "2026-07-06T05:00:01.300Z",
    words: "detector on",
  });
});

t.test("what is looked for is picked out: a phase, a detector, a kind, a quarter of an hour", async (t) => {
  const path = join(t.testdir(), "journal.db");
  const recorder = morning(path);
  recorder.append(
    [entry(Instant(62_000), CODE.deviceLost, 0), entry(Instant(63_000), 8, 6), inputEntry(Instant(64_000), CODE.inputOff, 5)],
    JULY,
  );
  recorder.close();
  const seqs = async (...args: string[]) => {
    const { out, err } = await stopline(path, "--json", ...args);
    return err || out.map((line) => (JSON.parse(line) as { seq: number }).seq);
  };
  t.same(await seqs("--phase", "2"), [4, 5]);
  t.same(await seqs("--phase", "2", "--phase", "6", "--code", "8"), [4, 8]);
  t.same(await seqs("--detector", "5"), [2, 3, 9]);
  t.same(await seqs("--detector", "5", "--phase", "6"), [2, 3, 8, 9], "either will do");
  t.same(await seqs("--kind", "faults"), [7]);
  t.same(await seqs("--kind", "detection", "--kind", "faults"), [2, 3, 6, 7, 9]);
  t.same(await seqs("--kind", "input", "--since", "07:01"), [6, 9], "by the clocks of the street");
  t.same(await seqs("--since", "2026-07-06 07:00:04", "--until", "07:01:01"), [4, 5]);
  t.same(await seqs("--last", "1", "--kind", "signals"), [8]);
  t.match(await seqs("--kind", "fault"), /--kind is one of signals, detection, faults, commands, update, input, not "fault"/);
  t.match(await seqs("--since", "2026-07-06 08:00", "--until", "07:00"), /--since lies behind --until/);
  t.match(await seqs("--phase", "x"), /--phase is a whole number/);
});

t.test("the summary says whose it is and what the brain has", async (t) => {
  const path = file(t);
  const { out } = await stopline(path, "--summary");
  t.match(out.join("\n"), /unit +four-leg\nepoch +e1, begun 2026-07-06 07:00:00.000 \(Europe\/Stockholm\)\nrecords +1 to 6, in 3 chunks/);
  t.match(out.join("\n"), /brain +has acknowledged nothing; 6 to come\n(.*\n)gaps +none/);
  const json = JSON.parse((await stopline(path, "--summary", "--json")).out[0]!) as Summary;
  t.match(json, {
    unit: "four-leg",
    epoch: "e1",
    session: 1,
    first_seq: 1,
    last_seq: 6,
    acked: 0,
    sessions: [{ session: 1, last_seq: 6 }],
  });
});

t.test("whoever follows sees what comes, also when the journal is made anew", async (t) => {
  const path = join(t.testdir(), "journal.db");
  const recorder = morning(path);
  await recorder.flush();
  const child = spawn(process.execPath, [CLI, "journal", path, "--follow", "--last", "1"], { stdio: ["ignore", "pipe", "inherit"] });
  const exited = once(child, "exit");
  t.teardown(() => child.kill("SIGKILL"));
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  const next = async () => String((await lines.next()).value).slice(30);
  t.match(await next(), "what came in");
  t.match(await next(), "code what");
  t.equal(await next(), " 6 > 320 count interval  detector 21  7 vehicles, occupied 11.2 %");
  recorder.append([entry(Instant(62_000), CODE.alarmOn, 3)], JULY);
  await recorder.flush();
  t.equal(await next(), " 7   200 alarm on  3");
  recorder.close();
  for (const end of ["", "-wal", "-shm"]) rmSync(path + end, { force: true });
  morning(path).close();
  t.equal(await next(), " 1 > 300 session start  version 0.1.0");
  child.kill("SIGINT");
  t.same(await exited, [0, null]);
});

t.test("what is no journal is said in words", async (t) => {
  const dir = t.testdir({ "notes.txt": "not a journal at all\n".repeat(100) });
  const nothing = await stopline(join(dir, "missing.db"));
  t.equal(nothing.code, 2);
  t.match(nothing.err, /there is no journal at .*missing\.db/);
  t.notOk(existsSync(join(dir, "missing.db")));
  const notes = await stopline(join(dir, "notes.txt"));
  t.equal(notes.code, 1);
  t.match(notes.err, /notes\.txt: the file is no database/);
  writeFileSync(join(dir, "empty.db"), "");
  t.match((await stopline(join(dir, "empty.db"))).err, /no journal of this version: there is nothing in it/);
  t.match(await stopline(join(dir, "notes.txt"), "--last", "many"), { code: 2, err: /--last is a whole number from 1, not "many"/ });
});
