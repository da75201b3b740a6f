import { closeSync, fsyncSync, openSync, readFileSync, writeSync } from "node:fs";
import { type LinkJournal, type RecorderStatus, type Request, UNVERIFIED } from "../../../src/journal/port.ts";
import { doubt } from "../../../src/platform/doubt.ts";
import { openLinkJournal, readJournal, ThreadRecorder } from "../../../src/platform/recorder.ts";
import { CODE } from "../../../src/traffic/codes.ts";
import { type Entry, entry } from "../../../src/traffic/entry.ts";
import { Instant, WallTime } from "../../../src/traffic/time.ts";
import { dice } from "../../dice.ts";
import { accountOf } from "./account.ts";
import type { OwnTime } from "./own-time.ts";

export const UNIT = "proved";
/** When every life begins. */
export const MONDAY = Date.UTC(2026, 0, 5);
/** What may happen beside recording: flash that goes bad, a disk that loses what it had. */
export type Kind = "plain" | "full" | "damage" | "renewal";
export const KINDS: readonly Kind[] = ["plain", "full", "damage", "renewal"];

/** What the street side and the link have been told to be durable; the rest is theirs to lose. */
export interface Told {
  readonly epoch: string;
  readonly last_seq: number;
  /** The last entry that is durable, by its number; 0 while some wait. */
  readonly value: number;
  readonly latched: string | null;
  readonly acked: number;
  readonly counter: number;
  /** Commands with results, the last few. */
  readonly done: readonly string[];
  /** Commands in the inbox. */
  readonly waiting: readonly string[];
}

export const pagesOf = (kind: Kind): number => (kind === "full" ? 40 : 120);

/**
 * A unit's life with its journal, by the dice: entries, faults, commands and their results, acknowledgements, restarts of either side, until
 * `steps` have been taken. `tell` hears of whatever is durable from then on.
 */
export class Life {
  readonly path: string;
  readonly kind: Kind;
  readonly wrong: string[] = [];
  readonly #time: OwnTime;
  readonly #roll: (sides: number) => number;
  readonly #tell: (told: Told) => void;
  readonly #held_max: number;
  #recorder: ThreadRecorder;
  #link: LinkJournal;
  #value = 0;
  #counter = 0;
  #latched = "";
  #acked: { readonly epoch: string; readonly seq: number } = { epoch: "", seq: 0 };
  #waiting: string[] = [];
  #done: string[] = [];
  #doneForSure: readonly string[] = [];
  #told: Told = { epoch: "", last_seq: 0, value: 0, latched: null, acked: 0, counter: 0, done: [], waiting: [] };
  #saidTold = "";

  /** `held_max`: entries that may wait for the disk, as in a recorder's options. */
  constructor(path: string, seed: number, kind: Kind, time: OwnTime, tell: (told: Told) => void, held_max = 20_000) {
    this.path = path;
    this.kind = kind;
    this.#time = time;
    this.#roll = dice(seed);
    this.#tell = tell;
    this.#held_max = held_max;
    this.#recorder = this.#start();
    this.#link = openLinkJournal(path, UNIT);
  }

  /** The last that is known to be durable. */
  get told(): Told {
    return this.#told;
  }

  get value(): number {
    return this.#value;
  }

  get status(): RecorderStatus {
    return this.#recorder.status();
  }

  async live(steps: number): Promise<void> {
    await this.#time.pass(100);
    for (let step = 0; step < steps; step++) {
      await this.#step(step);
      this.#say();
    }
  }

  /** The unit ends as it should. */
  async end(): Promise<void> {
    await this.#close();
    this.#say();
    this.#link.close();
  }

  /** Time enough for whatever keeps records from the disk to be over. */
  async recover(): Promise<void> {
    for (let s = 0; s < 600 && (this.#recorder.status().pending > 0 || this.#recorder.status().fault !== ""); s++) {
      if (s % 30 === 0) this.#append([this.#entry(CODE.alarmOn)]);
      await this.#time.pass(1_000);
      this.#serve();
    }
    this.#say();
  }

  #start(): ThreadRecorder {
    const options = { path: this.path, unit: UNIT, pages_max: pagesOf(this.kind) };
    return new ThreadRecorder(options, this.#held_max, this.#time.spawn);
  }

  async #step(step: number): Promise<void> {
    const roll = this.#roll;
    await this.#time.pass(100 + roll(20) * 100);
    this.#serve();
    const entries = Array.from({ length: 1 + roll(6) }, () => this.#entry(CODE.detectorOn));
    if (roll(8) === 0) entries.push(this.#entry(CODE.alarmOn));
    // Long words lie on pages of their own.
    if (roll(20) === 0) entries.push(this.#entry(CODE.alarmOn, "x".repeat(500 + roll(9_000))));
    this.#append(entries);
    this.#serve();
    if (roll(60) === 0) this.#latch();
    if (roll(4) === 0) this.#ack();
    if (roll(12) === 0) this.#offer(step);
    if (roll(40) === 0) this.#use(() => this.#link.offer({ ...this.#request(`${UNVERIFIED}${step}`), refused: "not the brain's" }, 0));
    if (roll(50) === 0) this.#link.close();
    if (roll(70) === 0) await this.#restart();
    if (this.kind === "damage" && step % 90 === 60) await this.#spoil();
    if (this.kind === "renewal" && step % 90 === 60) await this.#loseRecords();
  }

  #entry(code: number, detail = ""): Entry {
    return entry(
      Instant(this.#time.now),
      code,
      1,
      ++this.#value,
      detail === "" && this.kind === "damage" ? `mark-${this.#value};` : detail,
    );
  }

  #append(entries: readonly Entry[]): void {
    try {
      this.#recorder.append(entries, WallTime(MONDAY));
    } catch (error) {
      this.wrong.push(`the recorder threw into the unit: ${(error as Error).message}`);
    }
  }

  /** Every command that comes is answered, once. */
  #serve(): void {
    for (const { id, command } of this.#recorder.requests()) {
      if (this.#done.includes(id)) this.wrong.push(`command ${id} came again after its result`);
      this.#append([this.#entry(CODE.commandResult, JSON.stringify({ id, command, done: true, refused: "" }))]);
      this.#waiting = this.#waiting.filter((each) => each !== id);
      if (!id.startsWith(UNVERIFIED)) this.#done.push(id);
    }
  }

  #latch(): void {
    this.#latched = this.#latched === "" ? `{"words":"conflict ${this.#value}","channels":[1]}` : "";
    this.#append([this.#entry(this.#latched === "" ? CODE.monitorReset : CODE.monitorFault, this.#latched)]);
  }

  #ack(): void {
    const epoch = this.#use(() => this.#link.epoch());
    const last = this.#use(() => this.#link.last_seq()) ?? 0;
    // A full journal is one whose brain is away.
    const seq = this.kind === "full" ? Math.floor(last / 8) : last - this.#roll(30);
    if (typeof epoch !== "string" || seq <= 0 || (epoch === this.#acked.epoch && seq <= this.#acked.seq)) return;
    if (this.#use(() => this.#link.ack(epoch, seq) ?? true) && this.#use(() => this.#link.acked()) === seq) this.#acked = { epoch, seq };
  }

  #offer(step: number): void {
    const id = `c${step}`;
    if (this.#use(() => this.#link.offer(this.#request(id), this.#counter + 1)) !== true) return;
    this.#counter++;
    this.#waiting.push(id);
  }

  #request(id: string): Request {
    return { id, command: "place-call", args: '{"phase":2}', expires: WallTime(MONDAY), refused: "" };
  }

  /** The link is told in words what the disk does not do, and tries again another time. */
  #use<T>(use: () => T): T | null {
    try {
      return use();
    } catch (error) {
      if (!/^journal .*: /.test((error as Error).message)) this.wrong.push(`the link was told: ${(error as Error).message}`);
      return null;
    }
  }

  async #close(): Promise<void> {
    let closed = false;
    const closing = this.#recorder.close().then(() => {
      closed = true;
    });
    while (!closed) await this.#time.pass(100);
    await closing;
  }

  /** The next life goes on with what the journal has. */
  async #restart(): Promise<void> {
    const { pending } = this.#recorder.status();
    await this.#close();
    const clean = this.#recorder.status().pending === 0;
    if (pending === 0 || clean) this.#say();
    this.#recorder = this.#start();
    await this.#time.pass(100);
    for (let tenths = 0; this.#recorder.status().epoch === "" && tenths < 6_000; tenths++) await this.#time.pass(100);
    if (clean) return;
    this.#done = [...this.#doneForSure];
    // What a disk that fails did not take before the end is lost with the life; the next one numbers on from what there is.
    const there = accountOf(readJournal(this.path));
    if (!there.unknown) this.#value = there.last_value;
    this.#latched = this.#recorder.latched();
  }

  /** A page of records goes bad, or one bit of a record, and somebody notices. */
  async #spoil(): Promise<void> {
    const PAGE = 4_096;
    const TABLE_LEAF = 13;
    const file = readFileSync(this.path);
    const leaves = Array.from({ length: file.length / PAGE }, (_, page) => page).filter(
      (page) => page > 0 && file[page * PAGE] === TABLE_LEAF && file.subarray(page * PAGE, (page + 1) * PAGE).includes("mark-"),
    );
    if (leaves.length === 0) return;
    const fd = openSync(this.path, "r+");
    try {
      const at = leaves[this.#roll(leaves.length)]! * PAGE;
      const mark = file.indexOf("mark-", at);
      if (this.#roll(2) === 0) writeSync(fd, Buffer.alloc(PAGE, 0xa5), 0, PAGE, at);
      else writeSync(fd, Buffer.of(file[mark]! ^ 4), 0, 1, mark);
      fsyncSync(fd);
    } catch {
      // Where everything fails, this fails too.
    }
    closeSync(fd);
    doubt(this.path);
    await this.#time.pass(700_000, 10_000);
  }

  /** The brain has records that the disk has lost: a new epoch, at most one a day. */
  async #loseRecords(): Promise<void> {
    const epoch = this.#use(() => this.#link.epoch());
    if (typeof epoch === "string") this.#use(() => this.#link.ack(epoch, this.#link.last_seq() + 1_000));
    await this.#time.pass(25 * 3_600_000, 600_000);
  }

  #say(): void {
    const { epoch, last_seq, pending, session } = this.#recorder.status();
    if (session === 0) return;
    const all = pending === 0;
    if (all) this.#doneForSure = [...this.#done];
    this.#told = {
      epoch,
      last_seq,
      value: all ? this.#value : 0,
      latched: all ? this.#latched : null,
      acked: this.#acked.epoch === epoch ? this.#acked.seq : 0,
      counter: this.#counter,
      done: all ? this.#done.slice(-4) : this.#told.done,
      waiting: this.#waiting.slice(-4),
    };
    const said = JSON.stringify(this.#told);
    if (said !== this.#saidTold) this.#tell(this.#told);
    this.#saidTold = said;
  }
}
