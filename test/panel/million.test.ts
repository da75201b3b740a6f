import { join } from "node:path";
import t from "tap";
import type { ToldMeasures, ToldPage } from "../../src/panel/past/told.ts";
import { NO_PORTS, type PanelPorts } from "../../src/panel/ports.ts";
import { openPanel } from "../../src/panel/server.ts";
import { openPast } from "../../src/platform/past.ts";
import { openSyncRecorder } from "../../src/platform/sync-recorder.ts";
import { web } from "../../src/platform/web.ts";
import { CODE } from "../../src/traffic/codes.ts";
import { entry, inputEntry } from "../../src/traffic/entry.ts";
import { Instant, WallTime } from "../../src/traffic/time.ts";
import { until } from "../platform/until.ts";
import { FOUR_LEG } from "../streets.ts";
import { openDoors } from "./doors.ts";
import { fourLeg, liveAt } from "./street.ts";
import { HOUR, LINE, MONDAY } from "./told-weeks.ts";

const RECORDS = 1_000_000;
const APART_MS = 80;
const path = join(t.testdir(), "journal.db");
const recorder = openSyncRecorder(path, { unit: "DEMO-001", epoch: "e1", created: WallTime(MONDAY) });
const beginning = JSON.stringify({ version: "0.1.0", site: FOUR_LEG, wall: MONDAY });
recorder.append([inputEntry(Instant(0), CODE.sessionStart, 0, 0, beginning), entry(Instant(0), CODE.unitFlashStatus, 2)], WallTime(MONDAY));
for (let i = 0; i < RECORDS; i += 1_000) {
  const tick = (n: number) => inputEntry(Instant((i + n) * APART_MS), n % 2 === 0 ? CODE.inputOn : CODE.inputOff, LINE, 1);
  recorder.append(
    Array.from({ length: 1_000 }, (_, n) => tick(n)),
    WallTime(MONDAY),
  );
}
recorder.close();

const site = fourLeg();
const past = openPast(path, site);
let shown = 0;
/** How many frames had been shown when the link had the question: on its own loop a few dozen would come behind the answer, and none before. */
let begun = 0;
const ports: PanelPorts = {
  ...NO_PORTS,
  past: {
    ask: (question) => {
      begun = shown;
      return past.ask(question);
    },
  },
};
const panel = await openPanel({ site, version: "0.1.0", host: "127.0.0.1", port: 0, web, doors: openDoors, ports });
t.teardown(async () => {
  await panel.close();
  await past.close();
});
const ask = async <T>(what: string): Promise<T> => (await (await fetch(new URL(what, panel.url))).json()) as T;

t.test("while a million records are measured and searched, whoever watches the street misses no frame", async (t) => {
  const ending = new AbortController();
  const live = await fetch(new URL("live", panel.url), { signal: ending.signal });
  let got = 0;
  const reading = (async () => {
    for await (const bytes of live.body as AsyncIterable<Uint8Array>)
      got += Buffer.from(bytes).toString("latin1").split("event: live").length - 1;
  })().catch(() => {});
  /** One frame after the other, each when the one before has come, until the answer is there: how many that were since it was asked. */
  const meanwhile = async <T>(answer: Promise<T>): Promise<{ frames: number; told: T }> => {
    let there = false;
    const told = answer.finally(() => {
      there = true;
    });
    while (!there) {
      shown++;
      panel.show(liveAt(site, shown));
      await until(() => got === shown);
    }
    return { frames: shown - begun, told: await told };
  };
  const day = await meanwhile(ask<ToldMeasures>(`measures.json?from=${MONDAY}&to=${MONDAY + 24 * HOUR}&movement=phase+2`));
  const loop = day.told.now.detectors.find(({ detector }) => detector === LINE)!;
  t.equal(loop.total.volume, RECORDS / 2);
  t.ok(day.frames >= 200, `${day.frames} frames came while a million records were measured`);
  const search = await meanwhile(ask<ToldPage>("journal.json?text=nobody+ever+said+this"));
  t.match(search.told, { records: [], over: false });
  t.ok(search.told.next > RECORDS - 20_000, "a search is a bounded piece of the journal");
  const then = MONDAY + 10 * HOUR;
  const { told } = await meanwhile(ask<ToldPage>(`journal.json?from=${then}&to=${then + 1_000}`));
  t.equal(told.records.length, 13, "a second in the midst of them is found without the others");
  t.equal(got, shown);
  ending.abort();
  await reading;
});
