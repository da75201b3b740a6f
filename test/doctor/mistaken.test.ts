import t from "tap";
import type { Tap } from "../../src/doctor/tap.ts";
import { examine } from "../../src/doctor/unknown.ts";
import { Instant } from "../../src/traffic/time.ts";
import { BusTap, lineWith, plainly, type SteppedLine } from "./bus-time.ts";

const looking = (tap: BusTap | Tap, ask = true) => ({
  now: () => Instant("now" in tap ? Math.floor(tap.now) : 0),
  told: () => {},
  progress: () => {},
  stopped: () => false,
  mayAsk: async () => ask,
});

t.test("on a line on which nothing but zeros comes no card is found, though the sum of zeros is right", async (t) => {
  const tap: Tap = {
    path: "/dev/noise",
    open: async () => ({
      write: () => {},
      listen: async (ms, heard) => {
        for (let at = 0; at < ms; at += 10) if (heard(new Uint8Array(10))) return;
      },
      close: async () => {},
    }),
  };
  const { census, findings } = await examine(tap, { protocol: "canoga", baud: 9_600 }, looking(tap));
  t.same(census?.residents, []);
  t.same(
    findings.map(({ code }) => code),
    ["line-unknown", "line-empty"],
  );
});

t.test("a card that answers too late is not taken for its neighbour, who is asked meanwhile", async (t) => {
  const card = lineWith("canoga", 0, 9_600);
  const late: SteppedLine = {
    step: (now) => card.step(now),
    heard: (now, bytes) => card.heard(Instant(now + 170), bytes),
    get saysAt() {
      return card.saysAt;
    },
    said: (now) => card.said(now),
  };
  const tap = new BusTap(late, plainly(9_600));
  const { census } = await examine(tap, { protocol: "canoga", baud: 9_600, last_address: 6 }, looking(tap));
  t.same(census?.residents, []);
});

t.test("an adapter that hears itself is nobody who talks", async (t) => {
  const coming: Uint8Array[] = [];
  const tap: Tap = {
    path: "/dev/echo",
    open: async () => ({
      write: (bytes) => void coming.push(bytes.slice()),
      listen: async (_, heard) => {
        for (let bytes = coming.shift(); bytes !== undefined; bytes = coming.shift()) if (heard(bytes)) return;
      },
      close: async () => void coming.splice(0),
    }),
  };
  const { findings } = await examine(
    tap,
    { last_address: 8 },
    { ...looking(tap), mayAsk: () => Promise.reject(new Error("nobody talks")) },
  );
  t.same(
    findings.map(({ code }) => code),
    ["line-empty"],
  );
});

t.test("a camera that was named and is silent is not asked: it is said that it should talk", async (t) => {
  const asked: Uint8Array[] = [];
  const tap: Tap = {
    path: "/dev/camera",
    open: async () => ({ write: (bytes) => void asked.push(bytes), listen: async () => {}, close: async () => {} }),
  };
  const { findings } = await examine(tap, { protocol: "count-sentence" }, looking(tap));
  t.same(
    findings.map(({ code }) => code),
    ["device-mute"],
  );
  t.equal(asked.length, 0);
});
