import { appendFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SaxesParser } from "saxes";
import t from "tap";
import { openKey } from "../../../src/platform/keys.ts";
import { DRIVERS } from "../drivers.ts";
import { playOf } from "../play.ts";
import { rigFile, whyNot } from "../rig.ts";
import type { Scenario } from "../scenario.ts";
import { startOf } from "../start.ts";
import { junitOf } from "./junit.ts";
import type { Result } from "./keep.ts";
import { failures, notSigned, signRun } from "./signed.ts";
import type { RunAbout } from "./versions.ts";

const ABOUT: RunAbout = {
  name: "run",
  rig: "sim",
  seed: 7,
  began: "2026-01-05T07:30:00Z",
  version: "1",
  commit: "",
  node: "v24",
  machine: "linux",
};
const RESULTS: readonly Result[] = [
  { name: "good", story: "", outcome: "passed", why: "", took_ms: 1_500, wrong: [], unjudged: [] },
  { name: "bad", story: "", outcome: "failed", why: "", took_ms: 1, wrong: ['a "lamp" <& more\u0007'], unjudged: [] },
  { name: "half", story: "", outcome: "passed", why: "", took_ms: 1, wrong: [], unjudged: ["replay: its clock was set"] },
  { name: "elsewhere", story: "", outcome: "not-run", why: "nobody can", took_ms: 0, wrong: [], unjudged: [] },
];

t.test("a run as JUnit's XML: what failed is a failure, what was not run is skipped and says why", async (t) => {
  const cases: Record<string, string[]> = {};
  let name = "";
  const parser = new SaxesParser();
  parser.on("opentag", ({ name: tag, attributes }) => {
    if (tag === "testcase") {
      name = String(attributes["name"]);
      cases[name] = [];
    } else if (tag === "failure" || tag === "skipped") cases[name]!.push(`${tag}: ${attributes["message"]}`);
  });
  parser.on("text", (text) => {
    if (text.trim() !== "" && name === "half") cases[name]!.push(text);
  });
  parser.on("error", (error) => t.fail(error.message));
  parser.write(junitOf(ABOUT, RESULTS)).close();
  t.same(cases, {
    good: [],
    bad: ['failure: a "lamp" <& more'],
    half: ["not judged: replay: its clock was set"],
    elsewhere: ["skipped: not run here: nobody can"],
  });
});

t.test(
  "a run that was signed is known again; a file that was touched, taken away or laid beside is found, and so is another's key",
  async (t) => {
    const folder = mkdtempSync(join(tmpdir(), "stopline-signed-"));
    t.teardown(() => rmSync(folder, { recursive: true }));
    const [run, key, other] = [join(folder, "run"), join(folder, "key.pem"), join(folder, "other.pem")];
    const { publicKey } = openKey(key);
    mkdirSync(join(run, "good"), { recursive: true });
    writeFileSync(join(run, "run.json"), JSON.stringify({ ...ABOUT, results: RESULTS }));
    writeFileSync(join(run, "good", "journal.db"), "records");
    t.match(notSigned(run, publicKey), "it is not signed");
    signRun(run, key);
    t.equal(notSigned(run, publicKey), "");
    t.same(failures(run), ["bad"], "signed is not passed");
    t.match(notSigned(run, openKey(other).publicKey), "it is signed by");
    writeFileSync(join(run, "good", "more"), "");
    t.equal(notSigned(run, publicKey), "files are not as they were signed: good/more");
    rmSync(join(run, "good", "more"));
    appendFileSync(join(run, "good", "journal.db"), "!");
    t.equal(notSigned(run, publicKey), "files are not as they were signed: good/journal.db");
    writeFileSync(join(run, "good", "journal.db"), "records");
    t.equal(notSigned(run, publicKey), "");
    appendFileSync(join(run, "SHA256SUMS"), "\n");
    t.match(notSigned(run, publicKey), "the signature is not that of its list");
  },
);

const SCENARIO: Scenario = {
  story: "",
  site: "four-leg",
  lasts: "20 min",
  weather: [{ at: "1 min", fault: { kind: "update" } }],
  expects: [],
};

t.test("what a rig cannot do is not run there, and it says why", async (t) => {
  const play = playOf("told-by-hand", SCENARIO, 1);
  const file = { ...rigFile("sim"), cannot: {} };
  const sim = DRIVERS["sim"]!;
  t.match(whyNot(play, file, sim), "update: ");
  const calm = playOf("told-by-hand", { ...SCENARIO, weather: [{ at: "1 min", fault: { kind: "disk-full" } }] }, 1);
  t.equal(whyNot(calm, file, sim), "");
  t.match(whyNot(calm, { ...file, longest_ms: 600_000 }, sim), "plays no longer than 10 min");
  t.match(whyNot(calm, { ...file, sites: ["tee"] }, sim), "this rig is wired for tee");
  t.equal(whyNot(calm, { ...file, cannot: { "disk-full": "its card is soldered" } }, sim), "disk-full: its card is soldered");
});

t.test("a scenario begins at its own local time, in summer and in winter, and not in an hour that there is not", async (t) => {
  const iso = (local: string) => new Date(startOf(local, "Europe/Berlin").wall).toISOString();
  t.equal(iso("2026-01-05 07:30"), "2026-01-05T06:30:00.000Z");
  t.equal(iso("2026-07-05 07:30"), "2026-07-05T05:30:00.000Z");
  t.equal(iso("2026-10-25 02:20"), "2026-10-25T00:20:00.000Z", "the first of the two");
  t.throws(() => iso("2026-03-29 02:20"), /there is no 2026-03-29 02:20/);
});

t.test("the seed moves what is left to it, and nothing else", async (t) => {
  const weather = [{ at: { between: ["1 min", "5 min"] }, lasts: "1 min", fault: { kind: "power-cut" } }] as const;
  const at = (seed: number) => playOf("told-by-hand", { ...SCENARIO, weather }, seed).deeds.map((deed) => deed.at);
  t.same(at(1), at(1));
  t.not(String(at(1)), String(at(2)));
  for (let seed = 0; seed < 50; seed++) {
    const [on = 0, off] = at(seed);
    t.ok(on >= 60_000 && on <= 300_000 && on % 100 === 0 && off === on + 60_000);
  }
});
