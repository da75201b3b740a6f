import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import t from "tap";

const built = resolve(import.meta.dirname, "../../build/package");
/** Packages of earlier commits may lie beside it. */
const [deb] = readdirSync(built)
  .filter((name) => name.endsWith("_arm64.deb"))
  .sort((a, b) => statSync(join(built, b)).mtimeMs - statSync(join(built, a)).mtimeMs);
const run = (program: string, ...words: readonly string[]) => execFileSync(program, words, { encoding: "utf8", maxBuffer: 64_000_000 });

t.test("the package belongs to root, opens nothing to others, and asks for what its addons ask for", async (t) => {
  const path = join(built, deb!);
  const lines = run("dpkg-deb", "--contents", path).trim().split("\n");
  for (const line of lines) t.match(line, /^[-dl]rwx?r?-?x?r?.*root\/root/, line);
  t.notOk(
    lines.some((line) => /^.{8}w/.test(line) && !line.startsWith("l")),
    "nothing in it can be written by everybody",
  );
  for (const wanted of [
    "./usr/lib/stopline/stopline",
    "./usr/bin/stopline -> ../lib/stopline/stopline",
    "./usr/lib/systemd/system/stopline-unit.service",
  ])
    t.ok(
      lines.some((line) => line.endsWith(wanted)),
      wanted,
    );
  t.match(run("dpkg-deb", "--field", path), /^Architecture: arm64$/m);

  // The newest version of each library that any addon or Node itself asks for is within what the package asks for.
  const folder = mkdtempSync(join(tmpdir(), "stopline-deb-"));
  t.teardown(() => rmSync(folder, { recursive: true }));
  run("dpkg-deb", "--extract", path, folder);
  const addons = join(built, "linux-arm64/stopline/native/prebuilds/linux-arm64");
  const files = [join(folder, "usr/lib/stopline/stopline"), ...readdirSync(addons).map((name) => join(addons, name))];
  const asked = files.flatMap((file) =>
    [...run("aarch64-linux-gnu-objdump", "-T", file).matchAll(/GLIBC_2\.(\d+)/g)].map(([, minor]) => Number(minor)),
  );
  t.ok(asked.length > 0 && Math.max(...asked) <= 34, `glibc 2.${Math.max(...asked)}`);
});

t.test("the executable has 110 MB at the most: Node is 103 of them, and what is ours must not grow unseen", async (t) => {
  const { size } = statSync(join(built, "stopline-linux-arm64"));
  t.ok(size <= 110e6, `${size} bytes`);
});

t.test("each service has little to lose: systemd's own measure is at most 2.0", async (t) => {
  for (const side of ["unit", "link", "update", "stick@"]) {
    const file = resolve(import.meta.dirname, `../../deploy/services/stopline-${side}.service`);
    const said = run("systemd-analyze", "security", "--offline=yes", "--no-pager", file);
    const exposure = Number(/exposure level for \S+: ([\d.]+)/.exec(said)?.[1]);
    t.ok(exposure <= 2, `${side}: ${exposure}`);
    t.match(readFileSync(file, "utf8"), side === "unit" || side === "link" ? /^WatchdogSec=/m : /^TimeoutStartSec=/m);
  }
});

t.test(
  "an adapter that is plugged in after the street side has started may be opened: what drives its kind is asked for before",
  async (t) => {
    const file = readFileSync(resolve(import.meta.dirname, "../../deploy/services/stopline-unit.service"), "utf8");
    const words = (key: string) => [...file.matchAll(new RegExp(`^${key}=(.*)$`, "gm"))].flatMap(([, values]) => values!.split(" "));
    // systemd.resource-control(5): groups that cannot be resolved when the unit is started are not added to the list.
    const drivers = { "char-ttyUSB": "usbserial", "char-ttyACM": "cdc_acm" };
    const allowed = words("DeviceAllow").filter((word) => word.startsWith("char-"));
    // Of the others the kernel has the driver in itself.
    t.same(allowed.sort(), [...Object.keys(drivers), "char-pts", "char-ttyAMA", "char-ttyS"].sort());
    for (const driver of Object.values(drivers))
      for (const key of ["Wants", "After"]) t.ok(words(key).includes(`modprobe@${driver}.service`), `${key} ${driver}`);
  },
);

t.test("the list of parts names what licences they have", async (t) => {
  const list = JSON.parse(readFileSync(join(built, "linux-arm64/stopline/sbom.json"), "utf8"));
  for (const part of list.components) t.ok(part.licenses?.length > 0, part.name);
  const refs: readonly string[] = list.components.map((part: { readonly "bom-ref": string }) => part["bom-ref"]);
  t.equal(new Set(refs).size, refs.length, "each part once");
});

t.test("a second build of the same commit is the same, to the byte", async (t) => {
  const sums = () =>
    readdirSync(built)
      .filter((name) => name === "stopline-linux-arm64" || name.endsWith("_arm64.deb"))
      .map((name) => run("sha256sum", join(built, name)));
  const before = sums();
  t.ok(before.length >= 2);
  run("make", "-s", "-C", resolve(built, "../.."), "package", "PACKAGES=arm64");
  t.same(sums(), before);
});
