// The native sources with every mutant in them, and the list of them. A file that reads as before stays as it is, for make.
import { globSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { rewrite } from "./rewrite.ts";

const folder = "build/mutants";
const flags = ["-std=c++20", "-fno-exceptions", "-fno-rtti", "-Inative"];
// The planner thinks about what is best, and nothing hangs on it that must hold: it is copied as it is.
const mine = (file: string): boolean => /^native\/((controller|strategies(?!\/planner)|monitor)\/|junction\.)/.test(file);

const sources = [...globSync("native/{controller,strategies,monitor}/*.cc").sort(), "native/junction.cc"];
const { mutants, texts, leftOut } = rewrite(sources, flags, mine);
for (const file of [...globSync("native/{controller,strategies,monitor}/**/*.{cc,h}"), ...globSync("native/*.{cc,h}")]) {
  const broken = texts.get(file);
  write(join(folder, "src", file), broken === undefined ? readFileSync(file, "utf8") : `#include "mutant.h"\n#line 1 "${file}"\n${broken}`);
}
write(join(folder, "list.json"), JSON.stringify({ mutants, leftOut: [...leftOut] }));
console.log(`${mutants.length} mutants`);

function write(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  try {
    if (readFileSync(file, "utf8") === text) return;
  } catch {
    // It is not there yet.
  }
  writeFileSync(file, text);
}
