import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Stopped } from "../flash/copy.ts";
import { diskWords } from "../flash/disk.ts";
import { jobsIn } from "../flash/jobs.ts";
import { type Label, labelPage } from "../flash/label.ts";
import { provisionOn, readPartition } from "../flash/provision.ts";
import type { FlashRecord } from "../flash/record.ts";
import { keepLabel, recordsOf } from "../platform/flash-records.ts";
import { sha256 } from "../platform/image-file.ts";
import { openMedium } from "../platform/medium.ts";
import type { FlashOptions } from "./flash.ts";
import type { Image } from "./flash-card.ts";
import { type Desk, folderOf, type Ready, ready } from "./flash-identity.ts";
import { carryOut, stationOf } from "./flash-one.ts";
import { ask, type Chosen, confirmed, listing, targetOf } from "./flash-target.ts";
import type { FlashTeller } from "./flash-teller.ts";
import { UsageError } from "./verb.ts";

/** No unit has a dot in its name. */
const ALL = "all.cards";

type Outcome = "done" | "was done" | "left out" | "failed";

/** A table of units, one card after the other. Nothing is written while anything in the table is wrong. */
export async function flashJobs(
  image: Image,
  named: string | undefined,
  table: string,
  desk: Desk,
  values: FlashOptions,
  tell: FlashTeller,
): Promise<number> {
  const all = readTable(table, desk, tell);
  if (all === null) return 1;
  if (values.out === undefined && named === undefined)
    throw new UsageError(
      `name the disk that the cards come into, or --out DIR for files. There are:\n${listing(0, values.large).join("\n")}`,
    );
  for (const { job, warnings } of all) for (const words of warnings) tell.words(`row ${job.row}: ${words}`);
  if (values["dry-run"]) return foretell(image, all, values, tell);
  if (values.out === undefined && !process.stdin.isTTY)
    throw new UsageError("somebody must change the cards: --jobs without --out DIR wants a terminal");
  const station = stationOf(values, tell);
  const records = recordsOf(values.records, station.publicKey).map(({ record }) => record);
  const done = new Map(all.flatMap((who) => recordFor(who, image, records) ?? []).map((record) => [record.unit, record]));
  const outcomes: Outcome[] = [];
  const labels: Label[] = [];
  // A disk's name is typed once, not for each card that comes into it.
  const readers = new Set<string>();
  if (values.out !== undefined) mkdirSync(values.out, { recursive: true });
  for (const who of all) {
    const { row, unit } = who.job;
    if (done.has(unit) && !values.again) {
      tell.words(`row ${row}: ${unit} was done ${done.get(unit)!.ended}`);
      outcomes.push("was done");
      continue;
    }
    const chosen =
      values.out === undefined
        ? await nextCard(image, named!, who, [...done.values()], readers, values, tell)
        : await file(image, values.out, unit);
    if (chosen === null) {
      outcomes.push("left out");
      continue;
    }
    try {
      const label = await carryOut(image, chosen, who, desk, values, station, tell);
      if (label !== null) labels.push(label);
      const last = recordsOf(values.records, station.publicKey).at(-1)?.record;
      if (last?.unit === unit) done.set(unit, last);
      outcomes.push("done");
    } catch (error) {
      if (error instanceof Stopped) throw error;
      tell.words(`row ${row}: ${unit}: ${(error as Error).message}`);
      outcomes.push("failed");
    }
  }
  if (labels.length > 1) tell.words(`all labels of this run: ${keepLabel(values.records, ALL, labelPage(labels))}`);
  return summary(all, outcomes, tell);
}

function readTable(table: string, desk: Desk, tell: FlashTeller): readonly Ready[] | null {
  const { jobs, problems } = jobsIn(readFileSync(table, "utf8"));
  const read = jobs.map((job) => ({ job, who: job.site === "" ? [] : ready(job, folderOf(table), desk) }));
  const wrong = [
    ...problems.map(({ row, words }) => ({ row, words })),
    ...read.flatMap(({ job, who }) => ("job" in who ? [] : who.map((words) => ({ row: job.row, words })))),
  ].sort((a, b) => a.row - b.row);
  for (const { row, words } of wrong) tell.words(`${table}: row ${row}: ${words}`);
  if (wrong.length > 0) tell.words(`${table} is refused as it stands; no card was written`);
  return wrong.length > 0 ? null : read.flatMap(({ who }) => ("job" in who ? who : []));
}

function foretell(image: Image, all: readonly Ready[], { out }: FlashOptions, tell: FlashTeller): number {
  for (const { job, site } of all)
    tell.words(
      `row ${job.row}: ${job.unit} (${site.name}) ${out === undefined ? "onto the next card" : `into ${join(out, `${job.unit}.img`)}`}, ${job.address || "by DHCP"}`,
    );
  tell.words(`${all.length} units with ${image.file}; nothing was written: it is a dry run`);
  return 0;
}

/** The newest record of the same unit, site file and image. */
function recordFor({ job, site_text }: Ready, image: Image, records: readonly FlashRecord[]): FlashRecord | null {
  const hash = sha256();
  hash.update(Buffer.from(site_text));
  const site = hash.hex();
  return (
    records.findLast(
      (record) => record.unit === job.unit && record.site_sha256 === site && record.image.sha256 === image.map.image_sha256,
    ) ?? null
  );
}

const file = (image: Image, out: string, unit: string): Promise<Chosen> =>
  targetOf(join(out, `${unit}.img`), { file: image.file, bytes: image.map.image_bytes }, { large: false });

/** Asks until a card is there that may be written; null if the unit is to be left out. */
async function nextCard(
  image: Image,
  named: string,
  { job, site }: Ready,
  done: readonly FlashRecord[],
  readers: Set<string>,
  values: FlashOptions,
  tell: FlashTeller,
): Promise<Chosen | null> {
  for (;;) {
    const answer = await ask(
      `row ${job.row}: the card for ${job.unit} (${site.name}) into ${named}, then Enter. "skip" leaves it out, "end" stops: `,
    );
    if (answer === "skip") return null;
    if (answer === "end" || tell.stopped()) throw new Stopped("stopped; the same words again go on with the next unit");
    try {
      const chosen = await targetOf(named, { file: image.file, bytes: image.map.image_bytes }, values);
      const whose = await unitOn(chosen, done);
      if (whose === "") {
        if (chosen.disk === null) return chosen;
        tell.words(diskWords(chosen.disk));
        const reader = `${chosen.disk.name} ${chosen.disk.bus} ${chosen.disk.model}`;
        if (!readers.has(reader)) await confirmed(chosen);
        readers.add(reader);
        return chosen;
      }
      tell.words(`this card is ${whose}'s: put in another one`);
    } catch (error) {
      tell.words((error as Error).message);
    }
  }
}

/** Whose card it is by what is on PROVISION, among those that were just made; "" if nobody's. */
async function unitOn({ target }: Chosen, done: readonly FlashRecord[]): Promise<string> {
  if (target.kind !== "device") return "";
  try {
    const medium = await openMedium(target, "read", 0);
    try {
      const hash = sha256();
      hash.update(await readPartition(medium, await provisionOn(medium)));
      const sum = hash.hex();
      return done.find(({ provision_sha256 }) => provision_sha256 === sum)?.unit ?? "";
    } finally {
      await medium.close();
    }
  } catch {
    // No card of ours, or one that is mounted: what opens it for writing says so.
    return "";
  }
}

function summary(all: readonly Ready[], outcomes: readonly Outcome[], tell: FlashTeller): number {
  const of = (outcome: Outcome) => all.filter((_, i) => outcomes[i] === outcome).map(({ job }) => job.unit);
  const counts = (["done", "was done", "left out", "failed"] as const).map((outcome) => ({ outcome, units: of(outcome) }));
  tell.words(
    `${all.length} ${all.length === 1 ? "unit" : "units"}: ${counts
      .filter(({ units }) => units.length > 0)
      .map(({ outcome, units }) => `${units.length} ${outcome}`)
      .join(", ")}`,
  );
  for (const { outcome, units } of counts.slice(2)) if (units.length > 0) tell.words(`${outcome}: ${units.join(", ")}`);
  tell.fact({ summary: Object.fromEntries(counts.map(({ outcome, units }) => [outcome.replace(" ", "_"), units])) });
  return of("left out").length + of("failed").length === 0 ? 0 : 1;
}
