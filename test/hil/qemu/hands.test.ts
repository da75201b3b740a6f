import t, { type Test } from "tap";
import { until } from "../../platform/until.ts";
import { Hands, HOST } from "./hands.ts";

/** Hands, and the machine in which they type: asks what is next, as their script does. */
async function open(t: Test) {
  const hands = await Hands.open();
  t.teardown(() => hands.close());
  const [, address] = new RegExp(`http://${HOST.replaceAll(".", "\\.")}(:\\d+/)`).exec(hands.script)!;
  const asks = async (): Promise<string> => (await fetch(`http://127.0.0.1${address}`)).text();
  return { hands, asks };
}

t.test("what is to be typed in the machine is typed once, in order, and is done when the next is asked for", async (t) => {
  const { hands, asks } = await open(t);
  const done: string[] = [];
  void hands.type("one").then(() => done.push("one"));
  const two = hands.type("two").then(() => done.push("two"));
  t.equal(await asks(), "one\n");
  t.same(done, []);
  t.equal(await asks(), "two\n");
  t.same(done, ["one"]);
  const next = asks();
  await two;
  void hands.type("three");
  t.equal(await next, "three\n", "who waits is told as soon as there is something");
});

t.test("a machine whose power goes while something is typed holds nobody up, and types it no second time", async (t) => {
  const { hands, asks } = await open(t);
  const cut = hands.type("sleep 1000");
  t.equal(await asks(), "sleep 1000\n");
  hands.dropped();
  await cut;
  let gone = false;
  asks().catch(() => {
    gone = true;
  });
  await until(() => {
    hands.dropped();
    return gone;
  });
  void hands.type("sync");
  t.equal(await asks(), "sync\n");
});
