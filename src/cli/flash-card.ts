import { hostname, userInfo } from "node:os";
import { basename } from "node:path";
import { type BlockMap, mappedBytes } from "../flash/block-map.ts";
import { differing, Stopped, writeImage } from "../flash/copy.ts";
import { type Disk, diskWords, sizeWords } from "../flash/disk.ts";
import { type Identity, provisionFiles } from "../flash/identity.ts";
import { provisionOn, readPartition, rewrite } from "../flash/provision.ts";
import { type FlashRecord, FORM, partsOf, type Signed, signedBytes } from "../flash/record.ts";
import { withFiles } from "../platform/fat.ts";
import { openImage, sha256 } from "../platform/image-file.ts";
import type { Key } from "../platform/keys.ts";
import { type OpenMedium, openMedium, type Target } from "../platform/medium.ts";
import { Unfinished } from "../platform/unfinished.ts";
import { VERSION } from "../platform/version.ts";
import type { FlashTeller } from "./flash-teller.ts";

/** The image that is written, as it was read once. */
export interface Image {
  readonly file: string;
  /** In words, from the manifest beside it; "". */
  readonly version: string;
  readonly map: BlockMap;
}

export interface Order {
  readonly image: Image;
  readonly target: Target;
  /** Null where the target is a file. */
  readonly disk: Disk | null;
  /** Null writes the image as it is. */
  readonly identity: Identity | null;
  /** The certificate's end, ISO; "" without one. */
  readonly certificate_ends: string;
  readonly records: string;
  readonly station: Key;
}

/** Writes one card, reads it back, gives it its identity, reads that back; returns the signed record. Throws in words, `Stopped` if asked to. */
export async function flashCard(order: Order, tell: FlashTeller): Promise<Signed> {
  const began = new Date();
  const { image, target, identity } = order;
  const unfinished = new Unfinished(order.records, image.map.image_sha256, mediumKey(order));
  const before = unfinished.done();
  if (target.kind === "file" && before === 0) await unfinished.begin(target.path);
  if (before > 0) tell.words(`going on where it stopped: ${before} of ${image.map.ranges.length} parts are looked at first`);
  const medium = await openMedium(target, "write", image.map.image_bytes);
  try {
    await write(order, medium, unfinished, before, tell);
    const wrong = await differing(medium, image.map, sha256, tell);
    if (wrong.length > 0) {
      unfinished.end();
      throw new Error(falseWords(order, wrong.length));
    }
    const provision_sha256 = identity === null ? "" : await provide(medium, identity, tell);
    unfinished.end();
    return signed(order, { began, provision_sha256, direct: medium.direct });
  } finally {
    await medium.close();
  }
}

async function write(order: Order, medium: OpenMedium, unfinished: Unfinished, before: number, tell: FlashTeller): Promise<void> {
  const { file, map } = order.image;
  const source = await openImage(file);
  try {
    await writeImage(source, medium, map, sha256, before, {
      progress: (progress) => tell.progress(progress),
      stopped: () => tell.stopped(),
      written: (index) => unfinished.reached(index),
    });
    unfinished.reached(map.ranges.length);
    unfinished.keep();
  } catch (error) {
    unfinished.keep();
    if (error instanceof Stopped) throw new Stopped("stopped; the same words again go on from here");
    throw new Error(`${(error as Error).message}. What is written is kept: the same words again go on from here`);
  } finally {
    await source.close();
  }
}

async function provide(medium: OpenMedium, identity: Identity, tell: FlashTeller): Promise<string> {
  const partition = await provisionOn(medium);
  const before = await readPartition(medium, partition);
  return rewrite(medium, partition, before, withFiles(before, provisionFiles(identity)), sha256, tell);
}

const falseWords = ({ image, disk, target }: Order, wrong: number): string =>
  `${disk?.name ?? target.path} does not give back what was written: ${wrong} of ${image.map.ranges.length} parts differ. ` +
  "It is worn out, or has less room than it says: throw it away and take another one";

/** What the same medium is known by when it comes again. */
const mediumKey = ({ disk, target }: Order): string => (disk === null ? target.path : `${disk.serial || disk.name} ${disk.bytes}`);

function signed(order: Order, at: { readonly began: Date; readonly provision_sha256: string; readonly direct: boolean }): Signed {
  const { image, disk, target, identity, station } = order;
  const { map } = image;
  const sum = (text: string): string => {
    const hash = sha256();
    hash.update(Buffer.from(text));
    return hash.hex();
  };
  const certificate = identity?.certificates ?? null;
  const record: FlashRecord = {
    form: FORM,
    unit: identity?.unit ?? "",
    site_sha256: identity === null ? "" : sum(identity.site_text),
    image: { file: basename(image.file), version: image.version, bytes: map.image_bytes, sha256: map.image_sha256 },
    medium: {
      name: disk?.name ?? target.path,
      model: disk?.model ?? "a file",
      serial: disk?.serial ?? "",
      bytes: disk?.bytes ?? map.image_bytes,
    },
    verified: { ranges: map.ranges.length, bytes: mappedBytes(map), read_back: at.direct ? "medium" : "memory" },
    parts: partsOf(map),
    provision_sha256: at.provision_sha256,
    certificate: certificate === null ? null : { sha256: sum(certificate.certificate), ends: order.certificate_ends },
    began: at.began.toISOString(),
    ended: new Date().toISOString(),
    by: `${userInfo().username}@${hostname()}`,
    program: VERSION,
  };
  return { record, station: station.publicKey, signature: Buffer.from(station.sign(signedBytes(record))).toString("base64") };
}

/** What will be done, in words, one thing a line. */
export function plan({ image, disk, target, identity, records }: Omit<Order, "certificate_ends" | "station">): readonly string[] {
  const { map } = image;
  const where = disk === null ? `the file ${target.path}` : diskWords({ ...disk, mounts: [] });
  const lines = [
    `${basename(image.file)}${image.version === "" ? "" : ` (${image.version})`}, sha256 ${map.image_sha256}`,
    `onto ${where}: ${sizeWords(mappedBytes(map))} of ${sizeWords(map.image_bytes)} matter, in ${map.ranges.length} parts`,
    "then all of them are read back and compared",
  ];
  if (identity !== null) {
    lines.push(
      `then ${identity.unit} gets its identity on PROVISION: ${provisionFiles(identity)
        .map(({ name }) => name)
        .join(", ")}`,
    );
    lines.push(`a label with its code, and the signed record, go to ${records}/`);
  } else lines.push(`without an identity; the signed record goes to ${records}/`);
  return lines;
}
