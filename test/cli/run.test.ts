import { execFile } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import Database from "better-sqlite3";
import t from "tap";
import { watchLive } from "../../src/platform/live-socket.ts";
import { SIDE_ENVIRONMENT } from "../../src/platform/self.ts";
import type { Live } from "../../src/traffic/live.ts";
import { openChromium } from "../platform/chromium.ts";
import { until } from "../platform/until.ts";
import { World } from "../world.ts";

// Alone: seven processes that must answer each other in tenths of a second.

/** Everything at once, as `make run` starts it: real processes, real ttys, a real broker, a real browser, real SQLite files. */
const world = new World();
t.teardown(() => world.end());
const journal = join(world.dir, "journal.db");
const brainStore = join(world.dir, "brain.db");
const root = new URL("../..", import.meta.url).pathname;

let live: Live | null = null;
const ticks: number[] = [];
const watch = watchLive(
  world.live,
  (now) => {
    live = now;
    ticks.push(now.at);
  },
  () => {},
);
t.teardown(() => watch.close());
const shows = (indication: string) => live?.channels.some((c) => c.indication === indication) ?? false;

/** The first column of the only row. */
function ask(file: string, sql: string): number {
  const db = new Database(file, { readonly: true, fileMustExist: true });
  try {
    return db.prepare<[], number>(sql).pluck().get() ?? 0;
  } catch (error) {
    if (/no such table/.test((error as Error).message)) return 0;
    throw error;
  } finally {
    db.close();
  }
}
const stored = () => ask(brainStore, "SELECT count(*) FROM record");
const stopline = async (...args: readonly string[]) =>
  (await promisify(execFile)(process.execPath, ["src/cli.ts", ...args], { cwd: root })).stdout;
const brokerOf = () => /--broker (127\.0\.0\.1:\d+)/.exec(world.said)?.[1] ?? "127.0.0.1:18830";

t.test("from two words at a prompt to a green light, a loop and a brain that knows", async (t) => {
  await until(() => shows("green") && live?.mode === "actuated", 60_000);
  await until(() => live?.detectors.some((d) => d.on) ?? false, 60_000);
  t.ok(
    live?.ports.every((p) => p.open),
    "every tty is open",
  );
  // A begin of green is committed with its ten seconds.
  await until(() => ask(brainStore, "SELECT count(*) FROM record WHERE code = 1") > 0, 60_000);
  t.ok(stored() > 20, "the brain has a begin of green, and what came before it");
});

t.test("both sides begin with the bounds of their memory, here and as services: on a large machine ten pages took 100 MB", async (t) => {
  for (const side of ["unit", "link"] as const) {
    const [pid] = world.pids(side);
    const has = readFileSync(`/proc/${pid}/environ`, "utf8").split("\0");
    const service = readFileSync(join(root, `deploy/services/stopline-${side}.service`), "utf8").split("\n");
    for (const [name, value] of Object.entries(SIDE_ENVIRONMENT[side])) {
      t.ok(
        has.some((each) => each.startsWith(`${name}=${value}`)),
        `${side}: ${name}`,
      );
      t.ok(service.includes(`Environment=${name}=${value}`), `the service of the ${side}: ${name}`);
    }
  }
});

t.test("the page in a browser shows what the lamps show", async (t) => {
  const url = /http:\/\/127\.0\.0\.1:\d+\/#code=\d{12}/.exec(world.said)?.[0];
  t.ok(url, "the demo says how to get in");
  t.equal((await fetch(new URL("/site.json", url!))).status, 401, "without the code nobody does");
  const browser = await openChromium();
  t.teardown(() => browser.close());
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  const wrong: string[] = [];
  page.on("console", (message) => message.type() === "error" && wrong.push(message.text()));
  page.on("pageerror", (error) => wrong.push(error.message));
  await page.goto(url!);
  await page.waitForSelector('#rings [data-phase][data-interval="green"]', { timeout: 60_000 });
  const phases = await page.$$eval("#rings [data-phase][data-interval=green]", (nodes) => nodes.map((n) => n.getAttribute("data-phase")));
  t.ok(phases.length > 0 && phases.length <= 2, `green on the page: ${phases}`);
  t.notMatch(page.url(), "code", "no history keeps it");
  await page.goto(new URL("/#/link", url!).href);
  await page.waitForSelector(".link [data-state=connected]", { timeout: 20_000 });
  t.match(await page.textContent("#name"), "Harbour Road / Mill Street");
  t.same(wrong, [], "nothing in the browser's console");
});

t.test("a second demo in the same folder is refused, and leaves the first one its ttys", async (t) => {
  const from = ticks.length;
  const second = await promisify(execFile)(process.execPath, ["src/cli.ts", "run", "--demo", "--dir", world.dir], { cwd: root }).catch(
    (error: { code: number; stderr: string }) => error,
  );
  const url = /http:\/\/127\.0\.0\.1:\d+\//.exec(world.said)?.[0];
  const said = `stopline: a demo already runs in ${world.dir} (process ${world.process.pid}); see ${url}, or choose another --dir\n`;
  t.match(second, { code: 1, stderr: said });
  await until(() => ticks.length > from + 20);
  t.ok(live?.devices.every((device) => device.answering));
});

t.test("a command from the brain is carried out and answered once", async (t) => {
  const said = await stopline(
    ...["command", "DEMO-001", "place-call", "3", "--broker", brokerOf(), "--plain"],
    ...["--key", join(world.dir, "brain-key.pem"), "--store", brainStore],
  );
  t.match(said, /done/i);
  await until(() => ask(brainStore, "SELECT count(*) FROM record WHERE code = 341") === 1, 30_000);
  t.equal(ask(brainStore, "SELECT count(*) FROM command WHERE done = 1"), 1);
});

t.test("the link is killed: the signals do not notice, and the brain gets everything", async (t) => {
  const [link] = world.pids("link");
  const from = ticks.length;
  process.kill(link!, "SIGKILL");
  const before = stored();
  await until(() => world.pids("link").some((pid) => pid !== link), 20_000);
  await until(() => stored() > before + 50, 60_000);
  const steps = ticks.slice(from + 1).map((at, i) => at - ticks[from + i]!);
  t.ok(steps.length >= 50, `${steps.length} ticks were seen meanwhile`);
  t.same(
    steps.filter((step) => step <= 0 || step > 500),
    [],
    "one session, without a pause that a driver could see",
  );
  t.equal(live?.mode, "actuated");
});

t.test("the unit is killed: what was committed is there, it begins in flash, and the numbers go on", async (t) => {
  const [unit] = world.pids("unit");
  const committed = ask(journal, "SELECT max(last_seq) FROM chunks");
  process.kill(unit!, "SIGKILL");
  // Frames of the killed unit may still lie in the socket: the new one's instants begin again.
  const before = ticks.at(-1)!;
  await until(() => live !== null && live.at < before, 30_000);
  t.not((live as Live | null)?.mode, "actuated", "start-up first");
  await until(() => shows("green"), 60_000);
  t.ok(ask(journal, "SELECT max(last_seq) FROM chunks") > committed);
  t.equal(
    ask(
      journal,
      "SELECT count(*) FROM chunks c WHERE first_seq > 1 AND NOT EXISTS (SELECT 1 FROM chunks p WHERE p.last_seq = c.first_seq - 1)",
    ),
    0,
  );
});

t.test("at the end the brain has every record once, and the journal replays without a difference", async (t) => {
  watch.close();
  const [unit] = world.pids("unit");
  t.ok(unit);
  await until(() => {
    const last = ask(journal, "SELECT max(last_seq) FROM chunks");
    return ask(brainStore, "SELECT count(*) FROM record") >= last && ask(brainStore, "SELECT max(seq) FROM record") >= last;
  }, 60_000);
  t.equal(ask(brainStore, "SELECT count(*) FROM held"), 1, "one run without a hole");
  const said = await stopline("replay", journal);
  t.match(said, "replayed 2 sessions");
  t.match(said, "no difference");
});

t.test("Ctrl-C ends everything in order, without a word of what that does to the parts", async (t) => {
  const gone = once(world.process, "exit");
  const before = world.said.length;
  // As a terminal does it: to all of them at once.
  process.kill(-world.process.pid!, "SIGINT");
  t.same(await gone, [0, null]);
  const [news, last] = world.said.slice(before).split(/^ending$/m);
  t.equal(last, "\nended\n");
  // The brain may just have had a line to print; nothing was wrong until we asked for the end.
  t.notMatch(news, /offline|lost|closed|again/);
  t.same([world.pids("unit"), world.pids("link"), world.pids("brain")], [[], [], []]);
});

t.test("run itself is killed: its parts do not go on without anybody who could end them", async (t) => {
  const orphans = new World();
  t.teardown(() => orphans.end());
  const parts = ["street", "brain", "unit", "link"];
  await until(() => parts.every((part) => orphans.pids(part).length > 0) && /connected to/.test(orphans.said), 60_000);
  process.kill(orphans.process.pid!, "SIGKILL");
  await until(() => parts.every((part) => orphans.pids(part).length === 0), 20_000);
  t.equal(orphans.process.signalCode, "SIGKILL");
});
