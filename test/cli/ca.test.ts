import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import t, { type Test } from "tap";
import { CERTIFICATE_FILES, readCertificates } from "../../src/platform/certificates.ts";
import { watchLive } from "../../src/platform/live-socket.ts";
import type { Live } from "../../src/traffic/live.ts";
import { openssl, openTlsMosquitto, TestAuthority } from "../platform/tls.ts";
import { until } from "../platform/until.ts";
import { verbChild } from "./verb-child.ts";

const CLI = new URL("../../src/cli.ts", import.meta.url).pathname;
const SITE = new URL("../../deploy/sites/four-leg.toml", import.meta.url).pathname;

/** The verb, typed in an empty folder. */
function openDesk(t: Test) {
  const folder = t.testdir();
  const ca = (...words: readonly string[]) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [CLI, "ca", ...words], { cwd: folder, encoding: "utf8" });
    return { status, said: stdout + stderr };
  };
  const given = (name: string) => join(folder, "ca/given", name);
  return { folder, ca, given };
}

t.test("an authority gives units, broker and centre what each is, and OpenSSL agrees", async (t) => {
  const { folder, ca, given } = openDesk(t);
  t.equal(ca("init", "--title", "City of X").status, 0);
  t.match(ca("unit", "DEMO-001"), { status: 0, said: /given\/DEMO-001: carry its three files to the unit/ });
  t.equal(ca("broker", "brain.example.net", "10.0.0.5").status, 0);
  t.equal(ca("brain").status, 0);
  for (const name of ["DEMO-001", "brain.example.net", "brain"]) {
    const files = { key: join(given(name), CERTIFICATE_FILES.key), certificate: join(given(name), CERTIFICATE_FILES.certificate) };
    t.equal(statSync(files.key).mode & 0o777, 0o600, `${name}'s key is its own`);
    t.match(openssl(["verify", "-x509_strict", "-CAfile", join(folder, "ca/ca.crt"), files.certificate]), /: OK/);
    t.same(readdirSync(given(name)).sort(), Object.values(CERTIFICATE_FILES).sort());
  }
  t.equal(statSync(join(folder, "ca/ca.key")).mode & 0o777, 0o600);
  const unit = readCertificates(given("DEMO-001"));
  t.equal(unit.name, "DEMO-001");
  t.ok(unit.begins < Date.now() - 80_000_000, "a clock that is a day behind takes it");
  const text = openssl(["x509", "-noout", "-text", "-in", join(given("brain.example.net"), CERTIFICATE_FILES.certificate)]);
  t.match(text, /TLS Web Server Authentication[\s\S]*DNS:brain\.example\.net, IP Address:10\.0\.0\.5/);
  t.notMatch(text, "Client Authentication");
  t.match(ca("list").said, /^DEMO-001 +\d{4}-\d\d-\d\d {2}ends in 109\d days/m);
});

t.test("nothing is ever written over, and a name that would be taken for the centre's gets no certificate", async (t) => {
  const { folder, ca, given } = openDesk(t);
  t.match(ca("unit", "A"), { status: 1, said: /there is no authority in ca; make one: stopline ca init/ });
  ca("init");
  const key = readFileSync(join(folder, "ca/ca.key"), "utf8");
  t.match(ca("init"), { status: 1, said: /ca is not empty/ });
  t.equal(readFileSync(join(folder, "ca/ca.key"), "utf8"), key);
  ca("unit", "A");
  const first = readCertificates(given("A"));
  t.match(ca("unit", "A"), { status: 1, said: /A has a certificate until .*"stopline ca renew A" makes the next one beside it/ });
  t.match(ca("renew", "A"), { status: 0, said: /given\/A\.2:/ });
  t.equal(readCertificates(given("A")).fingerprint, first.fingerprint);
  t.not(readCertificates(given("A.2")).key, first.key);
  t.match(ca("unit", "brain"), { status: 2, said: /"brain" is the centre's own name/ });
  for (const name of ["+", "A/B", "..", "A#", "A\nB", ""]) t.equal(ca("unit", name).status, 2, JSON.stringify(name));
  t.match(ca("unit", "B", "--days", "9999"), { status: 1, said: /the authority itself ends in \d+ days/ });
  t.notOk(readdirSync(join(folder, "ca/given")).includes("B"), "nothing half made is left");
});

t.test("what is revoked is on the broker's list, the next certificate of the name is not", async (t) => {
  const { folder, ca, given } = openDesk(t);
  ca("init");
  ca("unit", "A");
  ca("renew", "A");
  t.match(ca("revoke", "A", "--old"), { status: 0, said: /revoked 1 of A\. Give the broker ca\/crl\.pem/ });
  const verify = (name: string) => {
    const lists = ["-crl_check", "-CRLfile", join(folder, "ca/crl.pem"), "-CAfile", join(folder, "ca/ca.crt")];
    const { stdout, stderr } = spawnSync("openssl", ["verify", ...lists, join(given(name), CERTIFICATE_FILES.certificate)], {
      encoding: "utf8",
    });
    return stdout + stderr;
  };
  t.match(verify("A"), /certificate revoked/);
  t.match(verify("A.2"), /: OK/);
  renameSync(join(folder, "ca"), join(folder, "ca on a stick"));
  t.match(ca("unit", "B", "--folder", "ca on a stick"), { status: 0 }, "the folder may be carried about");
  renameSync(join(folder, "ca on a stick"), join(folder, "ca"));
  t.match(ca("revoke", "A", "--old"), { status: 1, said: /A has no older certificate that is valid/ });
  t.match(ca("list").said, /^A .* revoked/m);
});

t.test("a certificate or a key that is not what it should be is said in words before anything is dialled", async (t) => {
  const ours = new TestAuthority(join(t.testdir(), "ca"));
  const [a, b] = [ours.unit("A"), ours.unit("B")];
  t.throws(() => readCertificates(join(a, "nowhere")), /there is no ca\.crt; copy there what "stopline ca" has made/);
  spawnSync("cp", [join(b, CERTIFICATE_FILES.key), a]);
  t.throws(() => readCertificates(a), /stopline\.key is not the key of stopline\.crt; copy both from the same folder/);
  spawnSync("chmod", ["640", join(b, CERTIFICATE_FILES.key)]);
  t.throws(() => readCertificates(b), /other users may read stopline\.key; type: chmod 600/);
  spawnSync("cp", [join(b, CERTIFICATE_FILES.key), join(a, CERTIFICATE_FILES.certificate)]);
  t.throws(() => readCertificates(a), /stopline\.crt is no certificate/);
});

t.test("a unit whose certificate was revoked is refused by the broker, says so, and its signals go on", async (t) => {
  const folder = mkdtempSync(join(tmpdir(), "stopline-ca-"));
  t.teardown(() => rmSync(folder, { recursive: true }));
  const ours = new TestAuthority(join(folder, "ca"));
  const certificates = ours.unit("DEMO-001");
  ours.authority.revoke("DEMO-001", false);
  const broker = await openTlsMosquitto(ours, ours.broker());
  t.teardown(() => broker.close());
  const at = ["--journal", join(folder, "journal.db"), "--live", join(folder, "live.sock")];
  verbChild(t, "unit", SITE, "--ports", folder, ...at);
  const seen: Live[] = [];
  const watch = watchLive(
    join(folder, "live.sock"),
    (live) => seen.push(live),
    () => {},
  );
  t.teardown(() => watch.close());
  const link = verbChild(t, "link", SITE, "--broker", `localhost:${broker.port}`, "--certificates", certificates, ...at).said;
  await until(() => link().includes("our certificate has been revoked"), 20_000);
  await until(() => seen.length > 0, 20_000);
  const before = seen.at(-1)!;
  // The unit has gone on by ten tenths, each of which it has stepped.
  await until(() => seen.at(-1)!.at >= before.at + 1_000, 20_000);
  t.ok(seen.at(-1)!.journal.last_seq >= before.journal.last_seq);
  t.notMatch(link(), /connected to/);
});
