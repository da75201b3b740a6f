import t from "tap";
import { type Movement, pathsCross } from "../../src/traffic/paths.ts";

const LEG = { N: 0, E: 90, S: 180, W: 270 } as const;
const WAY = { t: "through", l: "left", r: "right", a: "all", p: "pedestrian" } as const;

/** "Nl": the left turn of whoever comes from the leg to the north. */
function movement(text: string, more: Partial<Movement> = {}): Movement {
  const [leg, way] = text as unknown as [keyof typeof LEG, keyof typeof WAY];
  return {
    number: text.charCodeAt(0) + text.charCodeAt(1),
    heading_deg: LEG[leg],
    movement: WAY[way],
    walks: false,
    yields_to: [],
    ...more,
  };
}
const SQUARE = Object.values(LEG);
const cross = (a: string, b: string, legs: readonly number[] = SQUARE) => pathsCross(movement(a), movement(b), legs);

t.test("on four legs, every movement goes with those whose paths do not meet its own, and with no others", async (t) => {
  const with_: { readonly [m: string]: string } = {
    Nt: "Nl Nr Er St Sr",
    Nl: "Nt Nr Er Sl Wr",
    Nr: "Nt Nl El Er St Sr Wt Wl Wr",
    Et: "El Er Sr Wt Wr",
    El: "Nr Et Er Sr Wl",
    Er: "Nt Nl Nr Et El Sl Sr Wt Wr",
    St: "Nt Nr Sl Sr Wr",
    Sl: "Nl Er St Sr Wr",
    Sr: "Nt Nr Et El Er St Sl Wl Wr",
    Wt: "Nr Et Er Wl Wr",
    Wl: "Nr El Sr Wt Wr",
    Wr: "Nl Nr Et Er St Sl Sr Wt Wl",
  };
  const all = Object.keys(with_);
  for (const a of all) {
    const free = all.filter((b) => b !== a && !cross(a, b));
    t.equal(free.join(" "), with_[a], a);
    for (const b of all) if (cross(a, b) !== cross(b, a)) t.fail(`${a} and ${b} disagree`);
  }
});

t.test("streets that meet at an angle, and legs that nobody comes from, change nothing", async (t) => {
  for (const skew of [-35, -10, 10, 35]) {
    const legs = { N: 0, E: 90 + skew, S: 180, W: 270 + skew };
    const at = (text: string) => movement(text, { heading_deg: legs[text[0] as keyof typeof legs] });
    for (const [a, b] of ["Nt Et", "Nl St", "Nl Wt", "Nl Wl", "Nl El", "Et Wl", "Sr Wt", "St Wl"].map((pair) => pair.split(" ")) as [
      string,
      string,
    ][])
      t.ok(pathsCross(at(a), at(b), Object.values(legs)), `${a} and ${b} at ${skew}`);
    for (const [a, b] of ["Nt St", "Nl Sl", "Nl Nt", "Et Wt", "El Wl", "Nr Wl"].map((pair) => pair.split(" ")) as [string, string][])
      t.notOk(pathsCross(at(a), at(b), Object.values(legs)), `${a} and ${b} at ${skew}`);
  }
  t.ok(cross("Nl", "Wt", [0, 270]), "both leave by a one-way street to the east");
  t.notOk(cross("Nr", "St", [0, 180]));
});

t.test("a right turn with an arrow of its own does not go across the walk beside its leg", async (t) => {
  t.ok(pathsCross(movement("Nr"), movement("Nt", { walks: true }), SQUARE));
  t.notOk(pathsCross(movement("Nl"), movement("Nt", { walks: true }), SQUARE), "the walk is across the west leg");
  t.notOk(pathsCross(movement("St", { walks: true }), movement("Nt", { walks: true }), SQUARE));
});

t.test('"all" is told by its through traffic, a phase for pedestrians and an unknown leg by nothing', async (t) => {
  t.notOk(cross("Na", "Sa"), "left turns give way, as on any small intersection");
  t.ok(cross("Na", "Ea"));
  t.ok(cross("Na", "Sl"));
  t.notOk(cross("Np", "Et"));
  t.notOk(pathsCross(movement("Nt", { heading_deg: null }), movement("Et"), SQUARE));
});

t.test("only a left turn to those who come towards it, and a right turn, can give way", async (t) => {
  const yielding = (a: string, b: string) => pathsCross(movement(a, { yields_to: [movement(b).number] }), movement(b), SQUARE);
  t.notOk(yielding("Nl", "St"));
  t.notOk(yielding("Nl", "Sa"));
  t.notOk(yielding("Nr", "Et"));
  for (const [a, b] of ["Nt Et", "Nl Et", "Nl Wl", "Na Ea"].map((pair) => pair.split(" ")) as [string, string][])
    t.ok(yielding(a, b), `${a}, ${b}`);
});

t.test("who gives way to a phase gives way to the overlap that goes with it, and to no other", async (t) => {
  const right = movement("Sr", { number: 0, included: [2, 3] });
  t.ok(pathsCross(movement("Nl"), right, SQUARE), "both leave by the east leg");
  t.notOk(pathsCross(movement("Nl", { yields_to: [2] }), right, SQUARE));
  t.ok(pathsCross(movement("Nl", { yields_to: [0, 4] }), right, SQUARE), "4 is none of its phases");
  t.ok(pathsCross(movement("El", { yields_to: [2] }), movement("St", { included: [2] }), SQUARE), "nor can they, who come from the side");
});
