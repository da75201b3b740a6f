import { spawn } from "node:child_process";
import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { join } from "node:path";
import { createInterface } from "node:readline";
import t from "tap";
import { centreOf } from "../../src/cli/centre.ts";
import { whereabouts } from "../../src/cli/run.ts";
import { troubleWords } from "../../src/cli/trouble.ts";
import { until } from "../platform/until.ts";

const CLI = new URL("../../src/cli.ts", import.meta.url).pathname;

/** What a person types after "stopline", and what then stands on the screen. */
async function type(...args: readonly string[]): Promise<{ readonly code: number; readonly said: string }> {
  const child = spawn(process.execPath, [CLI, ...args], { stdio: ["ignore", "pipe", "pipe"], cwd: new URL("../..", import.meta.url) });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (text: string) => (said += text));
  const [code] = (await once(child, "close")) as [number];
  return { code, said };
}

t.test("a newcomer's slips are answered in words that say what to type, and never with a stack", async (t) => {
  const dir = t.testdir({ "notes.txt": "not a journal\n".repeat(100) });
  const taken = createServer();
  await new Promise<void>((resolve) => taken.listen(0, "127.0.0.1", resolve));
  t.teardown(() => taken.close());
  const port = String((taken.address() as AddressInfo).port);
  const site = "deploy/sites/four-leg.toml";
  const cases: readonly (readonly [args: readonly string[], code: number, said: RegExp])[] = [
    [["help", "chek"], 2, /there is no verb "chek"; did you mean check\?/],
    [["frobnicate"], 2, /there is no verb "frobnicate"\. The verbs are: run, /],
    [["run", "--sed", "3"], 2, /there is no option --sed; did you mean --seed\? Its options: --dir, --panel,/],
    [["sim", "--seed"], 2, /--seed wants a value after it/],
    [["broker", "9000"], 2, /"9000" is not understood\. Its options: --host, --port\./],
    [["check", "--json=3", site], 2, /--json stands alone/],
    [["sim", "--seed", "1.5"], 2, /--seed is a whole number, not "1\.5"/],
    [["run", "--demo", "--dir", join(dir, "a"), "--seed", "x"], 2, /--seed is a whole number, not "x"\nType/],
    [["run", "--demo", "--dir", join(dir, "a"), "--demand", "much"], 2, /--demand is a number from 0, not "much"\nType/],
    [["link", site, "--panel", "abc"], 2, /--panel is a port such as 8080, or HOST:PORT, not "abc"/],
    [["replay", join(dir, "notes.txt")], 1, /^stopline: journal .*notes\.txt: the file is no database/],
    [["broker", "--port", port], 1, /^stopline: the broker cannot listen on 127\.0\.0\.1:\d+: something else listens there already/],
    [["broker", "--host", "9.9.9.9"], 1, /^stopline: the broker cannot listen on 9\.9\.9\.9:1883: this computer has no such address/],
    ...["check", "unit", "link", "street", "run", "sim"].map((verb): readonly [string[], number, RegExp] => [
      [verb, ...(verb === "sim" ? ["--site"] : []), join(dir, "no.toml"), ...(verb === "street" ? ["--ports", dir] : [])],
      1,
      /^.*no\.toml: there is no such file\. Look at its name/,
    ]),
  ];
  await Promise.all(
    cases.map(async ([args, code, said]) => {
      const got = await type(...args);
      t.match(got, { code, said }, args.join(" "));
      t.notMatch(got.said, /\n {4}at /, "no stack");
    }),
  );
});

t.test("a mistake of the program's own keeps its stack, what the world did has words", async (t) => {
  t.equal(troubleWords(new TypeError("x is not a function"), null), null);
  t.equal(troubleWords(new RangeError("the buffer has no such place"), null), null);
  t.same(troubleWords(new Error("the disk is full"), null), { words: "the disk is full", code: 1 });
  const nowhere = Object.assign(new Error("ENOENT: no such file or directory, open '/nowhere/x.html'"), {
    code: "ENOENT",
    path: "/nowhere/x.html",
  });
  t.match(troubleWords(nowhere, null), { words: /^\/nowhere\/x\.html: there is no such file or folder\. Look at its name/, code: 1 });
  const gone = Object.assign(new Error("Cannot find package 'mqtt'"), { code: "ERR_MODULE_NOT_FOUND" });
  t.match(troubleWords(gone, null), { words: /`make build` puts in place what is missing/, code: 1 });
});

t.test("the lines that a demo prints lead to that demo, wherever it lies and whatever port was free", async (t) => {
  t.same(whereabouts("var/demo", 18_830), { centre: "", journal: "" });
  t.same(whereabouts("./var/demo/", 18_831), { centre: " --broker 127.0.0.1:18831 --plain", journal: "" });
  t.same(whereabouts("/tmp/my demo", 18_830), {
    centre: " --broker 127.0.0.1:18830 --plain --store '/tmp/my demo/brain.db'",
    journal: " '/tmp/my demo/journal.db'",
  });
  const centre = centreOf({ broker: "127.0.0.1:18830", plain: true, store: "/tmp/my demo/brain.db" });
  t.equal(centre.keyFile, "/tmp/my demo/brain-key.pem", "the key beside the store that was named");
});

t.test("a part that is told twice to end, by the terminal and by whoever started it, still ends in order", async (t) => {
  const file = new URL("../../src/cli/site-file.ts", import.meta.url).href;
  // What it has to do at its end takes a while, as a disk does; the second signal comes in the middle.
  const part = `
    import { untilAsked } from ${JSON.stringify(file)};
    const alive = setInterval(() => {}, 1_000);
    const ended = untilAsked(() => new Promise((resolve) => {
      console.log("ending");
      process.stdin.resume().once("end", resolve);
    }));
    console.log("ready");
    process.exitCode = await ended;
    clearInterval(alive);
  `;
  const child = spawn(process.execPath, ["--input-type=module", "-e", part], { stdio: ["pipe", "pipe", "inherit"] });
  t.teardown(() => child.kill("SIGKILL"));
  const exited = once(child, "exit");
  const heard = createInterface(child.stdout)[Symbol.asyncIterator]();
  t.equal((await heard.next()).value, "ready");
  child.kill("SIGINT");
  t.equal((await heard.next()).value, "ending");
  child.kill("SIGTERM");
  child.stdin.end();
  t.same(await exited, [0, null]);
});

t.test("a unit that was given a file that is no journal says where that file is now", async (t) => {
  const dir = t.testdir({ "notes.txt": "what we saw at the corner\n".repeat(20) });
  const file = join(dir, "notes.txt");
  const site = "deploy/sites/four-leg.toml";
  const child = spawn(process.execPath, [CLI, "unit", site, "--journal", file, "--live", join(dir, "live"), "--ports", dir], {
    stdio: ["ignore", "pipe", "inherit"],
    cwd: new URL("../..", import.meta.url),
  });
  t.teardown(() => child.kill("SIGKILL"));
  let said = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (said += text));
  await until(
    () => /begun anew: journal .*notes\.txt: the file is no database .*; it was put aside as .*notes\.txt\.aside\n/.test(said),
    20_000,
  );
  const exited = once(child, "exit");
  child.kill("SIGTERM");
  t.same(await exited, [0, null]);
});
