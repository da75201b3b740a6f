import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Signed, signedBytes, signedIn, signedText } from "../flash/record.ts";
import { signatureBy } from "./signature.ts";

/** Whether the record was signed by the station with this public key (raw, base64). */
export function isSignedBy({ record, signature }: Signed, station: string): boolean {
  try {
    return signatureBy(station)(signedBytes(record), Buffer.from(signature, "base64"));
  } catch {
    return false;
  }
}

/** Lays the record into the folder, whole or not at all; returns its path. Every flashing has its own. */
export function keepRecord(folder: string, signed: Signed): string {
  const { unit, ended } = signed.record;
  return keep(folder, `${unit || "blank"}-${ended.replace(/[:.]/g, "-")}.json`, signedText(signed), 0o644);
}

/** The label has the unit's code: nobody else reads it. */
export const keepLabel = (folder: string, unit: string, page: string): string => keep(folder, `${unit}.label.html`, page, 0o600);

function keep(folder: string, name: string, text: string, mode: number): string {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, name);
  writeFileSync(`${path}.new`, text, { mode, flush: true });
  renameSync(`${path}.new`, path);
  return path;
}

/** All records in the folder that this station has signed, oldest first. */
export function recordsOf(folder: string, station: string): readonly Signed[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith(".json"))
    .flatMap((name) => signedIn(readFileSync(join(folder, name), "utf8")) ?? [])
    .filter((signed) => isSignedBy(signed, station))
    .sort((a, b) => a.record.ended.localeCompare(b.record.ended));
}
