import { existsSync, readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";

const about = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8")) as {
  readonly version: string;
  readonly stopline?: { readonly commit: string; readonly date: string };
};

/** What this is, as it stands in journals, in presence and on the page. */
export const VERSION: string = about.version;

/** The commit that an executable was made of, and when that was made (ISO 8601); null in a checkout. */
export const ORIGIN = about.stopline ?? null;

/** What is inside an executable, as CycloneDX JSON; null in a checkout, where package-lock.json says it. */
export function partsList(): string | null {
  const list = new URL("../../sbom.json", import.meta.url);
  return existsSync(list) ? readFileSync(list, "utf8") : null;
}

/** The licences of everything in an executable, whole; null in a checkout, where each package has its own. */
export function licenceTexts(): string | null {
  const texts = new URL("../../LICENCES.txt.gz", import.meta.url);
  return existsSync(texts) ? gunzipSync(readFileSync(texts)).toString() : null;
}
