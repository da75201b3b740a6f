import t from "tap";
import { legsOf } from "../../src/import/legs.ts";
import { neighboursOf } from "../../src/import/neighbours.ts";
import { readNet } from "../../src/import/net.ts";
import { signalOf } from "../../src/import/signal.ts";

const edge = (id: string, shape: string, lengths: readonly number[], speed = 10): string =>
  `<edge id="${id}">${lengths.map((length, i) => `<lane id="${id}_${i}" index="${i}" speed="${speed}" length="${length}" shape="${shape}"/>`).join("")}</edge>`;
const joins = (from: string, to: string, dir: string, light = ""): string => {
  const [edge, lane] = from.split("_");
  return `<connection from="${edge}" to="${to}" fromLane="${lane}" toLane="0" via=":i_0" dir="${dir}" ${light}/>`;
};
const lit = (tls: string, index: number) => `tl="${tls}" linkIndex="${index}"`;

/** From the west and the north a street leads out of light A, past a junction without a light, to light B in the east. */
const NET = `<net>
<edge id=":i" function="internal"><lane id=":i_0" index="0" speed="10" length="10" shape="0,0 1,0"/></edge>
${edge("wa", "0,0 100,0", [100, 100])}${edge("na", "110,100 110,10", [90])}${edge("am", "120,0 420,0", [300])}
${edge("sm", "425,-90 425,-5", [85])}${edge("mb", "430,0 630,0", [200])}
${edge("ao", "110,-10 110,-90", [80])}${edge("ms", "424,-5 424,-90", [85])}${edge("bo", "640,0 700,0", [60])}
${["A", "B"].map((id) => `<tlLogic id="${id}" type="static" programID="0" offset="0"><phase duration="30" state="GGGGG"/><phase duration="30" state="rrrrr"/></tlLogic>`).join("")}
${joins("wa_0", "am", "s", lit("A", 0))}${joins("wa_0", "ao", "r", lit("A", 1))}${joins("wa_1", "ao", "r", lit("A", 2))}
${joins("na_0", "am", "l", lit("A", 3))}${joins("na_0", "ao", "s", lit("A", 4))}
${joins("am_0", "mb", "s")}${joins("am_0", "ms", "r")}${joins("sm_0", "mb", "r")}
${joins("mb_0", "bo", "s", lit("B", 0))}
</net>`;

const of = (text: string, tls: string) => {
  const net = readNet(text);
  return neighboursOf(net, tls, legsOf(net, signalOf(net, tls)));
};

t.test("a leg's vehicles come over the lanes of the light before it, past a junction without one, in made-up shares", async (t) => {
  const [a, ...more] = of(NET, "B");
  t.same(more, []);
  t.match(a, { unit: "A", leg: "west", distance_m: 520, travel_s: 52 });
  // Who goes straight on counts three: 3/4 at the light, 3/4 at the side street behind it.
  t.same(
    a!.lanes.map(({ approach, lane, share }) => [approach, lane, Math.round(share * 1_000)]),
    [
      ["west", 1, 563],
      ["north", 1, 188],
    ],
  );
});

t.test("a light that only sends somebody is told of those whom it sends them to, so that it speaks at all", async (t) => {
  t.same(of(NET, "A"), [{ unit: "B", tls: "B", leg: "", distance_m: 0, travel_s: 0, lanes: [] }]);
});

t.test("who is farther away than a platoon stays together is no neighbour", async (t) => {
  const far = NET.replace('length="300"', 'length="1400"');
  t.same([of(far, "A"), of(far, "B")], [[], []]);
});
