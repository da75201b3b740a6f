import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ms } from "../play.ts";
import type { Scenario } from "../scenario.ts";
import type { Drawn } from "./draw.ts";
import { shrink } from "./shrink.ts";
import type { Failure } from "./verdict.ts";
import type { Outcome } from "./worker.ts";

const BIOME = join(import.meta.dirname, "../../../node_modules/.bin/biome");

/** A play of two days is not made short eighty times. */
const SHRINKS_MS = 1_800_000;

/** What came of a play that failed: as short as it has become, and where it is filed. */
export interface Filed extends Outcome {
  readonly scenario: Scenario;
  readonly found: string;
}

/** Makes short what failed, with whoever plays, and files it in `folder`. */
export async function filed(
  hand: { play(drawn: Drawn): Promise<Outcome> },
  drawn: Drawn,
  outcome: Outcome,
  folder: string,
  told: (words: string) => void,
): Promise<Filed> {
  const failure = outcome.failures[0]!;
  told(`${drawn.name} (${drawn.scenario.site}, ${drawn.scenario.lasts}): ${failure.what}: ${failure.words.split("\n")[0]}`);
  const fails = async (scenario: Scenario): Promise<boolean> => {
    const { failures } = await hand.play({ ...drawn, scenario });
    return failures.some(({ what }) => what === failure.what);
  };
  const began = performance.now();
  const scenario = await shrink(
    drawn.scenario,
    failure.at || ms(drawn.scenario.lasts),
    fails,
    () => performance.now() - began > SHRINKS_MS,
  );
  const found = fileIt(drawn, scenario, failure, folder);
  told(`  ${scenario.lasts}, ${scenario.weather.map(({ fault }) => fault.kind).join(", ") || "no fault"}: ${found}`);
  return { ...outcome, scenario, found };
}

/** Files what was drawn, as short as it has become, as a scenario that anybody can play, and returns where. A person gives it its story, and the name of what happened on the street. */
function fileIt({ seed, rig }: Drawn, scenario: Scenario, { what, words }: Failure, folder: string): string {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `swarm-${seed}.ts`);
  const story = `Found by the swarm, ${seed}: ${what}: ${words.split("\n")[0]!.slice(0, 200)}`;
  const data = JSON.stringify({ ...scenario, story, seed }, null, 2);
  const again = `// Again: make hil RIG=${rig} ONLY=found/swarm-${seed}`;
  writeFileSync(file, `import type { Scenario } from "../../hil/scenario.ts";\n\n${again}\nexport default ${data} satisfies Scenario;\n`);
  // What cannot be put in good form is filed all the same.
  if (existsSync(BIOME)) spawnSync(BIOME, ["format", "--write", file], { stdio: "ignore" });
  return file;
}
