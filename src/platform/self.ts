import { isSea } from "node:sea";
import { fileURLToPath } from "node:url";

/** What stands between Node and a verb when this program is started again: nothing, where both are one executable. */
export const ITSELF: readonly string[] = isSea() ? [] : [fileURLToPath(new URL("../cli.ts", import.meta.url))];

export type Side = "unit" | "link";

const YOUNG = "--max-semi-space-size=1";
/**
 * What bounds the memory of a unit's two sides; their services say the same. V8 sizes its young generation by the machine: with 24 GB it let ten open
 * pages, which keep nothing, take 100 MB of what nobody had collected yet. A megabyte is what a side makes in some tenths. The C library gives
 * each thread a heap of its own, which keeps what was freed: 12 MB a side. The link's thread that reads the past comes and goes, and left 20 MB in
 * another heap each time; in a single one it finds its own again. The street side has two, so that its tenth waits for no thread's memory.
 */
export const SIDE_ENVIRONMENT = {
  unit: { NODE_OPTIONS: YOUNG, MALLOC_ARENA_MAX: "2" },
  link: { NODE_OPTIONS: YOUNG, MALLOC_ARENA_MAX: "1" },
} as const satisfies { readonly [S in Side]: NodeJS.ProcessEnv };

/** That of a side which is started from here: more options of Node stand behind ours. */
export const sideEnvironment = (side: Side): NodeJS.ProcessEnv => ({
  ...process.env,
  ...SIDE_ENVIRONMENT[side],
  NODE_OPTIONS: `${SIDE_ENVIRONMENT[side].NODE_OPTIONS} ${process.env["NODE_OPTIONS"] ?? ""}`.trim(),
});

/** What a person types before a verb. */
export const TYPED = isSea() ? "stopline" : "npm run -s stopline --";

/** The site of demos and simulations that name none. An executable carries it inside. */
export const EXAMPLE = isSea() ? fileURLToPath(new URL("../../deploy/sites/four-leg.toml", import.meta.url)) : "deploy/sites/four-leg.toml";
