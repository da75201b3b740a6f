import { existsSync, writeFileSync } from "node:fs";
import { bundle } from "./bundles.ts";
import { read } from "./card.ts";
import { DRILLS, type Drill } from "./drill.ts";
import { rig } from "./rig.ts";

/**
 * `make test-image`: the flashable image in an emulated machine, on a simulated street's ttys, through every drill, or those that ONLY names.
 * Everything waits for what the machine's console or its page shows. Times are those of an emulator.
 */
const [image = "build/image/generic-efi/stopline.img", keys = "build/keys"] = process.argv.slice(2);
if (!existsSync(image)) throw new Error(`there is no ${image}: sudo make image`);
const only = (process.env.ONLY ?? "").split(/[ ,]+/).filter((name) => name !== "");
const drills: readonly (readonly [name: string, drill: Drill])[] = Object.entries(DRILLS).filter(
  ([name]) => only.length === 0 || only.includes(name),
);
if (drills.length === 0) throw new Error(`there is no such drill; there are: ${Object.keys(DRILLS).join(", ")}`);

// Whoever stops it leaves no emulator behind.
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(130));

const results: Record<string, Record<string, number | string>> = {};
for (const [name, drill] of drills) {
  console.log(`${name}: ${drill.words}`);
  const began = performance.now();
  const { bundle: brought, top, typed, demand } = drill as Drill;
  const unit = await rig(image, { bundle: brought === undefined ? undefined : bundle(brought, image, keys), top, typed, demand });
  try {
    await drill.run(unit);
    results[name] = { ...unit.took };
  } catch (error) {
    const failed = (error as Error).message;
    results[name] = { ...unit.took, failed };
    process.exitCode = 1;
    await unit.machine.off();
    console.log(
      `\n  failed: ${failed}\n  the console's last words:\n${unit.machine.lastWords}\n  STATUS.TXT:\n${read(unit.disk, "STATUS.TXT")}`,
    );
  } finally {
    await unit.close();
  }
  results[name]!.total_s = Math.round((performance.now() - began) / 1000);
  console.log(`  ${results[name]!.failed === undefined ? "passed" : "failed"}: ${name}, ${results[name]!.total_s} s`);
  // Whoever has no time for the rest keeps what there is.
  if (process.env.JSON) writeFileSync(process.env.JSON, `${JSON.stringify(results, null, 2)}\n`);
}
