import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Scenario } from "../scenario.ts";
import type { Drawn } from "./draw.ts";
import type { Failure } from "./verdict.ts";

const FOLDER = join(import.meta.dirname, "../../scenarios/found");
const BIOME = join(import.meta.dirname, "../../../node_modules/.bin/biome");

/** Files what was drawn, as short as it has become, as a scenario that anybody can play, and returns where. A person gives it its story, and the name of what happened on the street. */
export function fileIt({ seed, rig }: Drawn, scenario: Scenario, { what, words }: Failure): string {
  mkdirSync(FOLDER, { recursive: true });
  const file = join(FOLDER, `swarm-${seed}.ts`);
  const story = `Found by the swarm, ${seed}: ${what}: ${words.split("\n")[0]!.slice(0, 200)}`;
  const data = JSON.stringify({ ...scenario, story, seed }, null, 2);
  const again = `// Again: make hil RIG=${rig} ONLY=found/swarm-${seed}`;
  writeFileSync(file, `import type { Scenario } from "../../hil/scenario.ts";\n\n${again}\nexport default ${data} satisfies Scenario;\n`);
  if (existsSync(BIOME)) execFileSync(BIOME, ["format", "--write", file], { stdio: "ignore" });
  return file;
}
