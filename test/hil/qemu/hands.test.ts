import { type ChildProcess, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import t, { type Test } from "tap";
import { childEndsWithUs } from "../../ends-with-us.ts";
import { until } from "../../platform/until.ts";
import { Hands, HOST } from "./hands.ts";

/** Hands, and a shell that does for them what the machine's does: their own script, where the host is at another address. */
async function open(t: Test, within_ms = 30_000) {
  const hands = await Hands.open(within_ms);
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
  const pid = (): number => machines[0]!.pid!;
  return { hands, on, off, pid, file, typed: (): string => readFileSync(file, "utf8") };
}

/** The process that a shell has just begun, and waits for; null: none. */
function childOf(shell: number, comm: string): number | null {
  const children = readFileSync(`/proc/${shell}/task/${shell}/children`, "utf8").trim().split(" ").filter(Boolean).map(Number);
  return children.find((pid) => readFileSync(`/proc/${pid}/comm`, "utf8").trim() === comm) ?? null;
}

/** Whether something lies unread before whoever is connected to this port. */
function liesUnread(port: number): boolean {
  const far = `:${port.toString(16).toUpperCase().padStart(4, "0")}`;
  return readFileSync("/proc/net/tcp", "utf8")
    .split("\n")
    .some((line) => {
      const [, , to, , queues] = line.trim().split(/\s+/);
      return to?.endsWith(far) === true && !queues!.endsWith(":00000000");
    });
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

t.test("what was sent to a shell that dies before it has read it is not done: the next one gets it, once", async (t) => {
  const { hands, on, pid, file, typed } = await open(t);
  on();
  await hands.type(`echo first >> ${file}`);
  await until(() => childOf(pid(), "cat") !== null);
  const reads = childOf(pid(), "cat")!;
  process.kill(reads, "SIGSTOP");
  const second = hands.type(`echo second >> ${file}`);
  const port = Number(/\/(\d+) /.exec(hands.script)![1]);
  await until(() => liesUnread(port));
  process.kill(reads, "SIGKILL");
  await second;
  t.equal(typed(), "first\nsecond\n");
  await hands.type(`echo third >> ${file}`);
  t.equal(typed(), "first\nsecond\nthird\n");
});

t.test("what ends with another status than 0 says so, and the next is typed all the same", async (t) => {
  const { hands, on, file, typed } = await open(t);
  on();
  await t.rejects(hands.type("exit 3\n# more"), { message: '"exit 3" has ended with 3 in the machine' });
  await hands.type(`echo next >> ${file}`);
  t.equal(typed(), "next\n");
});

t.test("what nobody does is told in words, whether it was sent or not", async (t) => {
  const { hands, on, file, typed } = await open(t, 300);
  await t.rejects(hands.type(`echo never >> ${file}`), {
    message: /^"echo never.*" is not done in the machine after 0.3 s: nobody asked for it$/,
  });
  on();
  await t.rejects(hands.type("exec sleep 1000"), { message: '"exec sleep 1000" is not done in the machine after 0.3 s: it was sent' });
  t.equal(typed(), "", "and is not done later");
});

t.test(
  "when the play has failed nobody waits for what is typed: not for what was sent, for what is next, or for what comes then",
  async (t) => {
    const { hands, on, file, typed } = await open(t);
    const sent = hands.type(`echo begun >> ${file}; sleep 1000`);
    const next = hands.type("true");
    on();
    await until(() => typed() !== "");
    const why = new Error("the brain's process has ended by itself");
    hands.close(why);
    for (const each of [sent, next, hands.type("true")]) await t.rejects(each, why);
  },
);
