import { existsSync, readFileSync } from "node:fs";
import type { Figure } from "../figures.ts";

/** The figures of the last `make test-image JSON=FILE`, which takes an emulated machine and its time: they are taken over, not measured here. */
export async function boot(): Promise<readonly Figure[]> {
  const file = process.env.BOOT ?? "";
  if (file === "" || !existsSync(file)) {
    console.error(`  ${file === "" ? "no BOOT=FILE" : `no ${file}`}: make test-image JSON=FILE measures it in an emulated machine`);
    return [];
  }
  const drills = Object.entries(JSON.parse(readFileSync(file, "utf8")) as { [drill: string]: { [name: string]: unknown } });
  return drills.flatMap(([drill, figures]) =>
    Object.entries(figures)
      .filter((entry): entry is [string, number] => typeof entry[1] === "number")
      .map(([name, value]) => {
        const unit = / (s|MB|million instructions a second)$|_(s)$/.exec(name.replace(",", ""));
        return {
          name: `emulated, ${drill}: ${name.replace(/, (s|MB|million instructions a second)$/, "")}`,
          unit: (unit?.[1] ?? unit?.[2] ?? "").replace("million instructions a second", "M instr/s"),
          median: value,
          low: value,
          high: value,
          of: "one run",
        };
      }),
  );
}
