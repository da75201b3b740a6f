import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import t from "tap";
import { manifestOf } from "../../src/platform/rauc.ts";
import { stickCopyIn, takeBundle, whyNotCopy } from "../../src/platform/slot.ts";
import { takeFromStick } from "../../src/platform/stick.ts";
import { bundleOf } from "../../src/platform/update-desk.ts";
import { Releases } from "./bundles.ts";

// Debian's own RAUC looks at real bundles; nothing of it is stood in for here.
const FOLDER = t.testdir();
const ours = new Releases(join(FOLDER, "ours"));
const theirs = new Releases(join(FOLDER, "theirs"));
const running = { version: "1.4.0", security: 2 };

t.test("a bundle by our release key is known for what it is", async (t) => {
  t.same(await manifestOf(ours.bundle("1.5.0", "security-3"), ours.conf), { version: "1.5.0", build: "security-3" });
});

t.test(
  "a bundle that somebody else has signed, one by a unit's own certificate, one that was changed or cut: each is refused in words",
  async (t) => {
    t.match(await manifestOf(theirs.bundle("1.5.0"), ours.conf), { refused: /signature verification failed/ });
    t.match(await manifestOf(ours.otherPurpose("1.5.0"), ours.conf), { refused: /unsuitable certificate purpose/ });
    const good = ours.bundle("1.6.0");
    const bytes = readFileSync(good);
    const broken = join(FOLDER, "broken.raucb");
    // Of the last kilobyte, where the signature and the manifest with the payload's hash lie.
    for (const at of [bytes.length - 20, bytes.length - 300, bytes.length - 900]) {
      const changed = Buffer.from(bytes);
      changed[at]! ^= 1;
      writeFileSync(broken, changed);
      const said = await manifestOf(broken, ours.conf);
      t.ok("refused" in said, `byte ${at} of ${bytes.length}`);
    }
    writeFileSync(broken, bytes.subarray(0, bytes.length - 100));
    t.ok("refused" in (await manifestOf(broken, ours.conf)));
    writeFileSync(broken, "no bundle");
    t.ok("refused" in (await manifestOf(broken, ours.conf)));
  },
);

/** A desk with this bundle on it, and root's folder. */
function folders(t: { testdir(): string }, bundle: string) {
  const at = t.testdir();
  const both = { desk: join(at, "desk"), kept: join(at, "kept") };
  for (const folder of Object.values(both)) mkdirSync(folder);
  const bytes = readFileSync(bundle);
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  copyFileSync(bundle, bundleOf(both.desk, sha256));
  return { ...both, sha256, size: bytes.length };
}

t.test(
  "root looks at its own copy: what the signed command did not name, what is older, and what has too low a number is refused",
  async (t) => {
    const judge = async (bundle: string, version: string, allowOlder = false) => {
      const both = folders(t, bundle);
      t.equal(takeBundle(both, both.sha256, both.size), "");
      t.notOk(existsSync(bundleOf(both.desk, both.sha256)), "the card does not hold it twice");
      return whyNotCopy(both.kept, version, running, allowOlder, ours.conf);
    };
    t.equal(await judge(ours.bundle("1.5.0", "security-2"), "1.5.0"), "");
    t.match(await judge(ours.bundle("1.5.0", "security-2"), "1.6.0"), "the bundle is of version 1.5.0, and 1.6.0 was asked for");
    t.match(await judge(ours.bundle("1.3.0", "security-2"), "1.3.0"), "version 1.3.0 is older than 1.4.0");
    t.equal(await judge(ours.bundle("1.3.0", "security-2"), "1.3.0", true), "");
    t.match(await judge(ours.bundle("1.3.0", "security-1"), "1.3.0", true), "its security number is 1, and this unit has come to 2");
    t.match(await judge(ours.bundle("1.5.0", "nightly"), "1.5.0"), "its manifest names no security number");
    t.match(await judge(theirs.bundle("1.5.0", "security-9"), "1.5.0"), "its signature does not hold");
  },
);

t.test("of the bundles on a stick the newest good one is taken; one of somebody else's is not", async (t) => {
  const at = t.testdir({ stick: {}, kept: {}, other: {} });
  const stick = join(at, "stick");
  for (const version of ["1.5.0", "1.10.0", "1.9.0"])
    copyFileSync(ours.bundle(version, "security-2"), join(stick, `stopline-${version}.raucb`));
  copyFileSync(theirs.bundle("9.9.9", "security-9"), join(stick, "newest.raucb"));
  writeFileSync(join(stick, "holiday.jpg"), "");
  const taken = await takeFromStick(stick, join(at, "kept"), running, ours.conf);
  const sha256 = createHash("sha256")
    .update(readFileSync(stickCopyIn(join(at, "kept"))))
    .digest("hex");
  t.match(taken, { id: `stick-${sha256.slice(0, 12)}`, version: "1.10.0", sha256, words: /^from a stick: stopline-1\.10\.0\.raucb of / });
  copyFileSync(theirs.bundle("9.9.9", "security-9"), join(at, "other", "newest.raucb"));
  t.match(await takeFromStick(join(at, "other"), join(at, "kept"), running, ours.conf), {
    refused: /^newest\.raucb: its signature does not hold/,
  });
  t.match(await takeFromStick(at, join(at, "kept"), running, ours.conf), { refused: "there is no *.raucb in the top folder" });
  t.match(await takeFromStick(stick, join(at, "kept"), { version: "2.0.0", security: 1 }, ours.conf), {
    refused: /version 1\.10\.0 is older than 2\.0\.0/,
  });
});

t.test("a link that puts a symbolic link, a pipe or another file into the bundle's place gets nothing of root's read", async (t) => {
  const both = folders(t, ours.bundle("1.5.0"));
  const place = bundleOf(both.desk, both.sha256);
  rmSync(place);
  symlinkSync("/etc/passwd", place);
  t.match(takeBundle(both, both.sha256, both.size), /^it cannot be read: ELOOP/);
  rmSync(place);
  execFileSync("mkfifo", [place]);
  t.match(takeBundle(both, both.sha256, both.size), "is no plain file");
  rmSync(place);
  writeFileSync(place, Buffer.alloc(both.size + 1));
  t.match(takeBundle(both, both.sha256, both.size), `it is longer than ${both.size} bytes`);
  writeFileSync(place, Buffer.alloc(both.size));
  t.match(takeBundle(both, both.sha256, both.size), /^its hash is [0-9a-f]{12}, and /);
  rmSync(place);
  t.equal(takeBundle({ ...both, kept: both.desk }, both.sha256, both.size), "there is no such bundle on this unit");
});
