import { X509Certificate } from "node:crypto";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { Authority } from "./authority.ts";
import { DAYS } from "./authority-settings.ts";
import { type Certificates, DAY_MS, readCertificates, WARN_DAYS } from "./certificates.ts";

export interface Given extends Certificates {
  /** Made just now. */
  readonly made: boolean;
}

/**
 * A unit's certificate with its key out of an authority's folder: the newest that is not revoked and stays good for a while, else, if `mayMake`,
 * a new one; null where it would have to be made. An earlier one whose key was carried away stays valid until it ends or is revoked.
 */
export function givenTo(folder: string, unit: string, mayMake: boolean): Given | null {
  const authority = Authority.open(folder);
  const revoked = new Set(
    authority
      .issued()
      .filter((each) => each.revoked)
      .map(({ serial }) => authority.certificate(serial).fingerprint256),
  );
  const there = foldersOf(folder, unit)
    .map((given) => readCertificates(given))
    .filter(
      (each) =>
        each.name === unit &&
        each.ends - Date.now() > WARN_DAYS * DAY_MS &&
        !revoked.has(new X509Certificate(each.certificate).fingerprint256),
    )
    .sort((a, b) => a.begins - b.begins)
    .at(-1);
  if (there !== undefined) return { ...there, made: false };
  return mayMake ? { ...readCertificates(authority.issue("unit", unit, [], DAYS.unit)), made: true } : null;
}

/** NAME, NAME.2 …: what `issue` made and nobody carried away. */
function foldersOf(folder: string, unit: string): readonly string[] {
  const given = join(folder, "given");
  if (!existsSync(given)) return [];
  return readdirSync(given)
    .filter((name) => name === unit || (name.startsWith(`${unit}.`) && /^\d+$/.test(name.slice(unit.length + 1))))
    .map((name) => join(given, name));
}
