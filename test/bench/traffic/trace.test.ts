import { readFileSync } from "node:fs";
import { join } from "node:path";
import t from "tap";
import { readNet } from "../../../src/import/net.ts";
import { importLight } from "./ours/signal.ts";
import { Trace, type Traced } from "./ours/trace.ts";
import { reaches } from "./reach.ts";
import type { Seen, Values } from "./traci/codec.ts";
import { SUBSCRIBE, VARIABLE } from "./traci/words.ts";

const TEE = readFileSync(new URL("../../import/tee.net.xml", import.meta.url), "utf8");
const net = readNet(TEE);
const imported = importLight(net, "tee.net.xml", "c", "adaptive", true);
if (!imported.ok) throw new Error(imported.words);

t.test("a trace has what a unit believes of each lane beside what stands there, a line a second, and loses none at the end", (t) => {
  const file = join(t.testdir(), "trace.jsonl");
  const of = { scenario: "tee", controller: "adaptive", detection: "camera", seed: 4, demand: 1, tls: "c" };
  const trace = new Trace(file, of, imported, reaches(net, TEE));
  const areas = [...trace.additional.join("").matchAll(/id="([^"]+)" lane="([^"]+)"/g)];
  const [, , first] = areas[0]!;
  const nothing = Object.fromEntries(Object.keys(SUBSCRIBE).map((key) => [key, new Map<string, Values>()])) as unknown as Seen;
  const seen: Seen = {
    ...nothing,
    laneArea: new Map(
      areas
        .filter(([, , lane]) => lane === first)
        .map(([, id]) => [id!, new Map(id!.endsWith("standing") ? [[VARIABLE.halting, 3]] : [[VARIABLE.vehicles, 5]])]),
    ),
  };
  const believed = { approach: "", lane: 1, standing_dv: 24, coming_dv: 10, wait_ds: 0, flow_vph: 0, headway_ms: 0 };
  trace.step(seen, 59, { reason: "stay", candidates: [], lanes: [believed] }, "Gr");
  trace.step(seen, 60, null, "yr");
  trace.step(seen, 61, null, "rr");
  trace.end();
  const lines = readFileSync(file, "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Traced);
  t.same(
    lines.map(({ at_s, shown, reason }) => [at_s, shown, reason]),
    [
      [59, "Gr", "stay"],
      [60, "yr", null],
      [61, "rr", null],
    ],
  );
  t.match(lines[0], { ...of, lanes: [{ lane: first, believed_dv: 24, coming_dv: 10, standing: 3, there: 5 }] });
  t.equal(new Set(lines[0]!.lanes.map(({ lane }) => lane)).size, lines[0]!.lanes.length);
  t.end();
});
