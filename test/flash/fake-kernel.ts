import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Test } from "tap";
import type { Kernel } from "../../src/platform/disks.ts";

export const GB = 1e9;
export const CARD = { removable: "1", size: String((32 * GB) / 512), ro: "0" };

/** A kernel's /sys and /proc as files: a folder for each disk where the bus would have it, and the mounts. */
export function kernelOf(
  t: Test,
  tree: { readonly [path: string]: string },
  mounts: readonly string[] = [],
  swaps: readonly string[] = [],
): Kernel {
  const root = t.testdir({ sys: { block: {} }, proc: { self: {} } });
  const kernel = { sys: join(root, "sys"), proc: join(root, "proc") };
  for (const [path, text] of Object.entries(tree)) {
    const file = join(kernel.sys, path);
    mkdirSync(dirname(file), { recursive: true });
    if (text.startsWith("->")) symlinkSync(join(kernel.sys, text.slice(2)), file);
    else writeFileSync(file, `${text}\n`);
  }
  writeFileSync(join(kernel.proc, "self/mountinfo"), `${mounts.join("\n")}\n`);
  writeFileSync(join(kernel.proc, "swaps"), ["Filename Type Size", ...swaps, ""].join("\n"));
  return kernel;
}

/** A disk with one partition; `more` is what else it says. */
export function disk(at: string, name: string, number: number, facts: { readonly [word: string]: string }): { [path: string]: string } {
  const folder = `devices/${at}/block/${name}`;
  const all = {
    dev: `8:${number}`,
    removable: "0",
    ro: "0",
    size: String((500 * GB) / 512),
    [`${name}1/partition`]: "1",
    [`${name}1/dev`]: `8:${number + 1}`,
    ...facts,
  };
  return {
    ...Object.fromEntries(Object.entries(all).map(([word, text]) => [`${folder}/${word}`, text])),
    [`block/${name}`]: `->${folder}`,
    [`${folder}/device`]: `->devices/${at}`,
  };
}

export const SATA = "pci0000:00/ata1/host0/target0:0:0/0:0:0:0";
export const READER = "pci0000:00/usb1/1-2/1-2:1.0/host6/target6:0:0/6:0:0:0";
export const READER_SAYS = {
  "devices/pci0000:00/usb1/1-2/serial": "4C530001",
  [`devices/${READER}/vendor`]: "Generic ",
  [`devices/${READER}/model`]: "MassStorageClass",
};
export const mounted = (number: string, device: string, at: string) => `22 1 ${number} / ${at} rw,relatime shared:1 - ext4 ${device} rw`;
