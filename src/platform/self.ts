import { isSea } from "node:sea";
import { fileURLToPath } from "node:url";

/** What stands between Node and a verb when this program is started again: nothing, where both are one executable. */
export const ITSELF: readonly string[] = isSea() ? [] : [fileURLToPath(new URL("../cli.ts", import.meta.url))];

/** What a person types before a verb. */
export const TYPED = isSea() ? "stopline" : "npm run -s stopline --";

/** The site of demos and simulations that name none. An executable carries it inside. */
export const EXAMPLE = isSea() ? fileURLToPath(new URL("../../deploy/sites/four-leg.toml", import.meta.url)) : "deploy/sites/four-leg.toml";
