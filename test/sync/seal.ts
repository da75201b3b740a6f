import { generateKeyPairSync, sign } from "node:crypto";
import { stopline } from "#wire";

/** A brain's key pair: `key` as it stands in the site file, and what seals a command with it. */
export function brainKey() {
  const { publicKey, privateKey } = generateKeyPairSync("ed25519");
  const key = Buffer.from(publicKey.export({ format: "jwk" }).x ?? "", "base64url").toString("base64");
  const seal = (command: stopline.v1.Command.$Properties): Uint8Array => {
    const body = stopline.v1.Command.encode(command).finish();
    return stopline.v1.SealedCommand.encode({ body, signature: sign(null, body, privateKey) }).finish();
  };
  return { key, seal };
}
