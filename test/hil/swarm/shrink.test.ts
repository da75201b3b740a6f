import t from "tap";
import { ms } from "../play.ts";
import type { Scenario, Weather } from "../scenario.ts";
import { shrink } from "./shrink.ts";

const cable = (device: string, at: `${number} s`): Weather => ({ at, lasts: "1200 s", fault: { kind: "cable-cut", device } });

const LONG: Scenario = {
  story: "Everything goes wrong.",
  site: "four-leg",
  edits: [
    ["a", "b"],
    ["c", "d"],
    ["e", "f"],
  ],
  lasts: "240 min",
  demand: 1.5,
  weather: [
    cable("rack", "100 s"),
    { at: "200 s", fault: { kind: "disk-full" } },
    cable("radar", "300 s"),
    { at: "400 s", fault: { kind: "unit-killed" } },
    cable("camera", "9000 s"),
  ],
  expects: [],
};

t.test("of seven troubles the two that matter are left, in a play as short as it can be", async (t) => {
  let plays = 0;
  // It takes the unit's death while the radar is cut, with somebody on the street and one other figure.
  const fails = async ({ weather, demand = 1, edits = [], lasts }: Scenario) => {
    plays++;
    const has = (of: (each: Weather["fault"]) => boolean) => weather.some(({ fault }) => of(fault));
    const radar = weather.find(({ fault }) => fault.kind === "cable-cut" && fault.device === "radar");
    const both = radar !== undefined && ms(radar.lasts!) >= 100_000 && has(({ kind }) => kind === "unit-killed");
    return both && demand >= 0.3 && edits.some(([find]) => find === "c") && ms(lasts) >= 7 * 60_000;
  };
  const short = await shrink(LONG, 3_000_000, fails);
  t.same(
    short.weather.map(({ fault }) => fault.kind),
    ["cable-cut", "unit-killed"],
  );
  t.same(short.edits, [["c", "d"]]);
  t.equal(short.demand, 0.3);
  t.ok(ms(short.lasts) < 14 * 60_000, short.lasts);
  t.ok(ms(short.weather[0]!.lasts!) < 200_000, short.weather[0]!.lasts!);
  t.ok(await fails(short), "it still fails");
  t.ok(plays <= 82, `${plays} plays`);
});

t.test("what cannot be made shorter is kept as it is, and not for ever tried", async (t) => {
  let plays = 0;
  const short = await shrink(LONG, 14_000_000, async () => {
    plays++;
    return false;
  });
  t.same(short, LONG);
  t.ok(plays <= 82, `${plays} plays`);
});
