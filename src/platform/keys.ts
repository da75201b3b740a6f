import { createPrivateKey, generateKeyPairSync, type KeyObject, randomBytes, sign } from "node:crypto";
import { closeSync, fsyncSync, linkSync, mkdirSync, openSync, readFileSync, rmSync, statSync, writeSync } from "node:fs";
import { dirname } from "node:path";

/** The brain's own key: whoever holds the file can command every unit that pins it. */
export interface Key {
  /** Raw 32 bytes in base64: what `command_key` in a site file wants. */
  readonly publicKey: string;
  /** Ed25519, 64 bytes. */
  sign(body: Uint8Array): Uint8Array;
  /** The file was not there and has just been made. */
  readonly made: boolean;
}

/** Reads the key file, or makes one (PEM, PKCS #8, mode 0600). Throws in words if there is something else in its place. */
export function openKey(file: string): Key {
  const made = makeKey(file);
  return { ...readKey(file), made };
}

/** Reads the key file. Throws in words if it is not there, is no Ed25519 key, or is open to other users. */
export function readKey(file: string): Key {
  const pem = readPem(file);
  let key: KeyObject;
  try {
    key = createPrivateKey(pem);
  } catch (error) {
    throw new Error(`key ${file}: it is no private key in PEM (${(error as Error).message}); move it away, and a new one is made`);
  }
  if (key.asymmetricKeyType !== "ed25519") throw new Error(`key ${file}: it is a key of type ${key.asymmetricKeyType}; it must be Ed25519`);
  const { x } = key.export({ format: "jwk" });
  return { publicKey: Buffer.from(x!, "base64url").toString("base64"), sign: (body) => sign(null, body, key), made: false };
}

function readPem(file: string): string {
  try {
    const { mode } = statSync(file);
    if ((mode & 0o077) !== 0) throw new Error(`key ${file}: other users may read it; type: chmod 600 ${file}`);
    return readFileSync(file, "utf8");
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    throw new Error(code === "ENOENT" ? `key ${file}: there is no such file; "stopline brain --key ${file}" makes one` : `key: ${message}`);
  }
}

/** Whole or not at all, and never over another one: two programs may start at once, and a power cut must not leave half a key. */
function makeKey(file: string): boolean {
  try {
    if (statSync(file, { throwIfNoEntry: false })) return false;
    mkdirSync(dirname(file), { recursive: true });
    const temporary = `${file}.${randomBytes(6).toString("hex")}`;
    writePem(temporary);
    try {
      linkSync(temporary, file);
      return true;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
      throw error;
    } finally {
      rmSync(temporary);
    }
  } catch (error) {
    throw new Error(`key ${file} cannot be made: ${(error as Error).message}`);
  }
}

function writePem(file: string): void {
  const pem = generateKeyPairSync("ed25519").privateKey.export({ type: "pkcs8", format: "pem" }).toString();
  const descriptor = openSync(file, "wx", 0o600);
  try {
    writeSync(descriptor, pem);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
