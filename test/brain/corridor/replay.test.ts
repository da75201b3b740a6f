import { writeFileSync } from "node:fs";
import { join } from "node:path";
import t from "tap";
import { Corridor } from "../../../src/brain/corridor/corridor.ts";
import { completed, type Fix, type WholeFix } from "../../../src/brain/corridor/fix.ts";
import { fixesInGpx } from "../../../src/brain/corridor/gpx.ts";
import { fixesInNmea } from "../../../src/brain/corridor/nmea.ts";
import { onEarth } from "../../../src/brain/corridor/plane.ts";
import { openBroker } from "../../../src/platform/broker.ts";
import { openKey } from "../../../src/platform/keys.ts";
import { connectMqtt } from "../../../src/platform/mqtt.ts";
import { signatureBy } from "../../../src/platform/signature.ts";
import { verbChild } from "../../cli/verb-child.ts";
import { until } from "../../platform/until.ts";
import { CROSS, cross, graphOf, keyOf } from "./graphs.ts";

const EIGHT = Date.UTC(2026, 0, 5, 8);

const two = (n: number): string => String(n).padStart(2, "0");
const summed = (body: string): string =>
  `$${body}*${[...body]
    .reduce((sum, letter) => sum ^ letter.charCodeAt(0), 0)
    .toString(16)
    .toUpperCase()
    .padStart(2, "0")}\r\n`;

const minutes = (value: number, wide: number): string => {
  const whole = Math.floor(Math.abs(value));
  return `${String(whole).padStart(wide, "0")}${((Math.abs(value) - whole) * 60).toFixed(5).padStart(8, "0")}`;
};

/** One second of a u-blox receiver with its usual sentences, in their order. */
function second(s: number, latitude: number, longitude: number, knots: string, course: string): string {
  const time = `08${two(Math.floor(s / 60))}${two(s % 60)}.00`;
  const place = `${minutes(latitude, 2)},N,${minutes(longitude, 3)},E`;
  return [
    summed(`GNRMC,${time},A,${place},${knots},${course},050126,,,A,V`),
    summed(`GNVTG,${course},T,,M,${knots},N,,K,A`),
    summed(`GNGGA,${time},${place},1,12,0.84,52.1,M,47.0,M,,`),
    summed("GNGSA,A,3,02,05,07,13,15,30,,,,,,,1.52,0.84,1.27,1"),
    summed("GPGSV,3,1,12,02,34,294,28,05,72,237,36,07,44,058,31,13,48,294,33,1"),
    summed(`GNGLL,${place},${time},A,A`),
  ].join("");
}

/** From the west over J1 at 50 km/h, as a receiver writes it down that has just been switched on and is pulled out in the middle of a line. */
function capture(): string {
  const { plane } = cross();
  const seconds = Array.from({ length: 30 }, (_, s) => {
    const { latitude, longitude } = onEarth(plane, [-380 + 13.9 * s, 3]);
    return second(s, latitude, longitude, "27.020", "90.13");
  });
  const begin = [
    "75,W,A*2C\r\n",
    summed("GNTXT,01,01,02,u-blox AG - www.u-blox.com"),
    summed("GNRMC,,V,,,,,,,,,,N,V"),
    summed("GNGGA,,,,,,0,00,99.99,,,,,,"),
  ];
  const broken = seconds[5]!.replace("A,5056", "A,5156");
  return `${begin.join("")}${seconds.slice(0, 5).join("")}${broken}${seconds.slice(6).join("")}${second(30, 50.94, 6.96, "27.0", "90.1").slice(0, 40)}`;
}

t.test("a receiver's capture is read as it is: what is cut off, has a wrong sum or no place yet is left out", async (t) => {
  const fixes = fixesInNmea(capture());
  t.equal(fixes.length, 29, "30 seconds, one of them with a wrong digit");
  t.equal(fixes[0]!.at_ms, EIGHT);
  t.equal(fixes.at(-1)!.at_ms, EIGHT + 29_000);
  const { latitude, longitude } = onEarth(cross().plane, [-380, 3]);
  t.ok(Math.abs(fixes[0]!.latitude - latitude) < 1e-6 && Math.abs(fixes[0]!.longitude - longitude) < 1e-6);
  t.ok(Math.abs(fixes[0]!.speed_ms! - 13.9) < 0.01 && fixes[0]!.heading_deg === 90.13);
  t.equal(fixes[0]!.accuracy_m, 10, "it has not said yet how exact it is");
  t.ok(Math.abs(fixes[1]!.accuracy_m - 4.2) < 1e-9);
  t.same(
    fixesInNmea("$GPRMC,081836,A,3751.65,S,14507.36,W,000.0,360.0,130998,011.3,E*70\n").map(({ latitude, longitude }) => [
      latitude < 0,
      longitude < 0,
    ]),
    [[true, true]],
  );
  for (const text of ["", "$", "$*00", "$GNRMC*5B", "\u0000$$$", `$GNRMC,${"9".repeat(500)}*00`]) t.same(fixesInNmea(text), [], text);
});

t.test("a GPX track gives places with times; speed and heading that it leaves out are those of the way between", async (t) => {
  const { plane } = cross();
  const point = (s: number, more = "") => {
    const { latitude, longitude } = onEarth(plane, [-380 + 10 * s, 3]);
    return `<trkpt lat="${latitude}" lon="${longitude}"><ele>51</ele><time>${new Date(EIGHT + s * 1_000).toISOString()}</time>${more}</trkpt>`;
  };
  const garmin =
    "<extensions><gpxtpx:TrackPointExtension><gpxtpx:speed>9.5</gpxtpx:speed><gpxtpx:course>91</gpxtpx:course></gpxtpx:TrackPointExtension></extensions>";
  const gpx = `<?xml version="1.0"?><gpx version="1.1" xmlns:gpxtpx="x"><metadata><time>2020-01-01T00:00:00Z</time></metadata><trk><trkseg>${point(0)}${point(1)}<trkpt lat="1" lon="2"/>${point(2, `<hdop>2</hdop>${garmin}`)}</trkseg></trk></gpx>`;
  const fixes = fixesInGpx(gpx);
  t.equal(fixes.length, 3, "a point without a time is none");
  t.match(fixes[2], { accuracy_m: 10, speed_ms: 9.5, heading_deg: 91 });
  const first = completed(fixes[0]!, null);
  t.match(first, { speed_ms: 0, heading_deg: 0 });
  const next = completed(fixes[1]!, first);
  t.ok(Math.abs(next.speed_ms - 10) < 0.1 && Math.abs(next.heading_deg - 90) < 0.1, JSON.stringify(next));
  t.throws(() => fixesInGpx("<gpx><trk>"), /no GPX/);
});

t.test("a replayed journey opens the corridor: it lies on the road, and the unit ahead is asked", async (t) => {
  const graph = cross();
  const corridor = new Corridor({ graph, verifierOf: () => () => true });
  let before: WholeFix | null = null;
  const asked = new Set<string>();
  for (const fix of fixesInNmea(capture())) {
    before = completed(fix as Fix, before);
    t.equal(corridor.take(fix.at_ms, { ...before, vehicle: "RTW-1", way: ["2-east"], late_s: 0 }), "");
    for (const errand of corridor.step(fix.at_ms)) {
      asked.add(errand.unit);
      corridor.answered(fix.at_ms, errand, "done");
    }
  }
  t.same([...asked].toSorted(), ["J1", "J2"]);
});

t.test("the verb tells a capture's places under the vehicle's seal at its pace, and then that it has arrived", async (t) => {
  const folder = t.testdir();
  const file = join(folder, "capture.nmea");
  const { plane } = cross();
  const three = [0, 1, 2].map((s) => {
    const { latitude, longitude } = onEarth(plane, [-380 + 13.9 * s, 3]);
    return second(s, latitude, longitude, "27.020", "90.13");
  });
  writeFileSync(file, three.join(""));
  const keyFile = join(folder, "key.pem");
  const key = openKey(keyFile);
  const graph = graphOf(CROSS.replace(keyOf(1), key.publicKey));
  const corridor = new Corridor({ graph, verifierOf: signatureBy });
  const broker = await openBroker({ host: "127.0.0.1", port: 0 });
  t.teardown(() => broker.close());
  const verdicts: unknown[] = [];
  const message = ({ payload }: { readonly payload: Uint8Array }) => verdicts.push(corridor.heard(Date.now(), "RTW-1", payload));
  const ear = await connectMqtt({ host: "127.0.0.1", port: broker.port, tls: false }, "ear", { message, closed: () => {} });
  t.teardown(() => ear.close());
  await ear.subscribe(["stopline/#"]);
  const at = ["--broker", `127.0.0.1:${broker.port}`, "--plain", "--key", keyFile, "--way", "2-east"];
  const child = verbChild(t, "corridor-replay", file, "--vehicle", "RTW-1", ...at);
  t.equal(await child.ended, 0, child.said());
  await until(() => verdicts.length >= 4);
  t.same([...new Set(verdicts)], ["", "done"]);
  t.match(child.said(), /3 places of RTW-1 were told/);
  const lost = verbChild(t, "corridor-replay", keyFile, "--vehicle", "RTW-1", ...at);
  t.not(await lost.ended, 0);
  t.match(lost.said(), /no place with a time/);
});
