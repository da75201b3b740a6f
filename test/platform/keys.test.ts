import { generateKeyPairSync } from "node:crypto";
import { chmodSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import t from "tap";
import { openKey, readKey } from "../../src/platform/keys.ts";
import { signatureBy } from "../../src/platform/signature.ts";

const body = new TextEncoder().encode("clear the way");

t.test("a key is made once, for its owner only, and what it signs holds by its public half", async (t) => {
  const file = join(t.testdir(), "keys", "brain.pem");
  const made = openKey(file);
  t.ok(made.made);
  t.equal(statSync(file).mode & 0o777, 0o600);
  t.same(readdirSync(join(file, "..")), ["brain.pem"], "nothing is left beside it");
  t.equal(Buffer.from(made.publicKey, "base64").length, 32);
  const verify = signatureBy(made.publicKey);
  t.ok(verify(body, made.sign(body)));
  const again = openKey(file);
  t.notOk(again.made);
  t.equal(again.publicKey, made.publicKey);
  t.ok(verify(body, readKey(file).sign(body)), "also when it was read again");
  t.notOk(verify(body, openKey(join(t.testdirName, "other.pem")).sign(body)));
});

t.test("what is no key of ours is said, and never written over", async (t) => {
  const folder = t.testdir({ "text.pem": "hello", "open.pem": "x" });
  for (const name of ["text.pem", "open.pem"]) chmodSync(join(folder, name), name === "open.pem" ? 0o640 : 0o600);
  const ec = generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey.export({ type: "pkcs8", format: "pem" });
  writeFileSync(join(folder, "ec.pem"), ec, { mode: 0o600 });
  t.throws(() => openKey(join(folder, "text.pem")), /text\.pem: it is no private key in PEM .*; move it away, and a new one is made/);
  t.throws(() => openKey(join(folder, "open.pem")), /open\.pem: other users may read it; type: chmod 600 /);
  t.throws(() => openKey(join(folder, "ec.pem")), /it is a key of type ec; it must be Ed25519/);
  t.throws(() => readKey(join(folder, "none.pem")), /none\.pem: there is no such file; "stopline brain --key .*none\.pem" makes one/);
  t.throws(() => openKey(join(folder, "text.pem", "key.pem")), /cannot be made: E/);
});
