import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Test } from "tap";
import { Brain } from "../../src/brain/brain.ts";
import { openCentre } from "../../src/cli/centre.ts";
import { openKey } from "../../src/platform/keys.ts";
import { verbChild } from "../cli/verb-child.ts";

/** A control room at the broker on this port, in a folder of the test's own: its brain, whoever types verbs there, and their files. */
export function centreAt(t: Test, port: number) {
  const folder = t.testdir();
  const [storeFile, keyFile] = [join(folder, "brain.db"), join(folder, "key.pem")];
  const key = openKey(keyFile);
  const words = ["--broker", `127.0.0.1:${port}`, "--plain", "--store", storeFile, "--key", keyFile];
  const type = (...typed: readonly string[]) => verbChild(t, ...typed, ...words);
  const file = (name: string, text: string): string => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  /** Starts the brain that keeps what units say. */
  const keeper = async () => {
    const ports = await openCentre({ address: { host: "127.0.0.1", port, tls: false }, storeFile, keyFile }, key.sign);
    const brain = new Brain(ports, "keeper");
    brain.start();
    t.teardown(async () => {
      await brain.close();
      await ports.close();
    });
  };
  return { type, file, keeper, storeFile };
}
