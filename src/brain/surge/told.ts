import { readSite } from "../../config/index.ts";
import { planned } from "../../plans/text.ts";
import type { KeptRecord } from "../arrival.ts";
import type { Base } from "./calendar.ts";

/** A unit's site file, as the record with which its life began (300) has it. */
export interface SiteTold {
  readonly seq: number;
  readonly text: string;
  readonly base: Base;
}

/** As `corridor/told.ts` has it: a journal is not signed, and a name that is long enough takes seconds to read. */
const [TEXT_MAX, LINE_MAX] = [100_000, 500];

const readable = (text: string): boolean =>
  text.length <= TEXT_MAX && text.split("\n").every((line) => line.length <= LINE_MAX || line.startsWith("#"));

/** null where there is no such record, or it cannot be read. */
export function siteIn(record: KeptRecord | null): SiteTold | null {
  try {
    const { site: text } = JSON.parse(record?.detail ?? "") as { readonly site?: unknown };
    const read = typeof text === "string" && readable(text) ? readSite(text, "its site file") : null;
    return read?.ok === true ? { seq: record!.seq, text: text as string, base: { text: text as string, site: read.site } } : null;
  } catch {
    return null;
  }
}

/** A site with a plan in place of its own tables; null where it does not pass its checks, or is not known. */
export function under(site: Base, plan: string | null): Base | null {
  if (plan === null) return null;
  const read = planned(site, plan, readSite);
  return "site" in read ? read : null;
}
