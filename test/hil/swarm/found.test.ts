import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import t from "tap";
import { playOf } from "../play.ts";
import type { Scenario } from "../scenario.ts";
import type { Drawn } from "./draw.ts";
import { filed } from "./found.ts";
import type { Outcome } from "./worker.ts";

const drawn: Drawn = {
  name: "swarm-42",
  seed: 42,
  rig: "alone",
  scenario: {
    story: "Drawn by the swarm, 42.",
    site: "tee",
    begins: "2026-01-05 07:30",
    lasts: "60 min",
    weather: [
      { at: "100 s", fault: { kind: "loop-half-dead", detector: 1, misses_pm: 500 } },
      { at: "200 s", lasts: "300 s", fault: { kind: "cable-cut", device: "board" } },
      { at: "900 s", lasts: "300 s", fault: { kind: "echo", port: "rack" } },
    ],
    expects: [],
  },
};

t.test("what fails is filed as short as it can be, fails from its file as it did, and its first lines say how", async (t) => {
  // It takes a cut cable.
  const hand = {
    play: async ({ seed, scenario }: Drawn): Promise<Outcome> => {
      const cut = scenario.weather.find(({ fault }) => fault.kind === "cable-cut");
      const failures = cut === undefined ? [] : [{ what: "conflicts", words: 'channels 1 and 4 are "green"\nat once', at: 400_000 }];
      return { seed, failures, simulated_ms: 0, took_ms: 0 };
    },
  };
  const folder = t.testdir();
  const told: string[] = [];
  const { found, scenario } = await filed(hand, drawn, await hand.play(drawn), folder, (words) => told.push(words));
  t.equal(found, join(folder, `${drawn.name}.ts`));
  t.match(told.join("\n"), found);
  t.match(readFileSync(found, "utf8"), `// Again: make hil RIG=${drawn.rig} ONLY=found/${drawn.name}\n`);
  const { default: kept } = (await import(pathToFileURL(found).href)) as { readonly default: Scenario };
  t.equal(kept.story, `Found by the swarm, ${drawn.seed}: conflicts: channels 1 and 4 are "green"`);
  t.same(kept, { ...scenario, story: kept.story, seed: drawn.seed });
  t.same(
    kept.weather.map(({ fault }) => fault.kind),
    ["cable-cut"],
  );
  t.ok(drawn.scenario.weather.length > 1, "there was more of it");
  const again = playOf("again", kept, kept.seed!);
  t.equal((await hand.play({ ...drawn, scenario: again.scenario })).failures.length, 1);
});
