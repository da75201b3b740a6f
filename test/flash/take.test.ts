import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import t, { type Test } from "tap";
import { readCertificates } from "../../src/platform/certificates.ts";
import { TestAuthority } from "../platform/tls.ts";

const TAKE = new URL("../../deploy/image/overlay/usr/lib/stopline/take", import.meta.url).pathname;

/** A card and a unit as folders, and the script that carries what lies on the one into the other. */
function open(t: Test) {
  const folder = t.testdir({ card: {}, networks: {} });
  const [card, kept, networks] = ["card", "kept", "networks"].map((name) => join(folder, name)) as [string, string, string];
  return { folder, card, kept, networks, take: () => execFileSync(TAKE, [card, kept, networks], { encoding: "utf8" }) };
}

t.test("a unit takes its certificate from the card so that it can be read by its own program, and by nobody else", async (t) => {
  const { folder, card, kept, take } = open(t);
  const given = new TestAuthority(join(folder, "ca")).unit("DEMO-001");
  execFileSync("cp", ["-r", `${given}/.`, card]);
  t.match(take(), /stopline\.key taken from PROVISION/);
  t.equal(readCertificates(join(kept, "etc/certificates")).name, "DEMO-001");
  t.equal(statSync(join(kept, "etc/certificates")).mode & 0o777, 0o700);
});

t.test("what lies on the card replaces what the unit has, and what does not lie there stays", async (t) => {
  const { card, kept, networks, take } = open(t);
  writeFileSync(join(card, "site.toml"), "one");
  writeFileSync(join(card, "link.env"), "PANEL=0.0.0.0:8080\n");
  writeFileSync(join(card, "10-wired.network"), "[Match]\n");
  t.equal(take().split("\n").length, 3);
  t.equal(take(), "", "nothing is new");
  mkdirSync(join(card, "elsewhere"));
  execFileSync("rm", [join(card, "link.env")]);
  writeFileSync(join(card, "site.toml"), "two");
  t.equal(take(), "stopline: site.toml taken from PROVISION\n");
  t.equal(readFileSync(join(kept, "etc/site.toml"), "utf8"), "two");
  t.equal(readFileSync(join(kept, "etc/link.env"), "utf8"), "PANEL=0.0.0.0:8080\n");
  t.equal(statSync(join(kept, "etc/site.toml")).mode & 0o777, 0o640);
  t.equal(readFileSync(join(networks, "10-wired.network"), "utf8"), "[Match]\n");
});
