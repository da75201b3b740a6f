import { join } from "node:path";
import { pageAddress } from "../flash/identity.ts";
import type { Job } from "../flash/jobs.ts";
import { type Label, labelPage } from "../flash/label.ts";
import { keepLabel, keepRecord } from "../platform/flash-records.ts";
import { type Key, openKey } from "../platform/keys.ts";
import { newCode } from "../platform/page-code.ts";
import type { FlashOptions } from "./flash.ts";
import { flashCard, type Image, type Order, plan } from "./flash-card.ts";
import { certificateOf, type Desk, identityOf, type Ready, ready } from "./flash-identity.ts";
import { type Chosen, confirmed, release, targetOf, unchanged } from "./flash-target.ts";
import type { FlashTeller } from "./flash-teller.ts";
import { readSiteFile } from "./site-file.ts";
import { UsageError } from "./verb.ts";

/** One unit, or an image as it is. */
export async function flashOne(
  image: Image,
  named: string,
  job: Job | null,
  desk: Desk,
  values: FlashOptions,
  tell: FlashTeller,
): Promise<number> {
  const who = job === null ? null : readyAlone(job, desk);
  if (who !== null && "problems" in who) {
    for (const words of who.problems) tell.words(words);
    return 1;
  }
  const chosen = await targetOf(named, { file: image.file, bytes: image.map.image_bytes }, values);
  if (values.yes && chosen.disk !== null && values.serial === undefined)
    throw new UsageError(`with --yes a disk is named with its serial number too: --serial "${chosen.disk.serial}"`);
  for (const words of [...foretold(image, chosen, who, desk, values.records), ...(who?.warnings ?? [])]) tell.words(words);
  if (values["dry-run"]) {
    tell.words("nothing was written: it is a dry run");
    return 0;
  }
  if (!values.yes) await confirmed(chosen);
  await carryOut(image, chosen, who, desk, values, stationOf(values, tell), tell);
  return 0;
}

/** The unit's id comes from its site file where nobody has said it. */
function readyAlone(job: Job, desk: Desk): Ready | { readonly problems: readonly string[] } {
  const read = readSiteFile(job.site);
  const who = ready({ ...job, unit: read.ok ? read.site.id : "" }, ".", desk);
  return "job" in who ? who : { problems: who };
}

/** The station's key; made at the first use. */
export function stationOf({ records, key }: FlashOptions, tell: FlashTeller): Key {
  const station = openKey(key ?? join(records, "station.key"));
  if (station.made) tell.words(`made this station's key; who checks its records needs the public half: --station ${station.publicKey}`);
  return station;
}

/** What will be done, without making anything for it. */
function foretold(image: Image, chosen: Chosen, who: Ready | null, desk: Desk, records: string): readonly string[] {
  const given = who !== null && desk.authority !== "" && who.site.brain.tls ? { ca: "-", certificate: "-", key: "-" } : null;
  const identity = who === null ? null : { ...identityOf(who, null, { page: "", technician: "" }), certificates: given };
  return plan({ image, ...chosen, identity, records });
}

/** Writes the card and keeps its record and its label; returns the label, null without an identity. Throws in words. */
export async function carryOut(
  image: Image,
  chosen: Chosen,
  who: Ready | null,
  desk: Desk,
  values: Pick<FlashOptions, "records">,
  station: Key,
  tell: FlashTeller,
): Promise<Label | null> {
  unchanged(chosen);
  release(chosen);
  const given = who === null ? null : certificateOf(who, desk);
  if (given?.made) tell.words(`made a certificate for ${given.name}`);
  const codes = { page: newCode(), technician: newCode() };
  const identity = who === null ? null : identityOf(who, given, codes);
  const ends = given === null ? "" : new Date(given.ends).toISOString();
  const order: Order = { image, ...chosen, identity, certificate_ends: ends, records: values.records, station };
  const signed = await flashCard(order, tell);
  const record = keepRecord(values.records, signed);
  const { verified, medium } = signed.record;
  tell.words(
    `${identity === null ? medium.name : `${identity.unit}: ${medium.name}`} is written, and read back ${
      verified.read_back === "medium" ? "from the medium itself" : "through this computer's memory (its file system cannot do better)"
    }: ${verified.ranges} parts are right. Record: ${record}`,
  );
  tell.fact({ done: record, unit: signed.record.unit });
  if (identity === null) return null;
  const label = {
    unit: identity.unit,
    name: who!.site.name,
    page: pageAddress(identity),
    code: codes.page,
    technician: codes.technician,
    flashed: `${signed.record.ended.slice(0, 10)} ${image.version.replace(/^.*stopline_([^_]+)_.*$/, "$1")}`.trim(),
  };
  tell.words(
    `label to print (its parts have the code of the status page, and the technician's): ${keepLabel(values.records, label.unit, labelPage([label]))}`,
  );
  return label;
}
