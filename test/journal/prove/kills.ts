/**
 * SIGKILL: a street side and a link in processes of their own, on one journal, each killed at a random moment while it opens, writes,
 * acknowledges or puts its log into the file. Most are forks of this one, which begin within milliseconds (`fork.c`). Its arguments are kills,
 * seed and break.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gapOf } from "../../../src/journal/body.ts";
import { openDatabase } from "../../../src/platform/database.ts";
import { openLinkJournal, readJournal } from "../../../src/platform/recorder.ts";
import { dice } from "../../dice.ts";
import { linkHere } from "./kill-link.ts";
import { streetHere } from "./kill-street.ts";
import { rest } from "./rest.ts";
import { Side } from "./side.ts";

const [kills = 0, seed = 0] = process.argv.slice(2, 4).map(Number);
const broken = process.argv[4] ?? "";
const roll = dice(seed);
/** A kill falls within this after the first commit, in one of some commits or beside them; every fifth within the other after the start. */
const WRITING_MS = 8;
const OPENING_MS = { fork: 10, program: 120 };
/** Every so many-th street side is a program of its own with the recorder's thread. */
const PROGRAM_EVERY = 40;
/** How often the whole file is looked through. */
const CHECK_EVERY = 20;
/** One that has said nothing for so long never will. (In the ordinary run it has only what the tests leave idle.) */
const PATIENCE_MS = 600_000;

const folder = mkdtempSync(join(tmpdir(), "stopline-kills-"));
const path = join(folder, "journal.db");
const env = { ...process.env, NODE_COMPILE_CACHE: join(folder, "compiled") };
let [streets, links, records, wrongs] = [0, 0, 0, 0];
/** What the journal holds and what was said of it. */
let [checked, lastSession, told, acked, counter] = [0, 0, 0, 0, 0];
const offered: string[] = [];
let link: Side | null = null;

/** A street side from its start to its death; sometimes the link dies in it. */
function liveStreet(): void {
  const program = streets % PROGRAM_EVERY === PROGRAM_EVERY - 1;
  const words = join(folder, "street");
  const street = program
    ? Side.program(words, "kill-street.ts", [path, broken], env)
    : Side.forked(words, (say) => streetHere(path, broken, say));
  if (roll(5) === 0) rest(roll(OPENING_MS[program ? "program" : "fork"] * 1_000) / 1_000);
  else {
    awaitCommit(street);
    const linkFirst = link !== null && roll(2) === 0;
    rest(roll(WRITING_MS * 1_000) / 1_000);
    if (linkFirst) {
      killLink();
      rest(roll(WRITING_MS * 1_000) / 1_000);
    }
  }
  if (!street.kill()) tell("the street side ended by itself");
  streets++;
  const lines = street.lines();
  street.close();
  hearStreet(lines);
}

const heard: string[][] = [];

/** Until it has said what it has opened, and that a commit is durable. */
function awaitCommit(street: Side): void {
  const until = performance.now() + PATIENCE_MS;
  while (heard.length < 2 && performance.now() < until) {
    heard.push(...street.lines());
    if (heard.length >= 2) return;
    if (street.ended()) return;
    rest(0.5);
  }
  if (heard.length < 2) tell(`a street side has said nothing for ${PATIENCE_MS} ms`);
}

function hearStreet(lines: readonly string[][]): void {
  heard.push(...lines);
  heard.forEach((line, i) => {
    const [session = 0, durable = 0] = line.map(Number);
    if (i === 0 && session <= lastSession) tell(`session ${session} came again`);
    lastSession = Math.max(lastSession, session);
    told = Math.max(told, durable);
  });
  heard.length = 0;
}

function startLink(): Side | null {
  const reader = openLinkJournal(path);
  const epoch = reader.epoch();
  reader.close();
  return epoch === null ? null : Side.forked(join(folder, "link"), (say) => linkHere(path, epoch, say));
}

function hearLink(): void {
  for (const [seq = "", count = "", id = ""] of link?.lines() ?? []) {
    acked = Math.max(acked, Number(seq));
    counter = Math.max(counter, Number(count));
    if (id !== "") offered.push(id);
  }
}

function killLink(): void {
  if (link === null) return;
  if (!link.kill()) tell("the link ended by itself");
  hearLink();
  link.close();
  link = null;
  links++;
}

function check(): void {
  if (streets % CHECK_EVERY === CHECK_EVERY - 1) whole();
  hearLink();
  const [before, knew, counted] = [told, acked, counter];
  const reader = openLinkJournal(path, "killed");
  if (reader.epoch() === null) {
    if (before > 0) tell(`record ${before} was durable, there is no journal`);
    reader.close();
    return;
  }
  let next = checked + 1;
  for (const chunk of readJournal(path, { after: checked })) {
    // What the brain has is forgotten when the journal is full.
    if (chunk.first_seq > next && chunk.first_seq <= reader.acked() + 1) next = chunk.first_seq;
    const gap = gapOf(chunk.records);
    if (gap !== null) {
      next = gap.to + 1;
      continue;
    }
    for (const record of chunk.records) {
      if (record.seq <= checked) continue;
      if (record.seq !== next || record.value !== next || record.param !== chunk.session)
        tell(`record ${record.seq} in the place of ${next}`);
      next = record.seq + 1;
      records++;
    }
  }
  checked = next - 1;
  if (checked < before) tell(`record ${before} was durable, ${checked} is the last`);
  if (reader.acked() < knew) tell(`${knew} was acknowledged, ${reader.acked()} is known`);
  if (reader.counter() < counted) tell(`the counter was ${counted}, it is ${reader.counter()}`);
  for (const id of offered.slice(-20)) if (!reader.offered(id) && reader.result(id) === null) tell(`command ${id} is gone`);
  reader.close();
}

function whole(): void {
  const db = openDatabase(path, "reader");
  const found = db.pragma("quick_check(1)", { simple: true }) as string;
  if (found !== "ok") tell(found);
  db.close();
}

function tell(words: string): void {
  wrongs++;
  if (wrongs > 10) return;
  console.error(`kill ${streets + links}, ${path}: ${words}`);
  console.error(`  the like again: make prove-journal ONLY=kills SEED=${seed} KILLS=${kills}${broken ? ` BREAK=${broken}` : ""}`);
}

/** A unit's life in this process: whatever is compiled here need not be in each fork. */
function rehearse(): void {
  const own = join(folder, "own.db");
  const tick = streetHere(own, "", () => {});
  for (let i = 0; i < 100; i++) tick();
  const reader = openLinkJournal(own);
  const linkTick = linkHere(own, reader.epoch()!, () => {});
  for (let i = 0; i < 100; i++) {
    tick();
    linkTick();
  }
  reader.close();
}

try {
  rehearse();
  while (streets + links < kills) {
    liveStreet();
    link ??= startLink();
    check();
    // Programs that are gone are the event loop's to bury.
    await null;
  }
  killLink();
  check();
  whole();
  console.log(JSON.stringify({ kills: streets + links, streets, links, records, wrong: wrongs }));
} finally {
  if (wrongs === 0) rmSync(folder, { recursive: true });
}
process.exitCode = wrongs > 0 ? 1 : 0;
