import { readFileSync } from "node:fs";
import t from "tap";
import { stopline } from "#wire";
import { commandNamed, commands, requestOf, takeRequest, typedCommand } from "../../src/commands/index.ts";
import type { Request } from "../../src/journal/port.ts";
import { Instant, WallTime } from "../../src/traffic/time.ts";
import { site } from "./site.ts";

const NOW = Instant(60_000);
const WALL = WallTime(Date.UTC(2026, 10, 24, 12));
const request = (command: string, args: unknown, over: Partial<Request> = {}): Request => ({
  id: "one",
  command,
  args: JSON.stringify(args),
  expires: WallTime(WALL + 1_000),
  refused: "",
  ...over,
});
const take = (command: string, args: unknown, over: Partial<Request> = {}) => takeRequest(site, request(command, args, over), NOW, WALL);

t.test("a pattern is put in force for as long as was asked, counted from this tick", async (t) => {
  t.same(take("set-pattern", { pattern: 3, for_s: 600 }), { change: { kind: "pattern", pattern: 3, until: 660_000 } });
  t.same(take("set-pattern", { pattern: 1, for_s: 1 }), { change: { kind: "pattern", pattern: 1, until: 61_000 } });
  t.same(take("set-pattern", { pattern: 1, for_s: 86_400 }), { change: { kind: "pattern", pattern: 1, until: 86_460_000 } });
});

t.test("a pattern that this site does not have is refused with those that it has", async (t) => {
  const refused = { refused: 'pattern 9 is not in this unit\'s site file, which has 1 "actuated", 3 "harbour event"' };
  t.same(take("set-pattern", { pattern: 9, for_s: 600 }), refused);
  for (const pattern of [0, -1, 2, 1.5, 254, 255, 256, 1e99]) {
    t.match(take("set-pattern", { pattern, for_s: 600 }), { refused: `pattern ${pattern} is not in` }, String(pattern));
  }
});

t.test("what lies in the inbox is anybody's: whatever it is, a command refuses it in words and the tick goes on", async (t) => {
  const strange = ["null", "1", '"x"', "[]", '{"__proto__":1}', "[".repeat(4_000)];
  const values = ['{"toString":0,"valueOf":0}', "null", "[]", '"9"', "1e999", "-1"];
  for (const field of ["pattern", "phase", "detector", "for_s", "vehicle", "hash", "text", "wall_ms", "from", "sha256", "size", "until"])
    strange.push(...values.flatMap((value) => [`{"${field}":${value}}`, `{"for_s":5,"pedestrian":false,"${field}":${value}}`]));
  for (const { name } of commands)
    for (const args of strange) t.type(takeRequest(site, request(name, {}, { args }), NOW, WALL), "object", `${name} ${args.slice(0, 60)}`);
});

t.test("a pattern without an end, or with one that is days away, is refused", async (t) => {
  for (const for_s of [0, -5, 86_401, 0.5]) {
    t.same(take("set-pattern", { pattern: 1, for_s }), { refused: `a pattern holds for 1 to 86400 seconds, so for_s cannot be ${for_s}` });
  }
});

t.test("a call is placed for a vehicle or a pedestrian", async (t) => {
  t.same(take("place-call", { phase: 6, pedestrian: false }), { change: { kind: "call", phase: 6, pedestrian: false } });
  t.same(take("place-call", { phase: 2, pedestrian: true }), { change: { kind: "call", phase: 2, pedestrian: true } });
});

t.test("a call to a phase that is not there, or has nobody walking, is refused", async (t) => {
  t.same(take("place-call", { phase: 4, pedestrian: false }), { refused: "phase 4 is not in this unit's site file, which has 1, 2, 6" });
  t.same(take("place-call", { phase: 6, pedestrian: true }), { refused: "phase 6 has no pedestrian movement; those with one: 2" });
});

t.test("a vehicle's arrival counts from this tick, and so does the life of its request", async (t) => {
  const ask = (args: object) => take("request-priority", { vehicle: "bus-112", phase: 2, arrival_ds: 250, for_s: 60, ...args });
  t.same(ask({}), { change: { kind: "priority", vehicle: "bus-112", phase: 2, arrival: 85_000, until: 120_000 } });
  t.same(ask({ arrival_ds: 0, for_s: 1 }), { change: { kind: "priority", vehicle: "bus-112", phase: 2, arrival: 60_000, until: 61_000 } });
  t.same(take("cancel-priority", { vehicle: "bus-112" }), { change: { kind: "cancel-priority", vehicle: "bus-112" } });
});

t.test("priority that the site has no limits for, or that nobody can foresee, is refused in words", async (t) => {
  const refused = (args: object) => {
    const taken = take("request-priority", { vehicle: "bus-112", phase: 2, arrival_ds: 250, for_s: 60, ...args });
    return "refused" in taken ? taken.refused : "";
  };
  t.equal(refused({ phase: 4 }), "phase 4 is not in this unit's site file, which has 1, 2, 6");
  t.equal(refused({ phase: 1 }), "phase 1 has no limits for priority in this unit's site file; those with any: 2, 6");
  t.equal(refused({ phase: 6 }), "", "others give it time");
  t.match(refused({ arrival_ds: 3_001 }), "an arrival is 0 to 3000 tenths of a second ahead, not 3001");
  t.match(refused({ arrival_ds: -1 }), "not -1");
  t.match(refused({ for_s: 601 }), "a request lives for 1 to 600 seconds, not 601");
  t.match(refused({ for_s: 0 }), "not 0");
  for (const vehicle of ["", "two words", "x".repeat(33), "Straßenbahn"]) t.match(refused({ vehicle }), "a vehicle's name is", vehicle);
  t.match(take("cancel-priority", { vehicle: "" }), { refused: "cancel-priority takes the name" });
});

t.test("an expired command is refused, one that expires now is not", async (t) => {
  const late = take("place-call", { phase: 6, pedestrian: false }, { expires: WallTime(WALL - 1) });
  t.same(late, { refused: "expired at 2026-11-24T11:59:59.999Z; this unit's clock says 2026-11-24T12:00:00.000Z" });
  t.match(take("place-call", { phase: 6, pedestrian: false }, { expires: WALL }), { change: {} });
});

t.test("what is wrong with a bundle's reference is said", async (t) => {
  const sha256 = "ab".repeat(32);
  const times = { not_before: 0, until: 0, allow_older: false };
  const good = { bundle: "https://centre.example/stopline-1.4.0.raucb", version: "1.4.0", sha256, size: 150_000_000, ...times };
  t.same(take("update", good), { change: { kind: "link" } });
  t.same(take("update", { ...good, bundle: "http://centre.example/a" }), {
    refused: 'a bundle is an https address of 500 characters at most, or "here" for one that is on the unit already',
  });
  t.same(take("update", { ...good, version: "newest" }), { refused: "a version is three numbers, as in 1.4.0" });
  t.same(take("update", { ...good, sha256: "abc" }), { refused: "sha256 is 64 hexadecimal digits, of the whole bundle" });
  t.same(take("update", { ...good, size: 0 }), { refused: "a bundle has 1 to 1000000000 bytes" });
  t.same(take("update", { ...good, not_before: 5, until: 5 }), { refused: "an update's window ends after it begins" });
});

t.test("a time that may have lain somewhere sets no clock", async (t) => {
  t.match(take("set-clock", { wall_ms: WALL + 500 }), { change: { kind: "clock", wall: WALL + 500, most_ms: 600_000 } });
  const old = take("set-clock", { wall_ms: WALL - 30_000 }, { expires: WallTime(WALL + 1_000) });
  t.same(old, { refused: "a time that is 31 s old when it expires sets no clock; let it expire within 30 s" });
});

t.test("what the centre side has refused stays refused, whatever else it says", async (t) => {
  t.same(take("place-call", { phase: 6, pedestrian: false }, { refused: "stale" }), { refused: "stale" });
});

t.test("nothing that can lie in the inbox stops the signals: every oddity is a refusal in words", async (t) => {
  const refused = (name: string, args: string) =>
    t.match(takeRequest(site, request(name, null, { args }), NOW, WALL), { refused: /./ }, `${name} ${args.slice(0, 40)}`);
  for (const name of [...commands.map((c) => c.name), "toString", "__proto__", ""]) {
    for (const args of ["null", "5", '"x"', "[]", "", "{", "nul", `"${"x".repeat(5_000)}"`]) refused(name, args);
  }
  // What is odd for one command may be all that another needs.
  const odd: readonly (readonly [name: string, ...args: readonly unknown[]])[] = [
    ["place-call", {}, { phase: "6", pedestrian: false }, { phase: 6 }, { phase: 6, pedestrian: false, min_green: 0 }],
    [
      "request-priority",
      {},
      { vehicle: "a", phase: 2, arrival_ds: "1", for_s: 9 },
      { vehicle: "a", phase: 2, arrival_ds: 1 },
      { phase: 2 },
    ],
    ["cancel-priority", {}, { vehicle: 5 }, { vehicle: "a", phase: 2 }],
    ["hold", {}, { phase: 2 }, { phase: "2", for_s: 9 }, { phase: 2, for_s: -1 }, { phase: 2, for_s: 1.5 }, { phase: 4, for_s: 9 }],
    ["force-off", {}, { phase: "2" }, { phase: 2, min_green: 0 }, { phase: 2, for_s: 9 }, { phase: 4 }],
    ["omit", {}, { phase: 2, for_s: 9 }, { phase: 6, pedestrian: true, for_s: 9 }, { phase: 2, pedestrian: false, for_s: 1e99 }],
    ["force-detector", {}, { detector: 1, on: true }, { detector: 1, on: "yes", for_s: 9 }, { detector: 99, on: true, for_s: 9 }],
    ["fetch-journal", {}, { epoch: "e 1", from: 1, to: 2 }, { epoch: "e1", from: 2, to: 1 }, { epoch: "e1", from: 1, to: 1_000_001 }],
    ["upload-plan", {}, { hash: "a".repeat(64), part: 0, parts: 1, text: "" }, { hash: "a", part: 1, parts: 1, text: "" }],
    ["try-plan", {}, { hash: "1234567" }, { hash: "12345678", passed: true }],
    ["activate-plan", {}, { hash: "12345678" }, { hash: "12345678", at_ms: -1 }, { hash: "12345678", at_ms: 1.5 }],
    [
      "update",
      {},
      { bundle: "http://a", version: "1.4.0", sha256: "a".repeat(64) },
      { bundle: "https://a", version: "1.4.0", sha256: "a" },
    ],
    ["set-clock", {}, { wall_ms: "now" }, { wall_ms: -1 }],
    ["roll-back-plan", { hash: "1234567" }, { hash: "12345678", now: true }],
    ["restart-link", { now: true }],
    ["flash", {}, { for_s: "9" }, { for_s: -1 }, { phase: 2 }],
    ["set-pattern", {}, { pattern: "3", for_s: 600 }, { pattern: 3 }, { phase: 6, pedestrian: false }],
  ];
  for (const [name, ...all] of odd) for (const args of all) refused(name, JSON.stringify(args));
  t.match(take("place-call", { phase: 6, pedestrian: false }, { expires: WallTime(-8.7e15) }), {
    refused: /^expired at -8700000000000000 ms/,
  });
});

t.test("a command goes over the wire and into the inbox as it was typed", async (t) => {
  const through = (...words: string[]) => {
    const wire = typedCommand(words);
    if (wire === null) return null;
    const { Command } = stopline.v1;
    return requestOf(Command.decode(Command.encode(wire).finish()));
  };
  t.same(through("place-call", "6"), { command: "place-call", args: '{"phase":6,"pedestrian":false}' });
  t.same(through("place-call", "2", "pedestrian"), { command: "place-call", args: '{"phase":2,"pedestrian":true}' });
  t.same(through("set-pattern", "3", "600"), { command: "set-pattern", args: '{"pattern":3,"for_s":600}' });
  t.same(through("set-pattern", "3"), { command: "set-pattern", args: '{"pattern":3,"for_s":900}' });
  const ask = (rest: string) => ({ command: "request-priority", args: `{"vehicle":"bus-112","phase":2,${rest}}` });
  t.same(through("request-priority", "bus-112", "2", "25"), ask('"arrival_ds":250,"for_s":55'));
  t.same(through("request-priority", "bus-112", "2", "0.5", "8"), ask('"arrival_ds":5,"for_s":8'));
  t.same(through("cancel-priority", "bus-112"), { command: "cancel-priority", args: '{"vehicle":"bus-112"}' });
  const typed = (words: string) => through(...words.split(" "))?.args;
  t.equal(typed("hold 2"), '{"phase":2,"for_s":30}');
  t.equal(typed("hold 2 0"), '{"phase":2,"for_s":0}');
  t.equal(typed("force-off 2"), '{"phase":2}');
  t.equal(typed("omit 2"), '{"phase":2,"pedestrian":false,"for_s":300}');
  t.equal(typed("omit 2 pedestrian 60"), '{"phase":2,"pedestrian":true,"for_s":60}');
  t.equal(typed("force-detector 3 off"), '{"detector":3,"on":false,"for_s":900}');
  t.equal(typed("flash"), '{"for_s":600}');
  t.equal(typed("fetch-journal e1 5 9"), '{"epoch":"e1","from":5,"to":9}');
  t.equal(typed("restart-link"), "{}");
  t.equal(typed("try-plan 12345678"), '{"hash":"12345678"}');
  t.equal(typed("activate-plan 12345678"), '{"hash":"12345678","at_ms":0}');
  t.equal(typed("activate-plan 12345678 2026-11-25T06:00:00+01:00"), `{"hash":"12345678","at_ms":${Date.UTC(2026, 10, 25, 5)}}`);
  t.equal(typed("roll-back-plan"), "{}");
  t.equal(typed("roll-back-plan 12345678"), '{"hash":"12345678"}');
  const sha256 = "ab".repeat(32);
  const update = (bundle: string, rest: string) => `{"bundle":"${bundle}","version":"1.4.0","sha256":"${sha256}","size":9,${rest}}`;
  t.equal(typed(`update https://a/b 1.4.0 ${sha256} 9`), update("https://a/b", '"not_before":0,"until":0,"allow_older":false'));
  t.equal(
    typed(`update here 1.4.0 ${sha256} 9 allow-older until 2026-11-25T05:00:00Z from 2026-11-25T03:00:00+01:00`),
    update("", `"not_before":${Date.UTC(2026, 10, 25, 2)},"until":${Date.UTC(2026, 10, 25, 5)},"allow_older":true`),
  );
  for (const words of [
    "",
    "request-priority bus-112 2",
    "request-priority bus-112 two 25",
    "request-priority bus-112 2 soon",
    "request-priority bus-112 2 25 60 now",
    "cancel-priority",
    "cancel-priority bus-112 now",
    "place-call",
    "place-call six",
    "place-call 6 bicycle",
    "place-call 6 pedestrian now",
    "set-pattern 3 -1",
    "flash on",
    "fetch-journal e1 5",
    "upload-plan plan.toml",
    "try-plan",
    "try-plan 12345",
    "try-plan 1234567g",
    "activate-plan 12345678 tomorrow",
    "activate-plan 12345678 2026-11-25T06:00:00",
    "roll-back-plan now",
    "update https://centre.example/a.raucb 1.4",
    `update https://a/b 1.4.0 ${sha256}`,
    `update https://a/b 1.4.0 ${sha256} 9 until tomorrow`,
    `update https://a/b 1.4.0 ${sha256} 9 from`,
    `update http://a/b 1.4.0 ${sha256} 9`,
    "set-clock",
    "set-clock 2026-11-25T06:00:00",
    "fetch-journal e1 5 x",
    "restart-link now",
    "hold",
    "hold four",
    "hold 4 30 now",
    "force-off 4 5",
    "omit 4 bicycle",
    "omit 4 pedestrian 60 now",
    "force-detector 3",
    "force-detector 3 open",
    "force-detector 3 on 1.5",
  ]) {
    t.equal(typedCommand(words.split(" ")), null, words);
  }
  t.equal(requestOf(new stopline.v1.Command()), null, "a command of a later release is not known");
});

t.test("each command has a name of its own, which is its file's", async (t) => {
  for (const command of commands) {
    t.equal(commandNamed(command.name), command);
    t.ok(await import(`../../src/commands/${command.name}.ts`));
  }
});

t.test("the centre and the changelog are told of every command", async (t) => {
  const told = (file: string) => readFileSync(new URL(`../../${file}`, import.meta.url), "utf8");
  for (const { name, words } of commands) {
    const typed = `${name} ${words}`.trim().replaceAll("|", "\\|");
    t.match(told("proto/README.md"), `| \`${typed}\``, "a row of the table of commands");
    t.match(told("CHANGELOG.md"), `\`${name}\``);
  }
});
