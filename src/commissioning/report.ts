import type { Site } from "../traffic/site.ts";
import { iso, type WallTime } from "../traffic/time.ts";
import type { Evidence } from "./told.ts";
import { openSteps, type Walk } from "./walk.ts";

export const FORM = "stopline acceptance report 1";

/** What the unit signs when somebody leaves. Times are ISO 8601, UTC. */
export interface Report {
  readonly form: typeof FORM;
  readonly unit: string;
  readonly site: string;
  readonly site_sha256: string;
  readonly time_zone: string;
  readonly version: string;
  readonly walk: string;
  readonly by: string;
  readonly begun: string;
  readonly ended: string;
  readonly safe: boolean;
  /** Ids of the steps that keep it from being safe. */
  readonly open: readonly string[];
  readonly steps: readonly {
    readonly id: string;
    readonly kind: string;
    readonly number: number;
    readonly name: string;
    readonly state: "open" | "confirmed" | "skipped";
    readonly by: string;
    readonly at: string;
    readonly evidence: Evidence;
    readonly words: string;
  }[];
  /** PEM: what the authority says of who this unit is; "" for a unit that has none. */
  readonly certificate: string;
}

export interface SignedReport {
  readonly report: Report;
  /** The unit's own Ed25519 key, raw, base64. */
  readonly key: string;
  /** By it, of `signedBytes(report)`, base64. */
  readonly signature: string;
  /** By the key of the certificate, of `endorsedBytes(unit, key)`: that this key is this unit's; "" without a certificate. Base64. */
  readonly endorsement: string;
}

export function reportOf(site: Site, version: string, walk: Walk, by: string, ended: WallTime, certificate: string): Report {
  const open = openSteps(walk).map(({ id }) => id);
  return {
    form: FORM,
    unit: site.id,
    site: site.name,
    site_sha256: walk.site_sha256,
    time_zone: site.time_zone,
    version,
    walk: walk.walk,
    by,
    begun: iso(walk.begun),
    ended: iso(ended),
    safe: open.length === 0,
    open,
    steps: walk.steps.map(({ id, kind, number, name, state, by: whose, at, evidence, words }) => ({
      id,
      kind,
      number,
      name,
      state,
      by: whose,
      at: at === 0 ? "" : iso(at),
      evidence,
      words,
    })),
    certificate,
  };
}

export const signedBytes = (report: Report): Uint8Array => new TextEncoder().encode(`${FORM}\n${JSON.stringify(report)}`);
export const endorsedBytes = (unit: string, key: string): Uint8Array => new TextEncoder().encode(`stopline report key 1\n${unit}\n${key}`);

/** One line: whoever changes a byte of it changes what is signed, or it is no such file any more. */
export const signedText = (signed: SignedReport): string => `${JSON.stringify(signed)}\n`;

/** A report's file as a value; null if it is none, or not as the unit writes it. It says nothing of the signature. */
export function signedIn(text: string): SignedReport | null {
  try {
    const { report, key, signature, endorsement } = JSON.parse(text) as SignedReport;
    const strings = [report.unit, report.site, report.by, report.begun, report.ended, report.certificate, key, signature, endorsement];
    const fits =
      report.form === FORM &&
      strings.every((each) => typeof each === "string") &&
      Array.isArray(report.steps) &&
      Array.isArray(report.open);
    return fits && signedText({ report, key, signature, endorsement }) === text ? { report, key, signature, endorsement } : null;
  } catch {
    return null;
  }
}
