import { createPublicKey, verify } from "node:crypto";

/**
 * Checks Ed25519 signatures by one public key, raw 32 bytes in base64 as in the site file. Throws in words if it is no such key; the
 * result never throws, whatever it is given.
 */
export function signatureBy(key: string): (body: Uint8Array, signature: Uint8Array) => boolean {
  const raw = Buffer.from(key, "base64");
  if (raw.length !== 32) {
    throw new Error(
      `the command key "${key}" is not an Ed25519 public key: it must be 32 bytes in base64 (44 characters), not ${raw.length}`,
    );
  }
  const publicKey = createPublicKey({ key: { kty: "OKP", crv: "Ed25519", x: raw.toString("base64url") }, format: "jwk" });
  return (body, signature) => signature.length === 64 && verify(null, body, publicKey, signature);
}
