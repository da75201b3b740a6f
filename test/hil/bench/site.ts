import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Site } from "../../../src/traffic/site.ts";
import { siteOf } from "../play.ts";

const SITES = join(import.meta.dirname, "../../../deploy/sites");

/** A site file of deploy/sites, by its name. */
export const siteIn = (name: string): Site => siteOf(readFileSync(join(SITES, `${name}.toml`), "utf8"), `${name}.toml`);
