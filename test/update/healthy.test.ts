import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import t, { type Test } from "tap";
import { verb } from "../../src/cli/healthy.ts";
import { serveLive } from "../../src/platform/live-socket.ts";
import type { Live } from "../../src/traffic/live.ts";
import { Instant } from "../../src/traffic/time.ts";
import { live } from "../link/live.ts";

const SITE = new URL("../../deploy/sites/four-leg.toml", import.meta.url).pathname;
const device = (device: string, answering = true) => ({ device, port: "p", answering, polls: 9, timeouts: 0, noise_bytes: 0 });

/** A street side that ticks before the verb's eyes, and what the verb says of it. */
async function typed(t: Test, over: Partial<Live> | null, before: object | null, ...more: readonly string[]) {
  const at = mkdtempSync(join(tmpdir(), "stopline-healthy-"));
  const server = await serveLive(join(at, "live"));
  let ticks = 0;
  const timer = setInterval(() => {
    ticks += 1;
    const journal = { epoch: "e", last_seq: 100 + ticks, pending: 0, fault: "" };
    if (over !== null) server.send(live({ at: Instant(ticks * 100), devices: [device("outputs"), device("loops")], journal, ...over }));
  }, 100);
  t.teardown(async () => {
    clearInterval(timer);
    await server.close();
    rmSync(at, { recursive: true });
  });
  if (before !== null) writeFileSync(join(at, "before.json"), JSON.stringify({ ...before, proved: undefined }));
  if (before !== null && !("proved" in before)) writeFileSync(join(at, "trial"), "B\n");
  const said: string[] = [];
  const [log, error] = [console.log, console.error];
  console.log = (words: string) => said.push(words);
  console.error = (words: string) => said.push(words);
  try {
    const code = await verb.run([
      SITE,
      "--live",
      join(at, "live"),
      "--journal",
      join(at, "journal.db"),
      "--kept",
      at,
      "--for",
      "1",
      "--within",
      "4",
      ...more,
    ]);
    return { code, said: said.join("\n") };
  } finally {
    console.log = log;
    console.error = error;
  }
}

t.test("a unit that does its work is healthy, and says for how long", async (t) => {
  const { code, said } = await typed(t, {}, { answering: ["outputs", "loops"], brain: false });
  t.same([code, said], [0, "healthy for 1 s"]);
});

t.test("what is wrong is said in words, for a person and for a program", async (t) => {
  t.match(await typed(t, null, null), { code: 1, said: "the street side cannot be heard" });
  const cut = await typed(
    t,
    { devices: [device("outputs"), device("loops", false)] },
    { answering: ["outputs", "loops"], brain: false },
    "--json",
  );
  t.equal(cut.code, 1);
  t.match(JSON.parse(cut.said), {
    healthy: false,
    wrong: { control: "", detectors: "loops answered before the restart, and does not now" },
  });
});

t.test("a release that has proved itself is not blamed for a cable that is cut later", async (t) => {
  const over = { devices: [device("outputs"), device("loops", false)] };
  t.equal((await typed(t, over, { answering: ["outputs", "loops"], brain: true, proved: true })).code, 0);
});

t.test("a unit that does all but reach its brain says so by a code of its own: it may be the brain that is dead", async (t) => {
  t.match(await typed(t, {}, { answering: [], brain: true }), {
    code: 3,
    said: "the brain was reached before the restart, and has acknowledged nothing since",
  });
});
