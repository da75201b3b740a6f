import t from "tap";
import type { ProtocolName } from "../../src/detection/protocols/index.ts";
import { roundsOf, silent_ms } from "../../src/doctor/rounds.ts";
import { bound_ms } from "../../src/doctor/scan.ts";
import { settingsWords } from "../../src/doctor/tap.ts";
import { examine, siteLines } from "../../src/doctor/unknown.ts";
import type { LineSettings } from "../../src/serial/load.ts";
import { Instant } from "../../src/traffic/time.ts";
import { BusTap, lineWith, plainly, type SteppedLine } from "./bus-time.ts";

const never = async (): Promise<boolean> => {
  throw new Error("nobody talks here");
};

/** Looks at a line on which one device lives; when somebody was found, in bus time. */
async function look(protocol: ProtocolName, address: number, settings: LineSettings, ended = Number.POSITIVE_INFINITY) {
  const tap = new BusTap(lineWith(protocol, address, settings.baud), settings);
  let foundAt = Number.POSITIVE_INFINITY;
  const left: number[] = [];
  const examined = await examine(
    tap,
    {},
    {
      now: () => Instant(Math.floor(tap.now)),
      told: () => {},
      progress: ({ found, left_ms }) => {
        left.push(left_ms);
        if (found > 0) foundAt = Math.min(foundAt, tap.now);
      },
      mayAsk: never,
      stopped: () => tap.now >= ended,
    },
  );
  return { tap, foundAt, left, ...examined };
}

/** Six seconds of listening and the first round, or what stands there. */
const [FIRST_S, SECOND_S] = [19, 74];

for (const [protocol, address, last_s] of [
  ["modbus-rtu", 1, FIRST_S],
  ["modbus-rtu", 12, SECOND_S],
  ["canoga", 0, FIRST_S],
  ["canoga", 9, SECOND_S],
  ["ss125", 1, FIRST_S],
  ["rtms-g4", 1, FIRST_S],
] as const) {
  t.test(`a device of ${protocol} at address ${address} is found at 38,400, 115,200 and 1,200 baud`, async (t) => {
    for (const settings of [38_400, 115_200, 1_200].map(plainly)) {
      const { foundAt, tap, census, findings } = await look(protocol, address, settings);
      t.comment(
        `${protocol} ${address} at ${settings.baud}: found after ${(foundAt / 1_000).toFixed(1)} s, whole in ${(tap.now / 1_000).toFixed(1)} s`,
      );
      t.equal(census?.settings && settingsWords(census.settings), settingsWords(settings));
      t.match(census?.residents, [{ protocol, address }]);
      t.equal(census?.residents.length, 1, "and nobody else");
      t.same(
        findings.map(({ code }) => code),
        ["device-found"],
      );
      // Where a speed is unusual for it it is a round later.
      const unusual = (settings.baud === 1_200 && protocol !== "canoga") || (settings.baud === 115_200 && protocol === "canoga");
      const most = unusual ? (last_s === FIRST_S ? SECOND_S : 170) : last_s;
      t.ok(foundAt <= most * 1_000, `${foundAt} ms of bus time`);
      const after = tap.said.filter(({ at }) => at > foundAt);
      t.ok(
        after.every((each) => each.settings === settingsWords(settings)),
        "and then nobody is asked at another speed",
      );
      t.ok(tap.now - foundAt <= 60_000, "and within a minute everybody at this one");
    }
  });
}

t.test(
  "on a line on which nobody lives everybody is asked at every usual speed, the likeliest twice, and it ends when it says that it will",
  async (t) => {
    const nowhere = { baud: 230_400, parity: "none", stop_bits: 1 } as const;
    const { tap, findings, left } = await look("modbus-rtu", 1, nowhere);
    t.same(
      findings.map(({ code }) => code),
      ["line-empty"],
    );
    const all = roundsOf({}).flat();
    const once = new Set(all.map(({ settings, protocol, address }) => `${settingsWords(settings)} ${protocol} ${address}`));
    t.equal(once.size + roundsOf({})[0]!.length, all.length);
    t.equal(tap.said.length, all.length);
    t.ok(tap.now <= bound_ms(all) + 6_000, `${tap.now} ms`);
    t.ok(bound_ms(all) <= 15 * 60_000, "which is a quarter of an hour at most");
    t.equal(Math.round(left[0]!), Math.round(silent_ms(all)));
    t.ok(
      left.every((ms, i) => i === 0 || ms < left[i - 1]!),
      "what is left goes down with every question",
    );
  },
);

t.test("a few addresses are asked at every speed before many at any", async (t) => {
  const { tap } = await look("modbus-rtu", 1, { baud: 230_400, parity: "none", stop_bits: 1 });
  const firstOf = new Map<string, number>();
  for (const { settings, at } of tap.said) if (!firstOf.has(settings)) firstOf.set(settings, at);
  t.equal(firstOf.size, 10);
  t.ok(
    [...firstOf.values()].every((at) => at <= FIRST_S * 1_000 + 6_000),
    JSON.stringify([...firstOf]),
  );
});

t.test("a search that is ended says so, and no more than it knows", async (t) => {
  const { findings, tap } = await look("modbus-rtu", 200, plainly(38_400), 20_000);
  t.match(findings, [{ code: "line-ended", grade: "look", found: /^\d+ of \d+ questions were asked$/ }]);
  t.equal(findings.length, 1);
  t.ok(tap.now < 21_000);
  const listening = await look("modbus-rtu", 200, plainly(38_400), 1_000);
  t.ok(listening.tap.now <= 1_500, "listening, too, ends at once");
  t.equal(listening.tap.said.length, 0);
});

t.test("a camera that is silent while we listen is heard between the questions, at its own speed, and asked nothing more", async (t) => {
  const settings = plainly(38_400);
  const { sound, findings, census, tap } = await look("count-sentence", 0, settings);
  t.equal(census, null);
  t.match(sound, { protocol: "count-sentence", settings });
  t.same(
    findings.map(({ code }) => code),
    ["line-known"],
  );
  t.comment(`camera at 38400: ${(tap.now / 1_000).toFixed(1)} s`);
  t.ok(tap.now <= 180_000, `${tap.now} ms`);
});

t.test("a radar is suggested to be asked as seldom as it has something to say, a loop as often as vehicles come", async (t) => {
  t.ok(siteLines(await look("ss125", 1, plainly(9_600)), "/dev/line").includes("poll_ms = 5000"));
  t.ok(siteLines(await look("modbus-rtu", 1, plainly(9_600)), "/dev/line").includes("poll_ms = 250"));
});

t.test("a loop whose first answer is lost is asked once more in the second round", async (t) => {
  const loop = lineWith("modbus-rtu", 1, 38_400);
  let lost = false;
  const shy: SteppedLine = {
    step: (now) => loop.step(now),
    heard: (now, bytes) => loop.heard(now, bytes),
    get saysAt() {
      return loop.saysAt;
    },
    said: (now) => {
      const bytes = loop.said(now);
      if (bytes === null || lost) return bytes;
      for (lost = true; loop.saysAt < Number.POSITIVE_INFINITY; ) loop.said(Instant(Math.ceil(loop.saysAt)));
      return null;
    },
  };
  const tap = new BusTap(shy, plainly(38_400));
  const watch = { now: () => Instant(Math.floor(tap.now)), told: () => {}, progress: () => {}, mayAsk: never, stopped: () => false };
  const { census } = await examine(tap, {}, watch);
  t.match(census, { settings: { baud: 38_400 }, residents: [{ protocol: "modbus-rtu", address: 1 }] });
  t.ok(lost);
});
