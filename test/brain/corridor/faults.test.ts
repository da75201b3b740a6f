import { generateKeyPairSync, sign } from "node:crypto";
import { readFileSync } from "node:fs";
import t, { type Test } from "tap";
import { stopline } from "#wire";
import { onEarth, type Point } from "../../../src/brain/corridor/plane.ts";
import { type Report, sealedBy } from "../../../src/brain/corridor/report.ts";
import { DetectorNumber } from "../../../src/traffic/numbers.ts";
import { Centre } from "../../bench/corridor/centre.ts";
import { Signal } from "../../bench/traffic/ours/signal.ts";
import { siteOf } from "../../streets.ts";
import { CROSS, graphOf, keyOf } from "./graphs.ts";

/**
 * What goes wrong on the way of an ambulance, at whole units and the brain's own corridor on one simulated clock: sealed reports and commands, without a
 * broker (escort.test.ts has one, and with it the forged report, the vehicle that falls silent, the brain that dies, and two brains).
 */

const SITE = `${readFileSync(new URL("../../../deploy/sites/four-leg.toml", import.meta.url), "utf8")}
[priority]
interval = 0.0
phases = [
  { phase = 2, extension = 40.0, reduction = 20.0, insertion = true },
  { phase = 6, extension = 40.0, reduction = 20.0 },
  { phase = 4, reduction = 20.0 }, { phase = 8, extension = 30.0, reduction = 20.0, insertion = true },
  { phase = 1, reduction = 10.0 }, { phase = 3, reduction = 10.0 }, { phase = 5, reduction = 10.0 }, { phase = 7, reduction = 10.0 },
]
`;
const WALL = Date.UTC(2026, 0, 5, 8);
const GREEN = 3;
const SPEED_MS = 13.9;
const LINES_M = [400, 800] as const;

const BOX = generateKeyPairSync("ed25519");
const BOX_KEY = Buffer.from(BOX.publicKey.export({ format: "jwk" }).x!, "base64url").toString("base64");
const graph = graphOf(CROSS.replace(keyOf(1), BOX_KEY));

/** A unit at whose every stop line somebody stands: who leaves on green has another behind him, so that green must be taken from others. */
function busy(unit: string) {
  const text = SITE.replace('id = "DEMO-001"', `id = "${unit}"`);
  const site = siteOf(text);
  const signal = new Signal(unit, site, text, 0);
  let [s, began] = [0, false];
  const runs = new Map<number, number>();
  const shorts: string[] = [];
  const greenNow = (phase: number | null) =>
    signal.channels[site.channels.find((each) => each.kind === "vehicle" && each.phase === phase)!.number - 1] === GREEN;
  return {
    unit,
    signal,
    shorts,
    second() {
      s += 1;
      const lines = site.detectors.filter(({ kind }) => kind === "stop-line");
      const says = (number: number, on: boolean, at_s: number) =>
        ({ kind: "actuation", at: signal.instant(at_s), detector: DetectorNumber(number), on, source: "received" }) as const;
      const leave = lines.filter(({ call_phase }) => began && s % 2 === 0 && greenNow(call_phase));
      const channels = signal.second([
        ...(began ? [] : lines.map(({ number }) => says(number, true, s))),
        ...leave.flatMap(({ number }) => [says(number, false, s - 0.7), says(number, true, s - 0.2)]),
      ]);
      began = true;
      // What is looked at once a second is as long as it is seen, or a second longer.
      for (const { number, kind, phase } of site.channels) {
        if (kind !== "vehicle") continue;
        const green = channels[number - 1] === GREEN;
        const run = runs.get(number) ?? 0;
        const least = site.phases.find((each) => each.number === phase)!.min_green_ds / 10;
        if (!green && run > 0 && run + 1 < least) shorts.push(`phase ${phase} had ${run} s`);
        runs.set(number, green ? run + 1 : 0);
      }
    },
    isGreen: () => greenNow(2),
  };
}

interface Trouble {
  /** Seconds that a report is on the way. */
  readonly late_s?: number;
  /** Where it says that it is, `s` seconds after it set out, at `at_m` from the west; null: it says nothing. */
  readonly says?: (s: number, at_m: number) => Point | null;
  readonly each?: (s: number, centre: Centre) => void;
}

/** An ambulance from the west over J1 and J2 that stops at red. */
async function drive({ late_s = 0, says = (_, at_m) => [at_m - 400, 3], each = () => {} }: Trouble = {}) {
  const units = [busy("J1"), busy("J2")] as const;
  const centre = new Centre(
    graph,
    units.map(({ signal }) => signal),
    WALL,
  );
  const [stops, asked]: [string[], Set<string>] = [[], new Set()];
  const under_way: { readonly due: number; readonly sealed: Uint8Array }[] = [];
  let [at_m, speed_ms, took_s] = [0, SPEED_MS, 0];
  for (let s = 1; s < 400 && (at_m < 1_100 || took_s < 130); s++) {
    for (const unit of units) unit.second();
    await centre.second();
    if (s <= 60) continue;
    took_s += 1;
    each(took_s, centre);
    if (at_m < 1_100) {
      const line = LINES_M.findIndex((line_m) => at_m < line_m && at_m + SPEED_MS >= line_m);
      const waits = line >= 0 && !units[line]!.isGreen();
      if (waits && speed_ms > 0) stops.push(units[line]!.unit);
      speed_ms = waits ? 0 : SPEED_MS;
      at_m = waits ? LINES_M[line]! - 1 : at_m + SPEED_MS;
      const place = says(took_s, at_m);
      if (place !== null) {
        const report: Report = {
          vehicle: "RTW-1",
          at_ms: centre.now_ms,
          ...onEarth(graph.plane, place),
          accuracy_m: 5,
          speed_ms,
          heading_deg: 90,
          way: ["2-east"],
          late_s: 0,
        };
        under_way.push({ due: took_s + late_s, sealed: sealedBy(report, (body) => sign(null, body, BOX.privateKey)) });
      }
    }
    for (const { due, sealed } of under_way) if (due === took_s) centre.position("RTW-1", sealed);
    for (const { unit, signal } of units) if (signal.asking.length > 0) asked.add(unit);
  }
  centre.close();
  const shorts = units.flatMap((unit) => unit.shorts);
  const holding = units.flatMap(({ signal }) => signal.asking);
  return { stops, asked: [...asked].toSorted(), shorts, holding, notices: centre.notices, said: centre.said };
}

/** Whatever happens: nobody's minimum was cut (a monitor that latches ends the drive), and when it is over no unit holds anything. */
function safe(t: Test, { shorts, holding }: Awaited<ReturnType<typeof drive>>): void {
  t.same(shorts, []);
  t.same(holding, []);
}

t.test("where everybody stands at every line the way is free for an ambulance, and by itself it is not", async (t) => {
  const led = await drive();
  const alone = await drive({ says: () => null });
  t.same(led.stops, []);
  t.same(led.asked, ["J1", "J2"]);
  t.ok(alone.stops.length > 0);
  t.same(alone.said, []);
  for (const each of [led, alone]) safe(t, each);
});

t.test(
  "a unit whose line is cut goes on by itself, the other one opens; one that is cut with a request in it is free after twenty seconds",
  async (t) => {
    const cut = await drive({ each: (s, centre) => s === 1 && centre.cut.add("J2") });
    t.same(cut.asked, ["J1"]);
    t.notOk(cut.stops.includes("J1"));
    safe(t, cut);
    const late = await drive({ each: (s, centre) => s === 45 && centre.cut.add("J2") });
    t.same(late.asked, ["J1", "J2"], "it had its place before");
    safe(t, late);
  },
);

t.test(
  "reports that are three seconds on the way still open it, those that are eight seconds old move nobody, and a person is told",
  async (t) => {
    const slow = await drive({ late_s: 3 });
    t.same(slow.asked, ["J1", "J2"]);
    safe(t, slow);
    const late = await drive({ late_s: 8 });
    t.same(late.asked, []);
    t.same(late.said, []);
    t.ok(late.notices.length >= 1 && late.notices.length <= 4, `${late.notices.length} notices`);
    t.match(late.notices[0], /RTW-1 reports late/);
    safe(t, late);
  },
);

t.test("a place that is wrong for a moment changes nothing, and one that stays wrong lets go of everything that was asked", async (t) => {
  const echo = await drive({ says: (s, at_m) => (s % 10 === 5 ? [at_m - 400, 150] : [at_m - 400, 3]) });
  t.same(echo.stops, [], "a wall throws it 150 m to the side every ten seconds");
  safe(t, echo);
  const lost = await drive({ says: (s, at_m) => (s < 12 ? [at_m - 400, 3] : [5_000, 5_000]) });
  t.ok(lost.asked.includes("J1"));
  t.match(lost.notices.at(-1), /RTW-1 is on no road/);
  safe(t, lost);
  const jump = await drive({ says: (s, at_m) => (s === 12 ? [380, 3] : [at_m - 400, 3]) });
  t.same(jump.stops, [], "nobody gets to the next signal in a second");
  safe(t, jump);
});

t.test("a request that the brain has not sealed moves no signal, nor does one of the brain's that is played back", async (t) => {
  const forger = generateKeyPairSync("ed25519").privateKey;
  const forged = await drive({
    says: () => null,
    each(s, centre) {
      const fields = { id: `forged-${s}`, unit: "J1", issuedMs: centre.now_ms, expiresMs: centre.now_ms + 5_000, counter: 10 ** 9 + s };
      const body = stopline.v1.Command.encode({
        ...fields,
        requestPriority: { vehicle: "RTW-1", phase: 2, arrivalDs: 50, forS: 600 },
      }).finish();
      centre.command("J1", stopline.v1.SealedCommand.encode({ body, signature: sign(null, body, forger) }).finish());
      centre.command("J1", stopline.v1.SealedCommand.encode({ body, signature: new Uint8Array(64) }).finish());
    },
  });
  t.same(forged.asked, []);
  safe(t, forged);
  const played: number[] = [];
  const back = await drive({
    each(s, centre) {
      const first = centre.said.find(({ unit }) => unit === "J1");
      if (s < 60 || first === undefined) return;
      centre.command("J1", first.payload);
      played.push(s);
    },
  });
  t.ok(played.length > 30);
  safe(t, back);
});
