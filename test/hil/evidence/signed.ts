import { createHash, createPublicKey, verify } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { readKey } from "../../../src/platform/keys.ts";

/** What is signed, and the signature with the public key that it is checked by. */
const [LIST, SIGNATURE] = ["SHA256SUMS", "SHA256SUMS.sig"];

/** Every file of a run but those two, with its sum, as `sha256sum -c` reads it. */
function listOf(folder: string): string {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join("/"))
    .filter((name) => name !== LIST && name !== SIGNATURE)
    .sort();
  return files
    .map(
      (name) =>
        `${createHash("sha256")
          .update(readFileSync(join(folder, name)))
          .digest("hex")}  ${name}\n`,
    )
    .join("");
}

/** Signs a run as it lies there: somebody stands for it. Returns that in words; throws in words if there is no such key. */
export function signRun(folder: string, keyFile: string): string {
  const key = readKey(keyFile);
  const list = listOf(folder);
  writeFileSync(join(folder, LIST), list);
  writeFileSync(
    join(folder, SIGNATURE),
    `${JSON.stringify({ key: key.publicKey, signature: Buffer.from(key.sign(Buffer.from(list))).toString("base64") })}\n`,
  );
  return `signed by ${key.publicKey}; check it with: make hil VERIFY=${folder} KEY=${key.publicKey}`;
}

/** Why a run is not what the holder of `publicKey` has signed; "" if it is. */
export function notSigned(folder: string, publicKey: string): string {
  let list: string;
  let said: { readonly key: string; readonly signature: string };
  try {
    list = readFileSync(join(folder, LIST), "utf8");
    said = JSON.parse(readFileSync(join(folder, SIGNATURE), "utf8")) as typeof said;
  } catch (error) {
    return `it is not signed: ${(error as Error).message}`;
  }
  if (said.key !== publicKey) return `it is signed by ${said.key}`;
  const x = Buffer.from(publicKey, "base64").toString("base64url");
  const key = createPublicKey({ key: { kty: "OKP", crv: "Ed25519", x }, format: "jwk" });
  if (!verify(null, Buffer.from(list), key, Buffer.from(said.signature, "base64"))) return "the signature is not that of its list of files";
  const now = listOf(folder);
  if (now === list) return "";
  const [was, is] = [list.split("\n"), now.split("\n")];
  const changed = [...was.filter((line) => !is.includes(line)), ...is.filter((line) => !was.includes(line))].map((line) => line.slice(66));
  return `files are not as they were signed: ${[...new Set(changed)].join(", ")}`;
}

/** Whether everything that was run has passed: only that can be the acceptance of a release. */
export function failures(folder: string): readonly string[] {
  const { results } = JSON.parse(readFileSync(join(folder, "run.json"), "utf8")) as {
    readonly results: readonly { readonly name: string; readonly outcome: string }[];
  };
  return results.filter(({ outcome }) => outcome === "failed").map(({ name }) => name);
}
