import type { Site } from "../../traffic/site.ts";
import type { SiteFile } from "../file.ts";
import { warnOfLoad } from "./load.ts";
import { warnOfPaths } from "./paths.ts";

/** A look at a good file for what will work, and not well. It warns through the rows; the unit runs the site all the same. */
export type Warning = (file: SiteFile, site: Site) => void;

/** A new one is a file and a line here. */
const WARNINGS: readonly Warning[] = [warnOfPaths, warnOfLoad];

export function warnAll(file: SiteFile, site: Site): void {
  for (const warn of WARNINGS) warn(file, site);
}
