import { existsSync } from "node:fs";
import { decodeBody } from "../../../src/journal/body.ts";
import type { Chunk, LinkJournal, StoredChunk } from "../../../src/journal/port.ts";
import { KeptStore } from "../../../src/platform/kept-store.ts";
import { openLinkJournal } from "../../../src/platform/recorder.ts";
import { CODE } from "../../../src/traffic/codes.ts";
import { entry } from "../../../src/traffic/entry.ts";
import { Instant, WallTime } from "../../../src/traffic/time.ts";
import { type Account, accountOf } from "./account.ts";
import { type Kind, MONDAY, pagesOf, type Told, UNIT } from "./life.ts";

/**
 * Opens what a cut has left at `path` as a unit does when the power is back, and says what is not as it was told to be before the cut:
 * `told`, or anything that was on its way to `next`. `more`: looks the whole file through and goes on recording, too; where flash has gone bad
 * the whole file is always looked through.
 */
export function wrongAfter(path: string, kind: Kind, told: Told | null, next: Told | null, more: boolean): string[] {
  const wrong: string[] = [];
  const kept = new KeptStore({ path, unit: UNIT, pages_max: pagesOf(kind) });
  kept.open();
  const opened = kept.state;
  if (opened.opening === 0 || opened.fault !== "") wrong.push(`it does not open: ${opened.fault}`);
  const sound = kind === "damage" || more ? kept.check() : true;
  if (kind === "damage" || more) kept.mend();
  if (kind !== "damage" && (!sound || kept.state.anew !== "" || (existsSync(`${path}.aside`) && kind !== "renewal")))
    wrong.push(`the file was broken: ${kept.state.anew || kept.state.fault}`);
  if (wrong.length === 0) wrong.push(...compared(path, kind, told, next, kept, more));
  kept.close();
  return wrong;
}

function compared(path: string, kind: Kind, told: Told | null, next: Told | null, kept: KeptStore, more: boolean): string[] {
  const link = openLinkJournal(path, UNIT);
  try {
    if (more)
      kept.use((store) => {
        store.append([entry(Instant(0), CODE.alarmOn, 1, accounted(link).last_value + 1)], WallTime(MONDAY));
        store.flush();
      });
    const there = accounted(link);
    const wrong = [...there.wrong];
    const epoch = link.epoch() ?? "";
    if (told === null) return wrong;
    if (epoch === told.epoch) {
      if (there.last_seq < told.last_seq) wrong.push(`record ${told.last_seq} was durable, ${there.last_seq} is the last`);
      if (kind !== "damage" && link.acked() < told.acked) wrong.push(`the brain had ${told.acked}, ${link.acked()} is known`);
      if (there.first_seq > Math.max(link.acked(), kind === "damage" ? told.acked : 0) + 1)
        wrong.push(`begins with ${there.first_seq}, the brain has ${link.acked()}`);
    } else if (kind !== "renewal" || epoch !== next?.epoch) wrong.push(`epoch ${epoch} in the place of ${told.epoch}`);
    if (!there.unknown && there.last_value < told.value) wrong.push(`entry ${told.value} was durable, ${there.last_value} is the last`);
    if (link.counter() < told.counter) wrong.push(`counter ${link.counter()} was ${told.counter}`);
    if (kind !== "damage") {
      for (const id of told.done) if (link.result(id)?.done !== true) wrong.push(`the result of ${id} is gone`);
      for (const id of told.waiting) if (!link.offered(id) && link.result(id) === null) wrong.push(`command ${id} is gone`);
    }
    const may = [told.latched, next?.latched ?? null];
    if (told.latched !== null && next?.latched !== null && !may.includes(kept.state.latched))
      wrong.push(`latched is ${kept.state.latched || "nothing"}, told was ${told.latched || "nothing"}`);
    return wrong;
  } finally {
    link.close();
  }
}

/** Of the last states: most of their chunks are the same bytes. */
const decoded = new Map<number, { readonly body: Uint8Array; readonly chunk: Chunk }>();

function decode({ first_seq, body }: StoredChunk): Chunk {
  const known = decoded.get(first_seq);
  if (known !== undefined && Buffer.compare(known.body, body) === 0) return known.chunk;
  const chunk = decodeBody(body);
  decoded.set(first_seq, { body, chunk });
  return chunk;
}

const accounted = (link: LinkJournal): Account => accountOf(link.chunksAfter(0, 100_000).map(decode));
