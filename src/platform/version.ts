import { readFileSync } from "node:fs";

/** What this is, as it stands in journals, in presence and on the page. */
export const VERSION: string = (JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8")) as { version: string })
  .version;
