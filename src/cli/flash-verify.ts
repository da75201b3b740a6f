import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { compare } from "../flash/compare.ts";
import { sizeWords } from "../flash/disk.ts";
import { type FlashRecord, type Signed, signedIn } from "../flash/record.ts";
import { isSignedBy } from "../platform/flash-records.ts";
import { sha256 } from "../platform/image-file.ts";
import { readKey } from "../platform/keys.ts";
import { openMedium } from "../platform/medium.ts";
import type { FlashOptions } from "./flash.ts";
import { readable } from "./flash-target.ts";
import type { FlashTeller } from "./flash-teller.ts";

/** `stopline flash --verify`: whose record it is, what it says, and whether the medium is still so. */
export async function verifyRecord(file: string, named: string | undefined, values: FlashOptions, tell: FlashTeller): Promise<number> {
  if (!existsSync(file))
    throw new Error(`there is no record "${file}"; the flashing has left one beside the label, as UNIT and the time, such as A-1-….json`);
  const signed = signedIn(readFileSync(file, "utf8"));
  if (signed === null) throw new Error(`${file} is no record of a flashing`);
  const station = values.station ?? ownStation(values.key ?? join(dirname(file), "station.key"));
  if (station === null)
    throw new Error(
      `nobody here knows the station's key: --station KEY is what it printed at its first use. (The record says ${signed.station}; anybody can write that.)`,
    );
  if (!isSignedBy(signed, station)) throw new Error(strangerWords(file, signed, station));
  for (const line of recordWords(signed.record)) tell.words(line);
  if (named === undefined) return 0;
  const target = await readable(named, values);
  const medium = await openMedium(target, "read", signed.record.image.bytes);
  try {
    const parts = await compare(medium, signed.record, sha256, tell);
    for (const { part, same } of parts) tell.words(`${part.padEnd(12)} ${same ? "as it was flashed" : "NOT as it was flashed"}`);
    tell.fact({ compared: parts });
    const same = parts.every((each) => each.same);
    if (!same)
      tell.words(
        "A card that has been in a unit differs in ESP (its counter of starts), PROVISION (STATUS.TXT) and data, and after an update in a slot.",
      );
    return same ? 0 : 1;
  } finally {
    await medium.close();
  }
}

const ownStation = (file: string): string | null => (existsSync(file) ? readKey(file).publicKey : null);

const strangerWords = (file: string, { station }: Signed, known: string): string =>
  station === known
    ? `${file} is not what this station signed: it was changed, or it is broken`
    : `${file} was signed by another station (${station}), not by ${known}; if you trust that one: --station`;

function recordWords(record: FlashRecord): readonly string[] {
  const { unit, image, medium, verified, certificate, ended, by, program } = record;
  return [
    `${unit === "" ? "no unit" : unit}, flashed ${ended} by ${by}, stopline ${program}`,
    `image ${image.file}${image.version === "" ? "" : ` (${image.version})`}, sha256 ${image.sha256}`,
    `onto ${medium.name} (${[sizeWords(medium.bytes), medium.model, `serial ${medium.serial || "unknown"}`].filter(Boolean).join(", ")}), ${verified.ranges} parts read back from ${verified.read_back === "medium" ? "the medium" : "memory"}`,
    certificate === null ? "no certificate" : `certificate until ${certificate.ends.slice(0, 10)}, sha256 ${certificate.sha256}`,
    "the signature is right",
  ];
}
