import { readFileSync } from "node:fs";
import t from "tap";
import { readSite } from "../../src/config/index.ts";
import { importSumo } from "../../src/import/index.ts";
import { readNet } from "../../src/import/net.ts";

const TEE = readFileSync(new URL("tee.net.xml", import.meta.url), "utf8");

t.test("every loop, button and channel of an imported site is somewhere in the net that it came from", (t) => {
  const imported = importSumo(TEE, { net: "tee.net.xml", tls: "c" });
  if (!imported.ok) throw new Error(imported.words);
  const read = readSite(imported.text, "tee.toml");
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  const { site } = read;
  const { wiring } = imported;
  const net = readNet(TEE);
  t.same(
    wiring.detectors.map(({ number, distance_m }) => [number, distance_m]),
    site.detectors.map(({ number, distance_m }) => [number, distance_m]),
  );
  for (const { number, lane } of wiring.detectors) {
    const at = lane.lastIndexOf("_");
    const edge = net.edges.get(lane.slice(0, at));
    t.ok(
      edge?.lanes.some(({ index, drives }) => drives && index === Number(lane.slice(at + 1))),
      `detector ${number} lies in lane ${lane}`,
    );
    // Whoever stands on the loop waits for the group that it calls.
    const phase = site.detectors.find((detector) => detector.number === number)!.call_phase;
    const channels = wiring.channels.filter((_, i) =>
      site.overlaps.find(({ number }) => number === site.channels[i]!.overlap)?.included.includes(phase!),
    );
    const links = channels.flatMap((channel) => channel.links);
    t.ok(net.links.some((link) => links.includes(link.index) && `${link.from}_${link.lane}` === lane));
  }
  t.equal(wiring.pedestrian_detectors.length, site.pedestrian_detectors.length);
  for (const { edge } of wiring.pedestrian_detectors) t.ok(net.crossings.has(edge));
  t.same(
    wiring.channels.map(({ number }) => number),
    site.channels.map(({ number }) => number),
  );
  t.same(
    wiring.channels.flatMap(({ links }) => links).sort((a, b) => a - b),
    net.links.map(({ index }) => index).sort((a, b) => a - b),
  );
  t.end();
});
