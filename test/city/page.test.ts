import t from "tap";
import { Camera } from "./page/camera.ts";
import { between, Play } from "./page/play.ts";
import { openTo, piece } from "./page/route.ts";
import { more, time } from "./page/words.ts";
import type { Frame, Standing } from "./shown.ts";

const LINE = [
  [0, 0],
  [100, 0],
  [100, 50],
] as const;

t.test("a piece of a route begins and ends where it is asked for, around the corner", (t) => {
  t.same(piece(LINE, 90, 120), [
    [90, 0],
    [100, 0],
    [100, 20],
  ]);
  t.same(piece(LINE, 140, 900).at(-1), [100, 50]);
  t.end();
});

t.test("the way is open up to the first stop line ahead that shows no green, and to its end where all do", (t) => {
  const errand = {
    name: "",
    line: LINE,
    length_m: 150,
    stops: [
      { unit: "J1", at_m: 40, links: [0] },
      { unit: "J2", at_m: 90, links: [1, 2] },
    ],
  };
  const units = (a: string, b: string): readonly Standing[] =>
    [["J1", a] as const, ["J2", b] as const].map(([unit, lamps]) => ({ unit, lamps, state: "", vehicle: "", arrives_s: 0 }));
  t.equal(openTo(errand, 0, units("rGG", "rGG")), 40);
  t.equal(openTo(errand, 0, units("Grr", "Grr")), 90);
  t.equal(openTo(errand, 0, units("Grr", "rrg")), 150);
  t.equal(openTo(errand, 60, units("rrr", "ryr")), 90, "what lies behind it holds nobody up");
  t.end();
});

t.test("between two seconds a vehicle drives on a curve along both its headings", (t) => {
  const a = { x: 0, y: 0, heading_deg: 350, speed_ms: 10 };
  const b = { x: 0, y: 10, heading_deg: 10, speed_ms: 10 };
  t.match(between(a, b, 0), a);
  t.match(between(a, b, 1), { x: 0, y: 10, heading_deg: 370 });
  const middle = between(a, b, 0.5);
  t.equal(middle.heading_deg, 360, "the short way round");
  t.ok(middle.x < 0, "it swings out to where it headed");
  t.end();
});

t.test("the page goes on evenly behind the newest second, and begins anew with another city", (t) => {
  const play = new Play();
  const frame = (at_s: number): Frame => ({ at_s, kept_speed: 1, vehicles: [["a", 10, 20, 90, 139]] }) as unknown as Frame;
  t.equal(play.step(0, false), null);
  play.take(frame(5), 0);
  play.take(frame(6), 1_000);
  let last = 0;
  for (let ms = 1_000; ms < 2_000; ms += 16) {
    const { from, share } = play.step(ms, false)!;
    t.ok(from.at_s + share >= last, "never back");
    last = from.at_s + share;
  }
  t.ok(last > 5.5 && last <= 6, `${last}`);
  t.equal(play.step(2_100, true)!.share, 0, "who wants no motion sees whole seconds");
  t.same(play.place(play.newest!, "a"), { x: 1, y: 2, heading_deg: 90, speed_ms: 13.9 });
  play.take(frame(1), 3_000);
  t.equal(play.step(3_016, false)!.from.at_s, 1);
  t.end();
});

t.test("north is up on a wide canvas, and west is up on a tall one", (t) => {
  const camera = new Camera();
  Object.assign(camera, { width: 200, height: 100, scale: 2 });
  t.same(camera.at(10, 5), [120, 40]);
  t.equal(camera.angle(90), 0);
  camera.turned = true;
  t.same(camera.at(10, 5), [110, 70]);
  t.equal(camera.angle(0), 0, "who drives north drives to the right");
  t.end();
});

t.test("figures are said as people read them", (t) => {
  t.same([time(8.4), time(99.4), time(100), time(125)], ["8 s", "99 s", "1:40 min", "2:05 min"]);
  t.same([more(20.2, 20), more(18, 20), more(20, 20.01), more(30, 20), more(3, 0)], ["+1.0 %", "−10 %", "the same", "+50 %", ""]);
  t.end();
});
