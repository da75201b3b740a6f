import { readFileSync } from "node:fs";
import t from "tap";
import { readSite } from "../../src/config/index.ts";
import { importSumo } from "../../src/import/index.ts";

const TEE = readFileSync(new URL("tee.net.xml", import.meta.url), "utf8");
const lane = (id: string, index: number, length: number): string =>
  `<lane id="${id}_${index}" index="${index}" speed="13.89" length="${length}" shape="0,500 0,400"/>`;
const joins = (from: string, fromLane: number, toLane: number, dir = "s", to = "nc", more = ""): string =>
  `<connection from="${from}" to="${to}" fromLane="${fromLane}" toLane="${toLane}" via=":m_0_0" dir="${dir}" ${more}/>`;

/** The T with a last edge of 9 m in the north, behind a junction of 12 m without a traffic light. */
const short = (edges: string, connections: string): string =>
  TEE.replace(/(<lane id="nc_[12]"[^>]*length=)"192.80"/g, '$1"9.00"')
    .replace('<edge id="ce"', `<edge id=":m_0" function="internal">${lane(":m_0", 0, 12)}</edge>${edges}<edge id="ce"`)
    .replace("</net>", `${connections}</net>`);

function imported(net: string) {
  const made = importSumo(net, { net: "tee.net.xml", tls: "c", cameras: true });
  if (!made.ok) throw new Error(made.words);
  const read = readSite(made.text, "tee.toml");
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  const of = (kind: string, number: number) =>
    read.site.detectors.find((d) => d.kind === kind && d.approach === "north" && d.lane === number);
  const advance = (number: number) => {
    const loop = of("advance", number);
    const { lane: at, distance_m } = made.wiring.detectors.find((each) => each.number === loop?.number) ?? {};
    return loop === undefined ? null : [loop.distance_m, at, distance_m, loop.delay_ms];
  };
  const zone = (number: number) => {
    const seen = of("zone", number);
    const pieces = made.wiring.zones.find((each) => each.number === seen?.number)?.pieces ?? [];
    return seen === undefined ? null : [seen.length_m, ...pieces.map((piece) => `${piece.lane} ${piece.length_m}`)];
  };
  return { advance, zone };
}

const UP = `<edge id="up">${lane("up", 0, 150)}${lane("up", 1, 60)}</edge>`;

t.test("behind a short last edge a loop and a camera's zone go on along the road, and the loop only counts", async (t) => {
  const { advance, zone } = imported(short(UP, joins("up", 0, 1) + joins("up", 1, 2)));
  t.same(advance(1), [41, "up_0", 20, 255_000], "9 m, 12 m of the junction, and 20 m of the street behind it");
  t.same(advance(2), [41, "up_1", 20, 255_000]);
  t.same(zone(1), [100, "nc_1 9", "up_0 79"]);
  t.same(zone(2), [81, "nc_2 9", "up_1 60"]);
});

t.test("a loop that would lie inside a junction lies at the nearer of the two streets' ends", async (t) => {
  const { advance } = imported(
    short(
      `<edge id="up">${lane("up", 0, 22)}</edge><edge id="top">${lane("top", 0, 90)}</edge>`,
      joins("up", 0, 1) + joins("top", 0, 0, "s", "up"),
    ),
  );
  t.same(advance(1), [38, "up_0", 17, 255_000]);
});

t.test("another traffic light, a side street that leads elsewhere too and a turning circle end the road", async (t) => {
  const away = joins("up", 0, 1, "l", "cn");
  for (const connections of [
    joins("up", 0, 1, "s", "nc", 'tl="other" linkIndex="0"'),
    joins("up", 0, 1, "r") + away,
    joins("up", 0, 1, "t"),
  ]) {
    const { advance, zone } = imported(short(UP, connections));
    t.same([advance(1), zone(1)], [null, null]);
  }
  t.same(imported(short(UP, joins("up", 0, 1, "r"))).zone(1), [100, "nc_1 9", "up_0 79"], "a bend does not");
});

t.test("lanes that run together are pieces of one zone, and where a street widens nobody is seen twice", async (t) => {
  const merged = imported(short(UP, joins("up", 0, 1) + joins("up", 1, 1)));
  t.same(merged.zone(1), [100, "nc_1 9", "up_0 79", "up_1 60"]);
  t.same(merged.advance(1), [41, "up_0", 20, 255_000]);
  t.equal(merged.zone(2), null);
  const wide = imported(short(UP, joins("up", 0, 1) + joins("up", 0, 2)));
  t.same(wide.zone(1), [100, "nc_1 9", "up_0 79"], "the lane that goes straight on has them");
  t.equal(wide.zone(2), null);
});
