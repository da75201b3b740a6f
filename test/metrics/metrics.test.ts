import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import t from "tap";
import { fleetMetrics } from "../../src/metrics/fleet.ts";
import { type Metric, metricsText } from "../../src/metrics/text.ts";
import { unitMetrics } from "../../src/metrics/unit.ts";
import { openBroker } from "../../src/platform/broker.ts";
import { serveMetrics } from "../../src/platform/metrics-server.ts";
import { chunkOf, FakeUnit } from "../brain/fake-unit.ts";
import { verbChild } from "../cli/verb-child.ts";
import { live } from "../link/live.ts";
import { freePort } from "../platform/ports.ts";
import { until } from "../platform/until.ts";

/** The text as Prometheus reads it; throws at a line that it would not take. */
function read(text: string): ReadonlyMap<string, number> {
  const rows = new Map<string, number>();
  const types = new Set<string>();
  t.ok(text.endsWith("\n"));
  for (const line of text.trimEnd().split("\n")) {
    const [, declared] = /^# TYPE ([a-z_:][a-z0-9_:]*) (?:gauge|counter)$/.exec(line) ?? [];
    if (declared !== undefined) types.add(declared);
    if (line.startsWith("#")) continue;
    const [, name, labels = "", value] = /^([a-z_:][a-z0-9_:]*)(\{(?:[a-z_]+="(?:[^"\\\n]|\\["\\n])*",?)*\})? (\S+)$/.exec(line) ?? [];
    if (name === undefined || !types.has(name)) throw new Error(`not a row: ${line}`);
    if (rows.has(name + labels)) throw new Error(`twice: ${line}`);
    rows.set(name + labels, Number(value));
  }
  return rows;
}

const LINK = {
  broker: "b:1",
  state: "connected",
  cause: "",
  epoch: "e1",
  last_seq: 9,
  acked_seq: 4,
  commands_taken: 2,
  commands_refused: 1,
} as const;
const PROCESS = { resident_bytes: 1_000, started_ms: 5_000 };

t.test("labels from outside break no line, and figures without rows are left out", async (t) => {
  const rows = [{ labels: { unit: 'a"b\\c\nd' }, value: 1 }];
  t.equal(
    metricsText([
      { name: "x", type: "gauge", help: "a\nb", rows },
      { name: "y", type: "gauge", help: "", rows: [] },
    ]),
    '# HELP x a\\nb\n# TYPE x gauge\nx{unit="a\\"b\\\\c\\nd"} 1\n',
  );
});

t.test("every name keeps to Prometheus' conventions: base units at the end, _total for counters and for nothing else", async (t) => {
  const all: readonly Metric[] = [...fleetMetrics([], true), ...unitMetrics(LINK, live(), PROCESS)];
  for (const { name, type, help } of all) {
    t.match(name, /^(stopline|process)_[a-z_]+$/);
    t.equal(name.endsWith("_total"), type === "counter", name);
    t.notMatch(name, /_(ms|s|kb|minutes)(_|$)/);
    t.match(help, /^\S.*\.$/, name);
  }
  t.equal(new Set(all.map(({ name }) => name)).size, all.length);
});

t.test("a unit whose street side cannot be heard shows its link, and nothing that it does not know", async (t) => {
  const rows = read(metricsText(unitMetrics({ ...LINK, state: "waiting" }, null, PROCESS)));
  t.match([rows.get("stopline_link_connected"), rows.get("stopline_link_backlog_records"), rows.get("stopline_street_heard")], [0, 5, 0]);
  t.equal(rows.has("stopline_pattern"), false);
  const heard = read(metricsText(unitMetrics(LINK, live(), PROCESS)));
  t.match([heard.get('stopline_mode{mode="actuated"}'), heard.get('stopline_detector_failed{detector="4"}')], [1, 1]);
});

t.test("the server answers at /metrics alone", async (t) => {
  const server = await serveMetrics({ host: "127.0.0.1", port: 0 }, () => [{ name: "x", type: "gauge", help: "X.", rows: [{ value: 2 }] }]);
  t.teardown(() => server.close());
  const good = await fetch(server.url);
  t.match(good.headers.get("content-type"), "text/plain; version=0.0.4");
  t.equal(read(await good.text()).get("x"), 2);
  t.equal((await fetch(server.url.replace("/metrics", "/"))).status, 404);
  t.equal((await fetch(server.url, { method: "POST" })).status, 404);
  const { port } = new URL(server.url);
  await t.rejects(
    serveMetrics({ host: "127.0.0.1", port: Number(port) }, () => []),
    /the figures cannot listen on 127\.0\.0\.1:\d+: something else listens there already/,
  );
  const broken = await serveMetrics({ host: "127.0.0.1", port: 0 }, () => Promise.reject(new Error("the store is away")));
  t.teardown(() => broken.close());
  t.equal((await fetch(broken.url)).status, 503);
});

t.test("both sides are read as they run: the brain's fleet, and a unit's link where its site file says so", async (t) => {
  const folder = mkdtempSync(join(tmpdir(), "stopline-metrics-"));
  t.teardown(() => rmSync(folder, { recursive: true }));
  const broker = await openBroker({ host: "127.0.0.1", port: 0 });
  t.teardown(() => broker.close());
  const [brainPort, unitPort] = [await freePort(), await freePort()];
  const dial = ["--broker", `127.0.0.1:${broker.port}`, "--plain"];
  verbChild(t, "brain", "--store", join(folder, "brain.db"), "--metrics", String(brainPort), ...dial);
  const ask = async (port: number) => {
    const answer = await fetch(`http://127.0.0.1:${port}/metrics`).catch(() => null);
    return answer === null ? new Map<string, number>() : read(await answer.text());
  };
  await until(async () => (await ask(brainPort)).get("stopline_brain_connected") === 1, 20_000);
  const unit = new FakeUnit("A");
  t.teardown(() => unit.close());
  await unit.connect(broker.port, { certificateEndsMs: 2_000_000_000_000 });
  await unit.say("live", chunkOf("A", "e1", 1, 5));
  await unit.say("live", chunkOf("A", "e1", 1, 5));
  await unit.status({ mode: "actuated", lastSeq: 9, monitorFault: "conflict" });
  await until(async () => (await ask(brainPort)).get('stopline_unit_duplicates_total{unit="A"}') === 5, 20_000);
  const fleet = await ask(brainPort);
  const of = (name: string) => fleet.get(`stopline_unit_${name}{unit="A"}`);
  t.same(
    ["online", "records_total", "backlog_records", "acked_seq", "monitor_fault", "certificate_end_timestamp_seconds"].map(of),
    [1, 5, 4, 5, 1, 2_000_000_000],
  );

  const site = join(folder, "site.toml");
  const small = readFileSync(new URL("../config/small.toml", import.meta.url), "utf8");
  writeFileSync(site, small.replace("[brain]\n", `[brain]\nmetrics_port = ${unitPort}\n`));
  const own = ["--journal", join(folder, "journal.db"), "--live", join(folder, "live.sock")];
  verbChild(t, "unit", site, ...own, "--ports", folder);
  const link = verbChild(t, "link", site, ...own, ...dial).said;
  await until(async () => {
    const rows = await ask(unitPort);
    return (
      rows.get("stopline_link_connected") === 1 && rows.get("stopline_street_heard") === 1 && (rows.get("stopline_link_acked_seq") ?? 0) > 0
    );
  }, 40_000);
  t.match(link(), `figures for Prometheus: http://127.0.0.1:${unitPort}/metrics`);
  const rows = await ask(unitPort);
  t.ok((rows.get("process_resident_memory_bytes") ?? 0) > 10_000_000);
  t.ok([...rows.keys()].some((key) => key.startsWith("stopline_port_open{port=")));
});
