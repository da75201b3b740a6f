/**
 * SIGKILL: a street side and a link in processes of their own, on one journal, each killed at a random moment while it opens, writes,
 * acknowledges or puts its log into the file. Its arguments are kills, seed and break.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as pause } from "node:timers/promises";
import { gapOf } from "../../../src/journal/body.ts";
import { openDatabase } from "../../../src/platform/database.ts";
import { openLinkJournal, readJournal } from "../../../src/platform/recorder.ts";
import { dice } from "../../dice.ts";

const [kills = 0, seed = 0] = process.argv.slice(2, 4).map(Number);
const broken = process.argv[4] ?? "";
const roll = dice(seed);
/** A kill falls within this after the first commit, in one of some tens of commits or beside them; every fifth within the other after the start. */
const [WRITING_MS, OPENING_MS] = [60, 120];
/** How often the whole file is looked through. */
const CHECK_EVERY = 20;
/** Journals at a time: their processes wait for the disk and for each other. */
const LANES = 2;

const folder = mkdtempSync(join(tmpdir(), "stopline-kills-"));
const env = { ...process.env, NODE_COMPILE_CACHE: join(folder, "compiled") };
let [streets, links, records, wrongs] = [0, 0, 0, 0];

/** What a journal holds and what was said of it. */
class Lane {
  readonly path: string;
  #checked = 0;
  #session = 0;
  #told = 0;
  #acked = 0;
  #counter = 0;
  #offered: string[] = [];
  #link: { readonly child: ChildProcess; readonly ended: Promise<void> } | null = null;

  constructor(path: string) {
    this.path = path;
  }

  async live(): Promise<void> {
    while (streets + links < kills) {
      await this.#street(roll(5) === 0, roll(4) === 0);
      this.#link ??= this.#startLink();
      this.#check();
    }
    this.#link?.child.kill("SIGKILL");
    await this.#link?.ended;
    this.#check();
    this.#whole();
  }

  /** A street side from its start to its death. */
  async #street(opening: boolean, thread: boolean): Promise<void> {
    const child = start("kill-street.ts", this.path, thread ? "thread" : "here", broken);
    if (opening) void later(OPENING_MS, child);
    let lines = 0;
    for await (const line of createInterface(child.stdout!)) {
      const [session = 0, told = 0] = line.split(" ").map(Number);
      if (lines === 0 && session <= this.#session) this.#tell(`session ${session} came again`);
      this.#session = Math.max(this.#session, session);
      this.#told = Math.max(this.#told, told);
      if (++lines === 2 && !opening) void later(WRITING_MS, child);
      if (lines === 2 && this.#link !== null && roll(2) === 0) void later(WRITING_MS, this.#link.child);
    }
    if (child.exitCode !== null) this.#tell("the street side ended by itself");
    streets++;
  }

  #startLink() {
    const epoch = openLinkJournal(this.path).epoch();
    if (epoch === null) return null;
    const child = start("kill-link.ts", this.path, epoch, "");
    const ended = (async () => {
      for await (const line of createInterface(child.stdout!)) {
        const [acked = "", counter = "", id = ""] = line.split(" ");
        this.#acked = Math.max(this.#acked, Number(acked));
        this.#counter = Math.max(this.#counter, Number(counter));
        if (id !== "") this.#offered.push(id);
      }
      if (child.exitCode !== null) this.#tell("the link ended by itself");
      links++;
      this.#link = null;
    })();
    return { child, ended };
  }

  #check(): void {
    if (streets % CHECK_EVERY === CHECK_EVERY - 1) this.#whole();
    const link = openLinkJournal(this.path, "killed");
    const [told, acked, counter] = [this.#told, this.#acked, this.#counter];
    if (link.epoch() === null) {
      if (told > 0) this.#tell(`record ${told} was durable, there is no journal`);
      return;
    }
    let next = this.#checked + 1;
    for (const chunk of readJournal(this.path, { after: this.#checked })) {
      // What the brain has is forgotten when the journal is full.
      if (chunk.first_seq > next && chunk.first_seq <= acked + 1) next = chunk.first_seq;
      const gap = gapOf(chunk.records);
      if (gap !== null) {
        next = gap.to + 1;
        continue;
      }
      for (const record of chunk.records) {
        if (record.seq <= this.#checked) continue;
        if (record.seq !== next || record.value !== next || record.param !== chunk.session)
          this.#tell(`record ${record.seq} in the place of ${next}`);
        next = record.seq + 1;
        records++;
      }
    }
    this.#checked = next - 1;
    if (this.#checked < told) this.#tell(`record ${told} was durable, ${this.#checked} is the last`);
    if (link.acked() < acked) this.#tell(`${acked} was acknowledged, ${link.acked()} is known`);
    if (link.counter() < counter) this.#tell(`the counter was ${counter}, it is ${link.counter()}`);
    for (const id of this.#offered.slice(-20)) if (!link.offered(id) && link.result(id) === null) this.#tell(`command ${id} is gone`);
    link.close();
  }

  #whole(): void {
    const db = openDatabase(this.path, "reader");
    const found = db.pragma("quick_check(1)", { simple: true }) as string;
    if (found !== "ok") this.#tell(found);
    db.close();
  }

  #tell(words: string): void {
    wrongs++;
    if (wrongs > 10) return;
    console.error(`kill ${streets + links}, ${this.path}: ${words}`);
    console.error(`  the like again: make prove-journal ONLY=kills SEED=${seed} KILLS=${kills}${broken ? ` BREAK=${broken}` : ""}`);
  }
}

function start(file: string, ...args: string[]): ChildProcess {
  return spawn(process.execPath, [join(import.meta.dirname, file), ...args], { env, stdio: ["ignore", "pipe", "inherit"] });
}

const later = async (within_ms: number, child: ChildProcess): Promise<void> => {
  await pause(roll(within_ms * 1_000) / 1_000);
  child.kill("SIGKILL");
};

try {
  for (const file of ["kill-street.ts", "kill-link.ts"]) await once(start(file), "exit");
  const lanes = Array.from({ length: LANES }, (_, i) => {
    mkdirSync(join(folder, `${i}`));
    return new Lane(join(folder, `${i}`, "journal.db"));
  });
  await Promise.all(lanes.map((lane) => lane.live()));
  console.log(JSON.stringify({ kills: streets + links, streets, links, records, wrong: wrongs }));
} finally {
  if (wrongs === 0) rmSync(folder, { recursive: true });
}
process.exitCode = wrongs > 0 ? 1 : 0;
