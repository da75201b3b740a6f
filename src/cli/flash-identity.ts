import { dirname, resolve } from "node:path";
import { formatProblem } from "../config/index.ts";
import type { Identity } from "../flash/identity.ts";
import type { Job } from "../flash/jobs.ts";
import { Authority } from "../platform/authority.ts";
import { type Given, givenTo } from "../platform/given.ts";
import { codeHash } from "../platform/page-code.ts";
import type { Site } from "../traffic/site.ts";
import { readSiteFile } from "./site-file.ts";

/** A job whose site file has been read and is good. */
export interface Ready {
  readonly job: Job;
  readonly site: Site;
  readonly site_text: string;
  /** In words: what works and deserves a look. */
  readonly warnings: readonly string[];
}

/** What a unit's label says and its card does not. */
export interface Codes {
  readonly page: string;
  readonly technician: string;
}

/** What the options say of every unit. */
export interface Desk {
  /** The authority's folder; "" gives no certificates. */
  readonly authority: string;
}

/** Reads the job's site file as the unit will; `from` is the folder that its path begins in. Words if it cannot be run there. */
export function ready(job: Job, from: string, { authority }: Desk): Ready | readonly string[] {
  const read = readSiteFile(resolve(from, job.site));
  if (!read.ok) return read.problems.map((problem) => formatProblem({ ...problem, file: job.site }));
  const { site, text } = read;
  if (site.id !== job.unit)
    return [`${job.site} is the site file of ${site.id}, not of ${job.unit}: a unit with another's would speak in its name`];
  if (site.brain.tls && authority === "" && site.brain.certificates === "")
    return [`${job.site} wants TLS, and no authority is named: --ca DIR gives the unit its certificate`];
  const own = site.brain.certificates;
  const elsewhere =
    authority !== "" && own !== "" && own !== "/etc/stopline/certificates"
      ? [`${job.site} names ${own} for its certificates; on the card they go to /etc/stopline/certificates, and link.env says so`]
      : [];
  return { job, site, site_text: text, warnings: [...read.warnings.map((problem) => formatProblem(problem)), ...elsewhere] };
}

/** The folder that paths in a table of jobs begin in. */
export const folderOf = (table: string): string => dirname(resolve(table));

/** Throws in words if there is no such authority, before a card is touched. */
export function checkAuthority({ authority }: Desk): void {
  if (authority !== "") Authority.open(authority);
}

/** The unit's certificate; a new one is made where there is none; null for one that speaks without TLS. */
export const certificateOf = ({ job, site }: Ready, { authority }: Desk): Given | null =>
  authority === "" || !site.brain.tls ? null : givenTo(authority, job.unit, true);

export function identityOf({ job, site_text }: Ready, given: Given | null, codes: Codes): Identity {
  return {
    unit: job.unit,
    site_text,
    certificates: given,
    network: job,
    broker: job.broker,
    panel_port: job.panel === "" ? null : Number(job.panel),
    code_hash: codeHash(codes.page),
    technician_hash: codeHash(codes.technician),
  };
}
