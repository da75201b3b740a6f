import { execFileSync, spawnSync } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import t, { type Test } from "tap";

const CLI = join(import.meta.dirname, "../../src/cli.ts");
const READER = join(import.meta.dirname, "read-hi-res.py");

function stopline(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [CLI, ...args], { encoding: "utf8", maxBuffer: 1e8 });
  return { code: status, out: stdout.split("\n").slice(0, -1), err: stderr };
}

/** An hour and a quarter of the four-leg site, from midnight UTC: 01:00 to 02:15 of its own clocks. */
function journal(t: Test): string {
  const file = join(t.testdir(), "journal.db");
  const { code } = stopline("sim", "--hours", "1.25", "--journal", file);
  t.equal(code, 0);
  return file;
}

/** As programs look for them. */
const filesIn = (folder: string) => readdirSync(folder).filter((name) => !name.startsWith("."));

type Rows = readonly (readonly [time: string, code: number, param: number])[];

function read(folder: string, end: string): Rows {
  const names = readdirSync(folder).filter((name) => name.endsWith(end));
  const files = JSON.parse(execFileSync("python3", [READER, ...names.sort().map((name) => join(folder, name))], { encoding: "utf8" })) as [
    string,
    Rows,
  ][];
  return files.flatMap(([, rows]) => rows);
}

t.test("a day's files", async (t) => {
  const file = journal(t);
  const folder = (name: string) => join(t.testdirName, name);
  const first = folder("first");
  const said = stopline("journal", "export", file, "--out", first, "--format", "csv", "--format", "dat", "--format", "datZ");

  t.test("every file is there, and the time that is not over is said", async (t) => {
    t.same([said.code, said.err], [0, ""]);
    t.same(
      filesIn(first).sort(),
      [
        "DEMO-001_2026_01_05_0100.csv",
        ...["dat", "datZ"].flatMap((end) => ["0100", "0115", "0130", "0145", "0200"].map((at) => `ECON_DEMO-001_2026_01_05_${at}.${end}`)),
      ].sort(),
    );
    t.match(said.out.join("\n"), /DEMO-001_2026_01_05_0200\.csv is not written: its time is not over/);
  });

  t.test("a reader that shares no line with the writer finds the journal's own events, in each format the same", async (t) => {
    const records = stopline("journal", file, "--json").out.map(
      (line) => JSON.parse(line) as { wall: string; code: number; param: number },
    );
    const zone = 3_600_000;
    const wanted = records
      .filter(({ code }) => code < 256)
      .map(({ wall, code, param }) => {
        const local = new Date(Math.floor(Date.parse(wall) / 100) * 100 + zone).toISOString().slice(0, 21).replace("T", " ");
        return `${local} ${code} ${param}`;
      });
    const until = (end: string) => [...new Set(wanted)].filter((line) => line < end).sort();
    const found = (end: string) =>
      read(first, end)
        .map((row) => row.join(" "))
        .sort();
    t.same(found(".csv"), until("2026-01-05 02:00"));
    t.same(found(".dat"), until("2026-01-05 02:15"));
    t.same(found(".datZ"), found(".dat"));
    t.ok(found(".csv").length > 3_000);
  });

  t.test("exported again, or a part of it, every file has the same bytes", async (t) => {
    const second = folder("second");
    const args = ["--format", "csv", "--format", "dat", "--format", "datZ"];
    t.match(stopline("journal", "export", file, "--out", first, ...args).out[0], /^0 files written .*, 11 there already/);
    stopline("journal", "export", file, "--out", second, ...args, "--from", "2026-01-05 01:20", "--to", "2026-01-05 01:40");
    const names = filesIn(second);
    t.same(names.length, 5);
    for (const name of names) t.ok(readFileSync(join(second, name)).equals(readFileSync(join(first, name))), name);
  });

  t.test("no device, time, event and parameter comes twice", async (t) => {
    for (const end of [".csv", ".dat"]) {
      const rows = read(first, end).map((row) => row.join(" "));
      t.equal(new Set(rows).size, rows.length);
      t.same(
        rows.map((row) => row.slice(0, 21)),
        rows.map((row) => row.slice(0, 21)).toSorted(),
        "in the order of time",
      );
    }
  });

  t.test("asked for longer or shorter files in the same folder, nobody is given twice", async (t) => {
    for (const [before, after] of [
      ["60m", "15m"],
      ["15m", "60m"],
    ] as const) {
      const mixed = folder(`${before}-${after}`);
      stopline("journal", "export", file, "--out", mixed, "--every", before);
      const names = filesIn(mixed);
      for (const from of ["2026-01-05 01:00", "2026-01-05 01:30"]) {
        const again = stopline("journal", "export", file, "--out", mixed, "--every", after, "--from", from, "--to", "2026-01-05 02:00");
        t.equal(again.code, 1);
        t.match(again.out.join("\n"), /stays as it is|is not written: its events are there already, in a file of another --every/);
        t.same(filesIn(mixed), names);
      }
    }
    const late = folder("late");
    const short = ["--from", "2026-01-05 01:30", "--to", "2026-01-05 01:40"];
    stopline("journal", "export", file, "--out", late, "--every", "15m", ...short);
    t.equal(stopline("journal", "export", file, "--out", late).code, 1);
    t.same(filesIn(late), ["DEMO-001_2026_01_05_0130.csv"]);
  });

  t.test("files by UTC's clocks and by the site's never lie in one folder", async (t) => {
    const utc = folder("utc");
    t.equal(stopline("journal", "export", file, "--out", utc, "--utc").code, 0);
    const names = filesIn(utc);
    t.same(names, ["DEMO-001_2026_01_05_0000.csv"]);
    for (const [out, more, words] of [
      [utc, [], "are by the clocks of UTC, and these would be by those of Europe/"],
      [first, ["--utc"], /are by the clocks of Europe\/\w+, and these would be by those of UTC.*Write them into another folder/],
    ] as const) {
      const again = stopline("journal", "export", file, "--out", out, ...more);
      t.equal(again.code, 2);
      t.match(again.err, words);
    }
    t.same(filesIn(utc), names);
    t.equal(stopline("journal", "export", file, "--out", utc, "--utc").code, 0, "the same again is none the worse");
  });

  t.test("a file that is there with other content is never written over", async (t) => {
    const name = join(first, "DEMO-001_2026_01_05_0100.csv");
    writeFileSync(name, "something else\n");
    const again = stopline("journal", "export", file, "--out", first);
    t.equal(again.code, 1);
    t.match(again.out.join("\n"), /DEMO-001_2026_01_05_0100\.csv is there with other content and stays/);
    t.equal(readFileSync(name, "utf8"), "something else\n");
  });

  t.test("the running time is written on demand, under a name of its own, until its hour is over", async (t) => {
    const third = folder("third");
    stopline("journal", "export", file, "--out", third, "--partial", "--device", "42");
    t.same(filesIn(third).sort(), ["42_2026_01_05_0100.csv", "42_2026_01_05_0200.csv.partial"]);
    t.match(
      readFileSync(join(third, "42_2026_01_05_0100.csv"), "utf8"),
      /^TimeStamp,DeviceId,EventId,Parameter\n2026-01-05 01:00:00\.0,42,/,
    );
  });
});

t.test("what was typed wrong is said with what to type", async (t) => {
  const file = join(t.testdir(), "journal.db");
  stopline("sim", "--hours", "0.01", "--journal", file);
  for (const [args, words] of [
    [[file], /--out/],
    [[file, "--out", "x", "--format", "xml"], /--format is csv, dat, datZ/],
    [[file, "--out", "x", "--every", "7m"], /--every is 5m/],
    [[file, "--out", "x", "--device", "../x"], /letters, digits and dashes/],
    [["no.db", "--out", "x"], /there is no journal at no\.db/],
  ] as const) {
    const { code, err } = stopline("journal", "export", ...args);
    t.equal(code, 2);
    t.match(err, words);
  }
});
