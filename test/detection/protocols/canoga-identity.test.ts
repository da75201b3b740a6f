import t from "tap";
import {
  BINARY_DETECTION,
  CANOGA_CHANNELS,
  detectionOf,
  framed,
  SERIAL_NUMBER,
  VERSION,
} from "../../../src/detection/protocols/canoga/codec.ts";
import { openCanoga } from "../../../src/detection/protocols/canoga/index.ts";
import type { Reading } from "../../../src/serial/device.ts";
import { Line } from "../../../src/serial/line.ts";
import { Instant } from "../../../src/traffic/time.ts";

const ADDRESS = 3;
const nobody = detectionOf(Array.from({ length: CANOGA_CHANNELS }, () => ({ duration_ms: 0, start_ms: 0, count: 0, state: 0 })));
const text = (type: number, words: string) => framed(ADDRESS, [type, ...Buffer.from(words, "latin1")]);

/** What a card says to a question, after how many ms; null: nothing. `turn`: how often it was asked that. */
type Card = (type: number, turn: number) => { readonly bytes: Uint8Array; readonly after_ms?: number } | null;

const cardOf =
  (serial: string, version = "V1.07"): Card =>
  (type) => ({ bytes: type === SERIAL_NUMBER ? text(type, serial) : type === VERSION ? text(type, version) : nobody });

/** A line with one card that is looked at every 100 ms. */
function lineOf() {
  const config = { name: "card", port: "rack", protocol: "canoga", profile: "", address: ADDRESS, poll_ms: 100, timeout_ms: 50 };
  const line = new Line("rack", [openCanoga(config)], { baud: 38_400 });
  const asked: { readonly at: number; readonly type: number }[] = [];
  const turns = new Map<number, number>();
  let coming: { readonly at: number; readonly bytes: Uint8Array }[] = [];
  let now = 0;
  const hear = (card: Card, said: Uint8Array | null) => {
    if (said === null) return;
    const type = said[4]!;
    asked.push({ at: now, type });
    turns.set(type, (turns.get(type) ?? -1) + 1);
    const answer = card(type, turns.get(type)!);
    if (answer !== null) coming.push({ at: now + (answer.after_ms ?? 20), bytes: answer.bytes });
  };
  /** Lives on for `ms` with this card in its slot; what was told. */
  const live = (card: Card, ms: number) => {
    const until = now + ms;
    if (now === 0) hear(card, line.opened(Instant(0)));
    for (;;) {
      const at = Math.min(line.wakeAt, coming[0]?.at ?? Number.POSITIVE_INFINITY);
      if (at > until) break;
      now = Math.max(now, at);
      const answer = coming[0] !== undefined && coming[0].at <= now ? coming[0] : null;
      if (answer !== null) coming = coming.slice(1);
      hear(card, answer === null ? line.wake(Instant(now)) : line.heard(Instant(now), answer.bytes));
    }
    now = until;
    return line.drain();
  };
  return { live, asked, health: () => line.health()[0]! };
}

const identities = (heard: ReturnType<ReturnType<typeof lineOf>["live"]>): Reading[] =>
  heard.flatMap((each) => (each.kind === "reading" && each.reading.kind === "identity" ? [each.reading] : []));
const losses = (heard: ReturnType<ReturnType<typeof lineOf>["live"]>) =>
  heard.filter((each) => each.kind === "answering" && !each.answering);

t.test("a card that has answered for a minute says once who it is, and its loops are looked at as often as before", async (t) => {
  const { live, asked, health } = lineOf();
  t.same(identities(live(cardOf("C924-1"), 59_000)), [], "everything else is more urgent");
  t.ok(asked.every(({ type }) => type === BINARY_DETECTION));
  const heard = live(cardOf("C924-1"), 600_000);
  t.same(identities(heard), [{ kind: "identity", input: 0, serial_number: "C924-1", version: "V1.07", changed: false }]);
  t.equal(asked.filter(({ type }) => type !== BINARY_DETECTION).length, 4, "twice, and never again");
  const looks = asked.filter(({ at, type }) => type === BINARY_DETECTION && at >= 60_000 && at < 62_000).length;
  t.ok(looks >= 19, `${looks} looks in the two seconds of it`);
  t.match(health(), { timeouts: 0, noise_bytes: 0 });
});

t.test("a card that does not know the questions is left alone, and is never lost by them", async (t) => {
  const { live, asked, health } = lineOf();
  const heard = live((type) => (type === BINARY_DETECTION ? { bytes: nobody } : null), 600_000);
  t.same([...identities(heard), ...losses(heard)], []);
  t.equal(asked.filter(({ type }) => type !== BINARY_DETECTION).length, 4);
  t.match(health(), { answering: true, timeouts: 4 });
});

t.test("another card in the slot is told as another; the same one that was away is not told again", async (t) => {
  const { live } = lineOf();
  t.equal(identities(live(cardOf("C924-1"), 120_000)).length, 1);
  const away = () => t.equal(losses(live(() => null, 60_000)).length, 1, "pulled out");
  away();
  t.same(identities(live(cardOf("C924-1"), 200_000)), [], "the same");
  away();
  t.same(identities(live((type, turn) => (type === SERIAL_NUMBER ? null : cardOf("C924-1")(type, turn)), 200_000)), [], "it says less");
  away();
  t.match(identities(live(cardOf("C924-2"), 200_000)), [{ serial_number: "C924-2", changed: true }]);
});

t.test("a number in which noise has changed digits that its sum does not see is asked for again, and not told", async (t) => {
  const { live } = lineOf();
  const card: Card = (type, turn) =>
    type === SERIAL_NUMBER && turn === 0 ? { bytes: text(type, "D934-1") } : cardOf("C924-1")(type, turn);
  t.match(identities(live(card, 120_000)), [{ serial_number: "C924-1", changed: false }]);
  const { live: other } = lineOf();
  let n = 0;
  const never = other((type, turn) => (type === SERIAL_NUMBER ? { bytes: text(type, `C924-${n++}`) } : cardOf("")(type, turn)), 600_000);
  t.same(identities(never), [], "who says another each time is nobody");
  t.equal(n, 4, "and not asked for ever");
});

t.test("an answer that comes too late, when the loops are asked for again, is nobody's vehicles", async (t) => {
  const { live } = lineOf();
  const heard = live((type, turn) => ({ ...cardOf("C924-1")(type, turn)!, after_ms: type === BINARY_DETECTION ? 20 : 60 }), 600_000);
  t.same(losses(heard), []);
  t.same(
    heard.filter((each) => each.kind === "reading" && each.reading.kind === "presence" && each.reading.on),
    [],
  );
});

t.test("what a terminal would obey is not in a name", async (t) => {
  const { live } = lineOf();
  t.match(identities(live(cardOf("\u001b[2JC924\u0000-1"), 120_000)), [{ serial_number: "[2JC924-1" }]);
});
