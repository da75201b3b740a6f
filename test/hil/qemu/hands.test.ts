import { type ChildProcess, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import t, { type Test } from "tap";
import { childEndsWithUs } from "../../ends-with-us.ts";
import { until } from "../../platform/until.ts";
import { Hands, HOST } from "./hands.ts";

/** Hands, and a shell that does for them what the machine's does: their own script, where the host is at another address. */
async function open(t: Test) {
  const hands = await Hands.open();
  const file = join(t.testdir({ typed: "" }), "typed");
  const machines: ChildProcess[] = [];
  const on = (): void => {
    const child = spawn("/bin/sh", ["-c", hands.script.replace(HOST, "127.0.0.1")], { stdio: "ignore", detached: true });
    childEndsWithUs(child);
    machines.push(child);
  };
  const off = (): void => {
    const child = machines.pop();
    if (child !== undefined) process.kill(-child.pid!, "SIGKILL");
    hands.dropped();
  };
  t.teardown(() => {
    off();
    hands.close();
  });
  return { hands, on, off, file, typed: (): string => readFileSync(file, "utf8") };
}

t.test("what is to be typed in the machine is typed once, in order, and is done when the next is asked for", async (t) => {
  const { hands, on, file, typed } = await open(t);
  const one = hands.type(`echo one >> ${file}`);
  const two = hands.type(`cat >> ${file} << 'SITE'\nname = "two"  # as it stands: $HOME\n\nSITE\necho end >> ${file}`);
  t.equal(typed(), "", "there is no machine yet");
  on();
  await one;
  await two;
  t.equal(typed(), 'one\nname = "two"  # as it stands: $HOME\n\nend\n');
  await hands.type(`echo three >> ${file}`);
  t.match(typed(), /three\n$/, "who waits is told as soon as there is something");
});

t.test("a machine whose power goes while something is typed holds nobody up, and types it no second time", async (t) => {
  const { hands, on, off, file, typed } = await open(t);
  const cut = hands.type(`echo begun >> ${file}; sleep 1000`);
  on();
  await until(() => typed() !== "");
  off();
  await cut;
  on();
  await hands.type(`echo back >> ${file}`);
  t.equal(typed(), "begun\nback\n");
});

t.test("a machine whose power goes while nobody tells it anything types what it is told when it is back", async (t) => {
  const { hands, on, off, file, typed } = await open(t);
  on();
  await hands.type(`echo first >> ${file}`);
  off();
  const later = hands.type(`echo second >> ${file}`);
  on();
  await later;
  t.equal(typed(), "first\nsecond\n");
});
