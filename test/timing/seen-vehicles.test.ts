import t from "tap";
import { replay } from "../../src/replay.ts";
import { simulate } from "../../src/sim.ts";
import { CODE } from "../../src/traffic/codes.ts";
import { FOUR_LEG, minutes, worldOf } from "../streets.ts";

/** A receiver on the north mast: who is seen by it is at the stop line of phase 4 in 20 seconds. */
const WITH_RECEIVER = `${FOUR_LEG.replace(
  "[[devices]]",
  `[[devices]]
name = "receivers"
port = "rack"
protocol = "modbus-rtu"
profile = "di16"
address = 2
poll_ms = 500

[[devices]]`,
)}
[[inputs]]
number = 1
name = "receiver"
device = "receivers"
input = 1
does = "priority"
phase = 4
arrival = 20.0
lasts = 3.0

[priority]
interval = 0.0
phases = [
  { phase = 4, extension = 30.0, reduction = 10.0, insertion = true },
  { phase = 2, reduction = 20.0 }, { phase = 6, reduction = 20.0 },
  { phase = 1, reduction = 10.0 }, { phase = 3, reduction = 10.0 }, { phase = 5, reduction = 10.0 },
]
`;

const [GREEN_BEGINS, GREEN_ENDS] = [1, 7];

/** Some minutes of a street without a brain; the contact is closed between these seconds. */
function drive(seed: number, from_s: number, to_s: number) {
  const world = worldOf(WITH_RECEIVER, seed, { began_ms: 8 * 3_600_000 });
  const places: (readonly [number, string])[] = [];
  const watch = (now: number) => {
    if (now === from_s * 1_000 || now === to_s * 1_000) world.street.close(1, now === from_s * 1_000);
    const there = world.unit
      .live(world.recorder.status(), 0)
      .priority.map(({ vehicle, phase }) => `${vehicle} phase ${phase}`)
      .join();
    if (places.at(-1)?.[1] !== there) places.push([now, there]);
  };
  simulate({ ...world, watch }, minutes(7));
  const { entries } = world.recorder;
  const own = entries.filter(({ code, param }) => param === 4 && (code === GREEN_BEGINS || code === GREEN_ENDS));
  const greens = own.flatMap(({ code, at }, i) =>
    code === GREEN_BEGINS ? [[at, own[i + 1]?.at ?? Number.POSITIVE_INFINITY] as const] : [],
  );
  const green = (at_s: number) => greens.some(([began, ended]) => began <= at_s * 1_000 && at_s * 1_000 < ended);
  return { world, entries, places, green };
}

t.test(
  "an ambulance that the cabinet itself sees has its green when it comes, without a brain, and its place is free when it has passed",
  async (t) => {
    let without = 0;
    for (const seed of [1, 2, 3, 4]) {
      const { world, entries, places, green } = drive(seed, 150, 172);
      t.ok(green(170), `seed ${seed}: 20 s behind the receiver it is green`);
      without += Number(drive(seed, 600, 601).green(170));
      t.same(
        places.map(([, there]) => there),
        ["", "contact-1 phase 4", ""],
      );
      t.ok(Math.abs(places[1]![0] - 150_000) <= 1_500 && Math.abs(places[2]![0] - 175_000) <= 1_500, JSON.stringify(places));
      t.equal(entries.filter(({ code }) => code === CODE.monitorFault).length, 0);
      t.equal(replay(world.recorder.chunks()).difference, null, "the journal holds what it needs to do the same again");
    }
    t.ok(without < 4, `by itself it would have been green ${without} times of 4`);
  },
);

t.test("a receiver that is stuck asks for three minutes, is told once, and asks again when it has opened", async (t) => {
  const { places, entries } = drive(5, 60, 300);
  t.ok(Math.abs(places[2]![0] - 243_000) <= 1_500, JSON.stringify(places));
  t.same(
    entries.filter(({ code, detail }) => code === CODE.alarmOn && /asked for priority/.test(detail)).map(({ detail }) => detail),
    ['contact 1 "receiver" has asked for priority for 180 s: it counts as off until it opens'],
  );
});
