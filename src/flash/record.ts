import type { BlockMap } from "./block-map.ts";

/** What was flashed, as the flashing station signs it. Times are ISO 8601, UTC; sums are SHA-256, hexadecimal. */
export interface FlashRecord {
  readonly form: typeof FORM;
  readonly unit: string;
  readonly site_sha256: string;
  readonly image: { readonly file: string; readonly version: string; readonly bytes: number; readonly sha256: string };
  /** `read_back`: whether what was compared came from the medium itself or out of the computer's memory. */
  readonly medium: { readonly name: string; readonly model: string; readonly serial: string; readonly bytes: number };
  readonly verified: { readonly ranges: number; readonly bytes: number; readonly read_back: "medium" | "memory" };
  /** The block map: FIRST-LAST SUM of each part, in blocks of 4,096 bytes. With it the medium can be checked without the image. */
  readonly parts: readonly string[];
  /** The whole PROVISION partition, as it was when the card left the station; "" for an image without identity. */
  readonly provision_sha256: string;
  /** Of the unit's certificate: its sum and its end; null without one. */
  readonly certificate: { readonly sha256: string; readonly ends: string } | null;
  readonly began: string;
  readonly ended: string;
  readonly by: string;
  readonly program: string;
}

export const FORM = "stopline flash record 1";

export interface Signed {
  readonly record: FlashRecord;
  /** The station's Ed25519 key, raw, base64. */
  readonly station: string;
  /** Of `signedBytes(record)`, base64. */
  readonly signature: string;
}

/** What is signed: the form's name, a line feed, and the record as JSON without blanks, in the order in which it stands in the file. */
export const signedBytes = (record: FlashRecord): Buffer => Buffer.from(`${FORM}\n${JSON.stringify(record)}`);

const PART = /^(\d+)-(\d+) ([0-9a-f]{64})$/;

export const partsOf = ({ ranges }: BlockMap): readonly string[] => ranges.map(({ first, last, sha256 }) => `${first}-${last} ${sha256}`);

/** The block map that a record holds. */
export function mapOfRecord({ image, parts }: FlashRecord): BlockMap {
  const ranges = parts.map((part) => {
    const [, first, last, sha256] = PART.exec(part)!;
    return { first: Number(first), last: Number(last), sha256: sha256! };
  });
  return { image_bytes: image.bytes, image_sha256: image.sha256, ranges };
}

export const signedText = (signed: Signed): string => `${JSON.stringify(signed, null, 2)}\n`;

/** A record's file as a value; null if it is none. It says nothing of the signature. */
export function signedIn(text: string): Signed | null {
  try {
    const { record, station, signature } = JSON.parse(text);
    const fits =
      record?.form === FORM &&
      [record.unit, record.site_sha256, record.image?.sha256, record.provision_sha256, record.ended, station, signature].every(
        (each) => typeof each === "string",
      ) &&
      Array.isArray(record.parts) &&
      record.parts.every((part: unknown) => typeof part === "string" && PART.test(part)) &&
      [record.image.bytes, record.medium?.bytes, record.verified?.bytes].every(Number.isSafeInteger);
    return fits ? { record, station, signature } : null;
  } catch {
    return null;
  }
}
