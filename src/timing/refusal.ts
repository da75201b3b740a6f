import type { Site } from "../traffic/site.ts";
import { Timing } from "./controller.ts";

/** Why controller and monitor would refuse to run the site, in words; null if they would run it. It compiles the tables and opens them. */
export function refusalOf(site: Site): string | null {
  try {
    new Timing(site);
    return null;
  } catch (error) {
    if (error instanceof RangeError) return error.message;
    throw error;
  }
}
