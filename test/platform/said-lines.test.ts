import t from "tap";
import { saidLines } from "../../src/platform/said-lines.ts";

function reader() {
  const heard: string[] = [];
  const clock = { now: 0 };
  const take = saidLines(
    () => clock.now,
    (line) => heard.push(line),
  );
  return { heard, clock, take: (text: string) => take(Buffer.from(text)) };
}

t.test("lines are heard whole, however the socket cuts them", async (t) => {
  const { heard, take } = reader();
  for (const byte of "one\ntwo\n") t.equal(take(byte), true);
  t.equal(take("three\nfour\nfi"), true);
  t.equal(take("ve\n"), true);
  t.same(heard, ["one", "two", "three", "four", "five"]);
});

t.test("who says a line without an end, or one that is too long, is nobody of ours", async (t) => {
  const endless = reader();
  let read = 0;
  while (endless.take("x".repeat(1_000)) && read < 100) read++;
  t.equal(read, 32, "kilobytes");
  t.equal(reader().take(`${"x".repeat(40_000)}\n`), false);
  t.same(endless.heard, []);
});

t.test("of a flood of lines as many are heard in a second as sixteen neighbours may say", async (t) => {
  const { heard, clock, take } = reader();
  for (let i = 0; i < 1_000; i++) take("again\n");
  t.equal(heard.length, 64);
  clock.now = 1_000;
  take("again\n");
  t.equal(heard.length, 65);
});
