import { readdirSync, readFileSync } from "node:fs";
import t from "tap";
import { formatProblem, type Problem, readSite } from "../../src/config/index.ts";
import { refusalOf } from "../../src/timing/refusal.ts";
import type { Site } from "../../src/traffic/site.ts";
import { WORDS } from "./bad-words.ts";

const read = (file: string) => readFileSync(new URL(file, import.meta.url), "utf8");
const FOUR_LEG = read("../../deploy/sites/four-leg.toml");
const SMALL = read("small.toml");

function site(text: string): Site {
  const reading = readSite(text, "site.toml");
  if (!reading.ok) throw new Error(reading.problems.map((p) => formatProblem(p)).join("\n"));
  return reading.site;
}

function problems(text: string): readonly Problem[] {
  const reading = readSite(text, "site.toml");
  return reading.ok ? [] : reading.problems;
}

/** The small site with `wrong` where `right` was, for the first time. */
function changed(right: string, wrong: string): string {
  if (!SMALL.includes(right)) throw new Error(`the small site has no ${right}`);
  return SMALL.replace(right, () => wrong);
}
const words = (text: string) => problems(text).map((p) => `${p.line}: ${p.words}`);

t.test("the four-leg example is read as it is written", async (t) => {
  const four = site(FOUR_LEG);
  t.equal(four.id, "DEMO-001");
  t.match(four.brain, { host: "brain.example.net", port: 8883, tls: true, command_key: "" });
  t.match(four.ports[0], { name: "rack", baud: 38_400, parity: "none", stop_bits: 1 });
  t.same(
    [
      four.ports,
      four.devices,
      four.detectors,
      four.pedestrian_detectors,
      four.phases,
      four.rings,
      four.channels,
      four.patterns,
      four.approaches,
    ].map((all) => all.length),
    [5, 12, 26, 4, 8, 2, 12, 3, 4],
  );
  t.match(four.phases[1], {
    number: 2,
    name: "south through",
    min_green_ds: 80,
    passage_ds: 25,
    max1_ds: 450,
    yellow_change_ds: 36,
    red_clear_ds: 15,
    walk_ds: 70,
    ped_clear_ds: 140,
    recall: "min",
    ped_recall: false,
  });
  t.match(four.detectors[0], {
    number: 1,
    device: "rack",
    input: 1,
    call_phase: 6,
    delay_ms: 3_000,
    extend_ms: 0,
    lock: false,
    distance_m: 0,
  });
  t.match(four.detectors[12], { number: 13, extend_ms: 1_000, lock: true, distance_m: 40 });
  t.same(
    four.rings.map((ring) => ring.groups),
    [
      [
        [1, 2],
        [3, 4],
      ],
      [
        [5, 6],
        [7, 8],
      ],
    ],
  );
  t.match(four.start, { flash_ds: 60, all_red_ds: 60, phases: [2, 6] });
  t.equal(four.start_pattern, 1);
  t.equal(four.fallback_pattern, 2);
});

t.test("what a file leaves out is as the README says", async (t) => {
  const small = site(SMALL);
  t.match(small.devices[0], { timeout_ms: 100 }, "the protocol's own time-out");
  t.match(small.devices[1], { profile: "", timeout_ms: 80 });
  t.match(
    site(FOUR_LEG).devices.find((d) => d.name === "camera"),
    { address: 0, poll_ms: 0, timeout_ms: 30_000 },
    "who talks by itself is not polled",
  );
  t.match(small.phases[1], { walk_ds: 0, ped_clear_ds: 0, recall: "none", ped_recall: false, lock: false });
  t.match(small.detectors[0], { delay_ms: 0, extend_ms: 0, no_activity_min: 60, max_presence_min: 30, erratic_counts_per_min: 100 });
  t.match(small.detectors[3], { max_presence_min: 10 });
  t.match(
    site(FOUR_LEG).detectors.find((d) => d.kind === "count"),
    { call_phase: null, no_activity_min: 0, max_presence_min: 0, erratic_counts_per_min: 0 },
  );
  t.match(small.channels[2], { kind: "pedestrian", red: 7, yellow: 0, green: 8 });
  t.same(
    small.patterns[1]?.phases,
    [
      { phase: 2, max_green_ds: 300, recall: "max", ped_recall: true, split_ds: 0 },
      { phase: 4, max_green_ds: 250, recall: "max", ped_recall: false, split_ds: 0 },
    ],
    "what a pattern does not say of a phase stays as the phase has it",
  );
});

t.test("each kind of mistake is told in a technician's words, at its line", async (t) => {
  const files = readdirSync(new URL("bad", import.meta.url)).map((name) => name.replace(".toml", ""));
  t.same(files.toSorted(), Object.keys(WORDS).toSorted(), "every bad file has its words");
  for (const file of files) {
    const found = problems(read(`bad/${file}.toml`)).map((p) =>
      formatProblem(p, "")
        .replace(/^:(\d)/, "$1")
        .replace(/^: /, ""),
    );
    t.equal(found.join("\n"), WORDS[file]?.trim(), file);
  }
});

t.test("problems come in the order of the file, and with the column of the key", async (t) => {
  const found = problems(read("bad/many.toml"));
  t.ok(found.length >= 9);
  t.same(
    found.map((p) => p.line),
    found.map((p) => p.line).toSorted((a, b) => a - b),
  );
  t.match(found.at(-1), { column: 16, where: 'pattern 2 "fixed", phase 4' });
});

t.test("one mistake gets one complaint", async (t) => {
  t.equal(
    problems(changed('number = 4\nname = "Mole Lane"\napproach', 'number = "4"\nname = "Mole Lane"\napproach')).length,
    1,
    "a phase number that everybody refers to",
  );
  t.equal(problems(changed('name = "rack"', 'nam = "rack"')).length, 1, "a device name, misspelt key");
  t.equal(problems(changed("ped_clear = 12.0", "ped_cler = 12.0")).length, 1, "a misspelt key is not taken for absent");
  t.equal(
    problems(SMALL.replaceAll("[[phases]]", "[[phase]]")).length,
    2,
    "a misspelt table: that it is unknown, and that there is no other",
  );
});

t.test("syntax errors are told in words", async (t) => {
  const todo = (right: string, wrong: string) => {
    const [only, ...more] = problems(changed(right, wrong));
    t.same(more, []);
    return `${only?.line}: ${only?.words}. ${only?.todo.replace(/ What stands after it .*/, "")}`;
  };
  t.equal(todo("passage = 2.2", "passage ="), '106: there is no value after "=". Write one, or take the line away.');
  t.equal(todo("passage = 2.2", "passage = .5"), "106: .5 has no digit before the point. Write 0.5.");
  t.equal(todo("passage = 2.2", "passage = 2."), "106: 2. has no digit after the point. Write 2.0.");
  t.equal(
    todo("passage = 2.2", "passage 2.2"),
    '106: there is no "=" after the key in: passage 2.2. Write it as: key = "value", one a line.',
  );
  t.equal(todo("lane = 1", "lane = 01"), "55: 01 begins with a zero. Write 1.");
  t.equal(todo('name = "rack"', "name = “rack”"), '21: “rack” is in typographic quotation marks. Write plain ones: "…".');
  t.equal(todo('parity = "even"', "parity = yes"), "18: yes is no value. Write true.");
  t.equal(
    todo("[[rings]]", "[[rings]"),
    "125: this line is neither a table's name in brackets nor key = value: [[rings]. Begin remarks with #; a table's name stands in [ ] or [[ ]].",
  );
  t.equal(
    todo("passage = 2.2", "passage = 2.2\u0007"),
    "106: something follows the value in: passage = 2.2\u0007. Write one key a line, and # before a remark.",
  );
  t.equal(todo("# The", "# \u0007The"), "1: there is a character here that no editor shows. Take the line away and write it again.");
  t.equal(todo("[[rings]]", "[ports.loops]"), '125: "loops" is written twice: it is already on line 11. Take one of them away.');
});

t.test("files from Windows are read; letters that are no UTF-8 are found", async (t) => {
  t.same(words(`\ufeff${SMALL.replaceAll("\n", "\r\n")}`), []);
  const broken = Buffer.from(SMALL.replace("Quay", "K\u00e4y"), "latin1").toString("utf8");
  t.same(words(broken), ["5: a letter here cannot be read"]);
});

t.test("the floor under the times is hard", async (t) => {
  const least: readonly (readonly [key: string, good: string, bad: string])[] = [
    ["yellow_change = 3.5", "3.0", "2.9"],
    ["min_green = 6.0", "3.0", "2.9"],
    ["walk = 7.0", "4.0", "3.9"],
    ["ped_clear = 12.0", "3.0", "2.9"],
    ["red_clear = 1.5", "0.0", "-0.1"],
  ];
  for (const [line, good, bad] of least) {
    const [key] = line.split(" = ");
    t.same(words(changed(line, `${key} = ${good}`)), [], `${key} ${good}`);
    t.equal(problems(changed(line, `${key} = ${bad}`)).length, 1, `${key} ${bad}`);
  }
  for (const value of ["inf", "nan", "-inf", "1e300", "99999999999999999999", "1979-05-27", "true", "[]", "{}"]) {
    t.equal(problems(changed("yellow_change = 3.5", `yellow_change = ${value}`)).length, 1, value);
  }
});

t.test("every tenth that can be written is taken, whatever its binary form", async (t) => {
  for (let tenths = 30; tenths <= 255; tenths++) {
    const small = site(changed("yellow_change = 3.5", `yellow_change = ${(tenths / 10).toFixed(1)}`));
    if (small.phases[0]?.yellow_change_ds !== tenths) t.fail(`${tenths} tenths became ${small.phases[0]?.yellow_change_ds}`);
  }
});

t.test("how a phase can be left unserved", async (t) => {
  const alone = SMALL.replace(/\[\[detectors\]\]\nnumber = [34][^[]*/g, "");
  t.same(words(alone), ["91: no detector calls its vehicles, and it has no recall"]);
  const actuated = (recall: string) =>
    alone.replace('name = "actuated"', `name = "actuated"\nphases = [{ phase = 4, recall = "${recall}" }]`);
  t.same(words(actuated("min")), [], "unless each pattern recalls it");
  t.equal(words(actuated("soft")).length, 1, "and soft recall waits until nobody else does");
  const button = alone
    .replace("call_phase = 2\n\n[[phases]]", "call_phase = 4\n\n[[phases]]")
    .replace("red_clear = 1.0", "red_clear = 1.0\nwalk = 7.0\nped_clear = 9.0");
  t.ok(words(button).includes("91: no detector calls its vehicles, and it has no recall"), "nobody in a car presses a button");
  const advance = SMALL.replaceAll('kind = "stop-line"', 'kind = "advance"').replace('recall = "min"', 'recall = "none"');
  t.equal(words(advance).length, 2, "detectors before the line that forget");
  t.same(
    words(advance.replaceAll(/(call_phase = [24]\n)(?=\n\[\[d)|(?<=call_phase = 4\n)(?=max)/g, "$1lock = true\n")),
    [],
    "unless they remember",
  );
  t.match(words(changed('{ phase = 4, recall = "max" }', '{ phase = 4, recall = "soft" }'))[0], /only soft recall in the fallback pattern/);
});

t.test("a command key is 32 bytes in base64, and nothing that only looks like them", async (t) => {
  const key = Buffer.alloc(32, 7).toString("base64");
  const withKey = (written: string) => changed('host = "brain.example.net"', `host = "brain.example.net"\ncommand_key = "${written}"`);
  t.equal(site(withKey(key)).brain.command_key, key);
  for (const bad of [key.slice(1), `${key}=`, ` ${key}`, Buffer.alloc(33).toString("base64"), key.replace("=", "")])
    t.equal(problems(withKey(bad)).length, 1, bad);
});

t.test("no text at all makes it throw, and a wrong text always gets a problem", async (t) => {
  let seed = 7;
  const random = (below: number) => {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((seed / 2 ** 32) * below);
  };
  const pieces = [
    "[",
    "]",
    "[[",
    "]]",
    "{",
    "}",
    '"',
    "'",
    '"""',
    "=",
    ",",
    ".",
    "#",
    "\n",
    "\\",
    "-",
    "0",
    "9",
    "1e9",
    "inf",
    "true",
    "[[phases]]\n",
    "__proto__",
    "constructor",
    "\u0000",
    "é",
    " ",
  ];
  const lines = SMALL.split("\n");
  let wrong = 0;
  for (let run = 0; run < 1_500; run++) {
    const kind = random(4);
    let text = SMALL;
    for (let n = 1 + random(3); n > 0; n--) {
      const at = random(text.length);
      if (kind === 0) text = text.slice(0, at) + pieces[random(pieces.length)]! + text.slice(at);
      else if (kind === 1) text = text.slice(0, at) + text.slice(at + 1 + random(20));
      else if (kind === 2) text = text.replace(lines[random(lines.length)]!, lines[random(lines.length)]!);
      else text = text.replace(/\d+(\.\d+)?/g, (number) => (random(30) === 0 ? pieces[random(pieces.length)]! : number));
    }
    const reading = readSite(text, "fuzz");
    if (reading.ok) {
      const refusal = refusalOf(reading.site);
      if (refusal !== null) t.fail(`check says good, the unit says ${refusal}`);
      continue;
    }
    wrong++;
    const lineCount = text.split("\n").length;
    if (reading.problems.length === 0) t.fail(`no problem told in: ${text}`);
    for (const p of reading.problems) {
      if (p.line < 0 || p.line > lineCount || p.words === "" || p.todo === "" || /undefined|\[object|NaN/.test(formatProblem(p)))
        t.fail(formatProblem(p));
    }
  }
  t.ok(wrong > 700, `${wrong} of 1500 were wrong`);
  for (const text of [
    "",
    "\n",
    "site = 1",
    "site = []",
    "[[site]]",
    "ports = 3",
    "ports = { a = 1 }",
    "phases = [1, 2]",
    "__proto__ = 1",
    `a = ${"[".repeat(50_000)}`,
  ]) {
    t.ok(problems(text).length > 0, JSON.stringify(text.slice(0, 20)));
  }
});
