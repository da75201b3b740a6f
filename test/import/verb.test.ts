import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import t from "tap";

const here = (name: string) => fileURLToPath(new URL(name, import.meta.url));
const TEE = here("tee.net.xml");
const folder = mkdtempSync(join(tmpdir(), "stopline-import-"));
t.teardown(() => rmSync(folder, { recursive: true }));

function stopline(...args: readonly string[]): Promise<{ readonly code: number; readonly out: string; readonly err: string }> {
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [here("../../src/cli.ts"), ...args], (_, out, err) => {
      resolve({ code: child.exitCode ?? -1, out, err });
    });
  });
}

t.test("a traffic light of a net is written as a site file, and the file is good", async (t) => {
  const out = join(folder, "tee.toml");
  const written = await stopline("import-sumo", TEE, "c", "--out", out);
  t.match(written, { code: 0, out: "", err: "" });
  const checked = await stopline("check", out);
  t.match(checked, { code: 0, out: /tee\.toml: good\.\n/ });
});

t.test("without a file it goes to the terminal, and a gzipped net is read as well", async (t) => {
  const zipped = join(folder, "tee.net.xml.gz");
  writeFileSync(zipped, gzipSync(readFileSync(TEE)));
  const [plain, packed] = await Promise.all([stopline("import-sumo", TEE, "c"), stopline("import-sumo", zipped, "c")]);
  t.match(plain.out, /^# Imported from the SUMO net .*tee\.net\.xml, traffic light "c"/);
  t.equal(
    packed.out.split("\n").slice(1).join("\n").replaceAll("tee.net.xml.gz", "tee.net.xml"),
    plain.out.split("\n").slice(1).join("\n"),
  );
});

t.test("a small file that unpacks to more than any net is refused, not read", async (t) => {
  const bomb = join(folder, "bomb.net.xml.gz");
  const part = gzipSync(Buffer.alloc(2 ** 24, " "));
  writeFileSync(bomb, Buffer.concat(Array<Buffer>(17).fill(part)));
  t.match(await stopline("import-sumo", bomb, "c"), { code: 1, err: /bomb\.net\.xml\.gz: it unpacks to more than 256 MB: cut out/ });
});

t.test("a net that is not there, and a traffic light that is not in it, are told in words", async (t) => {
  t.match(await stopline("import-sumo", "nowhere.net.xml", "c"), {
    code: 1,
    err: /^stopline: nowhere\.net\.xml: there is no such file\n$/,
  });
  t.match(await stopline("import-sumo", TEE, "d"), { code: 1, err: /tee\.net\.xml: the net has no traffic light "d"; it has c\n$/ });
  t.match(await stopline("import-sumo", TEE), { code: 2, err: /name a net and one of its traffic lights/ });
});
