import { execFileSync } from "node:child_process";
import { closeSync, mkdirSync, openSync, readdirSync, writeSync } from "node:fs";
import { basename, join } from "node:path";
import type { Chunk } from "../../src/journal/port.ts";
import { readJournal } from "../../src/platform/recorder.ts";
import type { Replayed } from "../../src/replay.ts";

/**
 * What this machine decided in HOURS of each example site, decided again by the same sources on a 64-bit ARM processor (emulated by
 * qemu-user): every record must be the same. Then once more with one decision falsified, which must be found: so this comparison can fail.
 */
const SITES = "deploy/sites";
const FOLDER = "build/arm64";
const [target, hours = "24"] = process.argv.slice(2);
if (target === undefined) throw new Error("name the target's node");
mkdirSync(FOLDER, { recursive: true });

const sites = readdirSync(SITES).filter((name) => name.endsWith(".toml"));
let differ = 0;
for (const site of sites) {
  const journal = join(FOLDER, `${basename(site, ".toml")}.db`);
  execFileSync("node", ["src/cli.ts", "sim", "--site", join(SITES, site), "--hours", hours, "--journal", journal], { stdio: "pipe" });
  const chunks = [...readJournal(journal)];
  const started = performance.now();
  const { arch, told } = onTarget(journal, chunks);
  const took_s = ((performance.now() - started) / 1_000).toFixed(0);
  const said = told.difference === null ? "no difference" : `DIFFERENCE: ${JSON.stringify(told.difference)}`;
  console.log(`${site}: ${hours} h, ${told.records} records decided on ${process.arch}, again on ${arch} in ${took_s} s: ${said}`);
  const whole = arch === "arm64" && told.sessions === 1 && told.skipped.length === 0;
  if (!whole || told.difference !== null) differ++;
  const { told: falsified } = onTarget(journal, withOneLie(chunks));
  if (falsified.difference === null) {
    console.log(`${site}: a falsified decision was not found`);
    differ++;
  }
}
if (differ > 0 || sites.length === 0) process.exit(1);

function onTarget(journal: string, chunks: readonly Chunk[]): { readonly arch: string; readonly told: Replayed } {
  const lines = `${journal}.jsonl`;
  const file = openSync(lines, "w");
  for (const chunk of chunks) writeSync(file, `${JSON.stringify(chunk)}\n`);
  closeSync(file);
  const said = execFileSync("qemu-aarch64-static", [target!, "--disable-warning=ExperimentalWarning", "test/arm64/on-target.ts", lines], {
    encoding: "utf8",
    env: { ...process.env, QEMU_LD_PREFIX: "/usr/aarch64-linux-gnu" },
    maxBuffer: 1 << 28,
  });
  return JSON.parse(said) as { readonly arch: string; readonly told: Replayed };
}

/** The last begin of green was another phase's. */
function withOneLie(chunks: readonly Chunk[]): readonly Chunk[] {
  const last = chunks.findLastIndex(({ records }) => records.some(({ code }) => code === 1));
  return chunks.map((chunk, i) => {
    if (i !== last) return chunk;
    const at = chunk.records.findLastIndex(({ code }) => code === 1);
    return { ...chunk, records: chunk.records.map((record, r) => (r === at ? { ...record, param: record.param + 1 } : record)) };
  });
}
