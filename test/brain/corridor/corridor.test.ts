import { generateKeyPairSync, sign } from "node:crypto";
import { readFileSync } from "node:fs";
import t from "tap";
import { stopline } from "#wire";
import type { Errand } from "../../../src/brain/corridor/asking.ts";
import { Corridor } from "../../../src/brain/corridor/corridor.ts";
import { type Claim, whoGoes } from "../../../src/brain/corridor/precedence.ts";
import { bodyOf, type Report, sealedBy } from "../../../src/brain/corridor/report.ts";
import { toldOf } from "../../../src/brain/corridor/told.ts";
import { signatureBy } from "../../../src/platform/signature.ts";
import { PhaseNumber } from "../../../src/traffic/numbers.ts";
import { CROSS, cross, graphOf, keyOf, reportAt } from "./graphs.ts";

const EIGHT = Date.UTC(2026, 0, 5, 8);
const FOUR_LEG = readFileSync(new URL("../../../deploy/sites/four-leg.toml", import.meta.url), "utf8");
const believing = () => true;

/** A corridor second by second, every command answered at once as `answer` says; `said` has them in words. */
function open(answer: (errand: Errand) => "done" | "refused" | "no-answer" = () => "done", graph = cross()) {
  const corridor = new Corridor({ graph, verifierOf: () => believing });
  const said: string[] = [];
  let s = 0;
  const step = (...reports: readonly Report[]) => {
    const now = EIGHT + s * 1_000;
    for (const report of reports) corridor.take(now, report);
    for (const errand of corridor.step(now)) {
      const { requestPriority: asks, cancelPriority: cancels } = errand.order;
      said.push(
        `${s} ${errand.unit} ${errand.vehicle} ${asks ? `phase ${asks.phase} in ${asks.arrivalDs} for ${asks.forS}` : cancels ? "over" : "?"}`,
      );
      corridor.answered(now, errand, answer(errand));
    }
    s += 1;
  };
  const at = (vehicle: string, east: number, north: number, more: Partial<Report> = {}) =>
    reportAt(graph, vehicle, EIGHT + s * 1_000, [east, north], more);
  /** Seconds and commands of one unit and vehicle, without the figures. */
  const short = (unit: string, vehicle: string) =>
    said
      .filter((words) => words.includes(` ${unit} ${vehicle} `))
      .map((words) => words.replace(/ phase.*/, " asked").replace(` ${unit} ${vehicle}`, ""));
  return { corridor, said, step, at, short, second: () => s };
}

t.test(
  "each unit on the way is asked late enough to stop nobody for long, told when the estimate moves, and released when it is passed",
  async (t) => {
    const { step, at, said, short } = open();
    for (let s = 0; s <= 75; s++) step(at("RTW-1", -400 + 13.9 * s, 3));
    const of = (unit: string) => said.filter((words) => words.includes(` ${unit} `));
    t.match(of("J1")[0], /^0 J1 RTW-1 phase 2 in \d+ for 20$/, "29 s away: at once");
    const [second] = of("J2")[0]!.split(" ");
    t.ok(Number(second) > 5 && Number(second) < 30, `J2 is asked when it is its turn: ${second}`);
    const over = short("J1", "RTW-1").at(-1)!;
    t.match(over, /^3\d over$/);
    t.match(short("J2", "RTW-1").at(-1), /^(59|6\d) over$/);
    t.ok(of("J1").length <= 6, `${of("J1").length} commands for one junction: ${of("J1").join(", ")}`);
  },
);

t.test("a vehicle that stands still is told of anew, later each time, and one that falls silent is released", async (t) => {
  const { step, at, said, short } = open();
  for (let s = 0; s < 40; s++) step(at("RTW-1", -150, 3, { speed_ms: 0 }));
  t.ok(short("J1", "RTW-1").length > 4, "the request would be over by itself");
  t.notOk(said.some((words) => words.endsWith("over")));
  for (let s = 0; s < 12; s++) step();
  t.same(
    said.filter((words) => words.endsWith("over")).map((words) => words.split(" ")[1]),
    ["J1", "J2"],
    said.join("\n"),
  );
});

t.test(
  "an ambulance behind a blocked exit takes nobody's green for longer than a minute, and is asked for again when it comes on",
  async (t) => {
    const { step, at, short } = open();
    for (let s = 0; s <= 70; s++) step(at("RTW-1", -150, 3, { speed_ms: 0 }));
    t.equal(short("J1", "RTW-1").at(-1), "61 over");
    // A car's length is no way on: it stood behind somebody who let another in.
    for (let s = 0; s < 5; s++) step(at("RTW-1", -145, 3, { speed_ms: 0 }));
    t.equal(short("J1", "RTW-1").at(-1), "61 over");
    step(at("RTW-1", -138, 3, { speed_ms: 5 }));
    t.equal(short("J1", "RTW-1").at(-1), "76 asked");
  },
);

t.test(
  "two ambulances cross: whoever arrives first goes first, the other's turn comes when it has passed, and estimates that waver change nothing",
  async (t) => {
    const { step, at, said } = open();
    for (let s = 0; s < 60; s++) {
      const waver = s % 2 === 0 ? 15 : -15;
      step(
        at("RTW-1", -250 + 10 * s, 3, { speed_ms: 10 }),
        at("RTW-2", 3, -290 + waver + 10 * s, { speed_ms: 10, heading_deg: 0, way: ["1-north"] }),
      );
    }
    const j1 = said.filter((words) => words.includes(" J1 "));
    const over = j1.findIndex((words) => / RTW-1 over/.test(words));
    t.ok(over > 0, j1.join("\n"));
    t.notOk(
      j1.slice(0, over).some((words) => words.includes("RTW-2")),
      "one at a time",
    );
    t.match(j1[over + 1], /RTW-2 phase 8/, "then at once the other");
  },
);

t.test("an ambulance goes before a bus that was asked for first: the bus's request is taken back, and comes again behind it", async (t) => {
  const { step, at, said } = open();
  for (let s = 0; s < 12; s++) step(at("BUS-4", 3, -300 + 5 * s, { speed_ms: 5, heading_deg: 0, way: ["1-north"], late_s: 120 }));
  t.match(said[0], /J1 BUS-4 phase 8/);
  for (let s = 12; s < 60; s++)
    step(
      at("BUS-4", 3, -300 + 5 * s, { speed_ms: 5, heading_deg: 0, way: ["1-north"], late_s: 120 }),
      at("RTW-1", -300 + 13.9 * (s - 12), 3),
    );
  const j1 = said.filter((words) => words.includes(" J1 ")).map((words) => words.replace(/^\d+ J1 /, "").replace(/ in .*/, ""));
  const order = j1.filter((words, i) => words !== j1[i - 1]);
  t.same(order, ["BUS-4 phase 8", "BUS-4 over", "RTW-1 phase 2", "RTW-1 over", "BUS-4 phase 8"], said.join("\n"));
});

t.test("precedence is by class, then by arrival, and those who can go together do", async (t) => {
  const claim = (vehicle: string, of: Claim["of"], phase: number, at_ms: number, asked = false): Claim => ({
    unit: "J1",
    vehicle,
    of,
    phase: PhaseNumber(phase),
    at_ms,
    asked,
  });
  const conflict = (_: string, a: number, b: number) => a % 4 !== b % 4;
  const names = (...claims: readonly Claim[]) => whoGoes(claims, conflict).map(({ vehicle }) => vehicle);
  t.same(names(claim("bus", "bus", 4, 0, true), claim("engine", "fire-engine", 2, 40_000)), ["engine"]);
  t.same(names(claim("coach", "coach", 4, 0), claim("bus", "bus", 2, 0)), ["coach"]);
  t.same(names(claim("engine", "fire-engine", 4, 0, true), claim("rtw", "ambulance", 2, 30_000)), ["rtw"]);
  t.same(names(claim("late", "ambulance", 4, 9_000), claim("soon", "ambulance", 2, 8_000)), ["soon"]);
  t.same(names(claim("asked", "ambulance", 4, 9_000, true), claim("soon", "ambulance", 2, 8_000)), ["asked"], "whom it prepares for");
  t.same(names(claim("asked", "ambulance", 4, 19_000, true), claim("soon", "ambulance", 2, 8_000)), ["soon"], "but not for ever");
  t.same(names(claim("a", "ambulance", 2, 9_000), claim("bus", "bus", 6, 1_000), claim("c", "bus", 4, 0)), ["a", "bus"], "beside it");
  t.same(whoGoes([claim("a", "ambulance", 2, 0), { ...claim("b", "bus", 4, 0), unit: "J2" }], conflict).length, 2, "elsewhere");
});

t.test("a unit without a link is asked nothing, and is asked at once when it is back", async (t) => {
  const { corridor, step, at, short } = open();
  const presence = (state: stopline.v1.Presence.State) =>
    corridor.unit({
      kind: "presence",
      unit: "J1",
      retained: false,
      presence: stopline.v1.Presence.create({ unit: "J1", state }) as stopline.v1.Presence,
    });
  presence(stopline.v1.Presence.State.OFFLINE);
  for (let s = 0; s < 5; s++) step(at("RTW-1", -300 + 10 * s, 3));
  t.same(short("J1", "RTW-1"), []);
  presence(stopline.v1.Presence.State.ONLINE);
  step(at("RTW-1", -250, 3));
  t.same(short("J1", "RTW-1"), ["5 asked"]);
});

t.test("a unit that does not answer is asked again every few seconds, one that refuses after a quarter of a minute", async (t) => {
  const silent = open(() => "no-answer");
  for (let s = 0; s < 10; s++) silent.step(silent.at("RTW-1", -200, 3, { speed_ms: 0 }));
  t.same(silent.short("J1", "RTW-1").length, 4, silent.said.join("\n"));
  const refusing = open(() => "refused");
  for (let s = 0; s < 20; s++) refusing.step(refusing.at("RTW-1", -200, 3, { speed_ms: 0 }));
  t.same(refusing.short("J1", "RTW-1"), ["0 asked", "15 asked"]);
});

t.test(
  "what a unit tells of itself decides when it is asked and who goes beside whom; what nobody could mean is not believed",
  async (t) => {
    const told = toldOf(JSON.stringify({ site: FOUR_LEG }))!;
    const [two, four, five, six] = [2, 4, 5, 6].map(PhaseNumber) as [PhaseNumber, PhaseNumber, PhaseNumber, PhaseNumber];
    t.equal(told.conflict(two, six), false);
    t.equal(told.conflict(two, five), false);
    t.equal(told.conflict(two, four), true);
    t.equal(told.conflict(five, six), true);
    t.ok(told.turnover_ds(two) > 150 && told.turnover_ds(two) < 600, `walk, clearance, yellow and red: ${told.turnover_ds(two)}`);
    for (const detail of ["", "null", "{}", '{"site":5}', '{"site":"[nonsense"}']) t.equal(toldOf(detail), null, detail);
    const long = FOUR_LEG.replaceAll(/ped_clear = [\d.]+/g, "ped_clear = 250.0");
    const slow = toldOf(JSON.stringify({ site: long }));
    t.ok(slow === null || slow.turnover_ds(two) <= 900);
  },
);

t.test("a queue that the unit has measured is cleared before the vehicle comes", async (t) => {
  const ask = (queue: number) => {
    const { corridor, step, at, said } = open();
    corridor.record("J1", 327, JSON.stringify({ approach: "west", lane: 1, queue, speed_dkmh: -1 }), EIGHT);
    step(at("RTW-1", -300, 3));
    return Number(/J1 RTW-1 phase 2 in (\d+)/.exec(said[0]!)![1]);
  };
  t.equal(ask(5) - ask(6), 20, "2 s for each");
  t.equal(ask(0) - ask(5), 90, "3 s and 2 s for each of five, in which its driver sees the green for longer than the 4 s that he must");
  const { corridor } = open();
  for (const detail of ["", "[]", '{"approach":"west","queue":"x","speed_dkmh":1}']) corridor.record("J1", 327, detail, EIGHT);
  t.same(corridor.travel.memory, {});
});

t.test("a green is not wanted sooner than it lasts: one that is over before the vehicle comes is worse than none", async (t) => {
  const ask = (site: string) => {
    const { corridor, step, at, said } = open();
    corridor.record("J1", 300, JSON.stringify({ site }), EIGHT);
    corridor.record("J1", 327, JSON.stringify({ approach: "west", lane: 1, queue: 12, speed_dkmh: -1 }), EIGHT);
    step(at("RTW-1", -300, 3));
    return Number(/J1 RTW-1 phase 2 in (\d+)/.exec(said[0]!)![1]);
  };
  const [two, limits] = [/max1 = [\d.]+/, "\n[priority]\nphases = [{ phase = 2, extension = 6.0 }]\n"];
  const long = ask(`${FOUR_LEG}${limits}`);
  const at = FOUR_LEG.indexOf("number = 2", FOUR_LEG.indexOf("[[phases]]"));
  const short = ask(`${FOUR_LEG.slice(0, at)}${FOUR_LEG.slice(at).replace(two, "max1 = 15.0")}${limits}`);
  t.ok(short > long + 50, `in ${short} tenths against ${long}`);
});

t.test("a report counts under the vehicle's own seal alone", async (t) => {
  const { publicKey, privateKey } = generateKeyPairSync("ed25519");
  const own = Buffer.from(publicKey.export({ format: "jwk" }).x!, "base64url").toString("base64");
  const other = generateKeyPairSync("ed25519").privateKey;
  const graph = graphOf(CROSS.replace(keyOf(1), own));
  const corridor = new Corridor({ graph, verifierOf: signatureBy });
  const report = (s: number, vehicle = "RTW-1") => reportAt(graph, vehicle, EIGHT + s * 1_000, [-300 + 10 * s, 3]);
  const hear = (s: number, payload: Uint8Array, vehicle = "RTW-1") => corridor.heard(EIGHT + s * 1_000, vehicle, payload);
  const signed = (s: number) => sealedBy(report(s), (body) => sign(null, body, privateKey));
  const forged = [
    sealedBy(report(1), (body) => sign(null, body, other)),
    stopline.v1.SealedPosition.encode({ body: bodyOf(report(1)), signature: new Uint8Array(0) }).finish(),
    bodyOf(report(1)),
    new Uint8Array(0),
    Uint8Array.of(255, 255, 255),
  ];
  for (const payload of forged) t.match(hear(1, payload), { refused: /./ });
  t.match(hear(1, signed(1), "RTW-2"), { refused: /signature/ }, "under another's name");
  t.match(hear(1, signed(1), "RTW-9"), { refused: /no key is pinned/ });
  t.match(
    hear(
      1,
      sealedBy(report(1, "RTW-2"), (body) => sign(null, body, privateKey)),
    ),
    { refused: /another vehicle/ },
  );
  t.match(hear(1, new Uint8Array(5_000)), { refused: /longer/ });
  t.same(corridor.step(EIGHT + 1_000), [], "of all that nothing came");
  const first = signed(2);
  t.equal(hear(2, first), "");
  t.ok(corridor.step(EIGHT + 2_000).length > 0);
  t.equal(hear(3, first), "old", "played back");
  t.equal(hear(60, signed(3)), "late", "recorded, and played back later");
  const nowhere = sealedBy({ ...report(4), way: ["atlantis"] }, (body) => sign(null, body, privateKey));
  t.match(hear(4, nowhere), { refused: /there is no link "atlantis"/ });
});

t.test(
  "a stolen certificate of a unit holds up no vehicle: what would take minutes to read is not read, made-up approaches are forgotten",
  async (t) => {
    const site = (line: string) => toldOf(JSON.stringify({ site: `${FOUR_LEG}\n${line}\n` }));
    t.equal(site(`a${".a".repeat(2_000)} = 1`), null);
    t.equal(site(`# ${"x".repeat(200_000)}`), null);
    t.not(site(`# ${"x".repeat(2_000)}`), null, "a long remark is no name");
    const { corridor } = open();
    for (let n = 0; n < 100; n++)
      corridor.record("J1", 327, JSON.stringify({ approach: `made up ${n}`, lane: 1, queue: 9, speed_dkmh: 300 }), EIGHT);
    t.same(corridor.travel.memory, {});
  },
);
