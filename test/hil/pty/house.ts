import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { openJournal } from "../../../src/platform/journal-file.ts";
import { type LiveWatch, watchLive } from "../../../src/platform/live-socket.ts";
import { openLinkJournal } from "../../../src/platform/recorder.ts";
import type { Live } from "../../../src/traffic/live.ts";
import type { Instant } from "../../../src/traffic/time.ts";
import type { Seen, Session } from "../seen.ts";
import { Part } from "./part.ts";

export interface HousePorts {
  readonly unit: string;
  readonly folder: string;
  readonly ttys: string;
  /** Words of the link's command line: the broker, certificates, the key that is pinned. */
  readonly link: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly now: () => Instant;
  readonly see: (seen: Seen) => void;
}

/** A service that fails is started again after this (stopline-unit.service). */
const RESTART_MS = 1_000;

/** The unit's computer: both sides as processes of their own, started again when they end, as systemd does. */
export class House {
  readonly journal: string;
  readonly sessions: Session[] = [];
  readonly #ports: HousePorts;
  readonly #site: string;
  readonly #live: LiveWatch;
  #unit: Part | null = null;
  #link: Part | null = null;
  #runs = false;
  /** Of the life that runs; "" until it has told. */
  #epoch = "";
  /** Whether services are to run. */
  readonly #wanted = { unit: false, link: false };

  constructor(text: string, ports: HousePorts) {
    this.#ports = ports;
    this.#site = join(ports.folder, "site.toml");
    this.journal = join(ports.folder, "journal.db");
    this.site(text);
    this.#live = watchLive(
      join(ports.folder, "live.sock"),
      (live) => this.#see(live),
      () => {},
    );
  }

  site(text: string): void {
    writeFileSync(this.#site, text);
  }

  startUnit(): void {
    this.#wanted.unit = true;
    const { folder, ttys, see, now, env } = this.#ports;
    const words = ["unit", this.#site, ...this.#own(folder), "--ports", ttys];
    const part = new Part(words, (text) => see({ kind: "words", at: now(), of: "unit", words: text }), env);
    this.#unit = part;
    void part.ended.then((how) => {
      this.#running(false, how);
      setTimeout(() => this.#wanted.unit && this.#unit === part && this.startUnit(), RESTART_MS);
    });
  }

  startLink(): void {
    this.#wanted.link = true;
    const { folder, link, see, now, env } = this.#ports;
    const folders = ["--desk", join(folder, "desk"), "--kept", join(folder, "kept"), "--slot", join(folder, "slot")];
    const words = ["link", this.#site, ...this.#own(folder), ...link, ...folders];
    const part = new Part(words, (text) => see({ kind: "words", at: now(), of: "link", words: text }), env);
    this.#link = part;
    void part.ended.then(() => setTimeout(() => this.#wanted.link && this.#link === part && this.startLink(), RESTART_MS));
  }

  /** A side gets a signal from one instruction to the next; whoever ends by it is started again. */
  signal(side: "unit" | "link", signal: NodeJS.Signals): void {
    (side === "unit" ? this.#unit : this.#link)?.signal(signal);
  }

  /** As it is told to end: everything is on the disk. */
  async endUnit(): Promise<void> {
    this.#wanted.unit = false;
    await this.#unit?.end();
  }

  async endLink(): Promise<void> {
    this.#wanted.link = false;
    await this.#link?.end();
  }

  /** What the brain has acknowledged, by the journal's own word. */
  get acked(): { readonly epoch: string; readonly seq: number } {
    const journal = openLinkJournal(this.journal, this.#ports.unit);
    try {
      return { epoch: journal.epoch() ?? "", seq: journal.acked() };
    } finally {
      journal.close();
    }
  }

  /** How the processes stand. */
  look(): void {
    const at = this.#ports.now();
    for (const [name, part] of [["unit", this.#unit] as const, ["link", this.#link] as const]) {
      const stands = part === null || part.over ? null : standsAt(part.pid);
      if (stands !== null) this.#ports.see({ kind: "process", at, name, ...stands });
    }
  }

  async close(): Promise<void> {
    this.#live.close();
    this.#wanted.unit = false;
    this.#wanted.link = false;
    for (const part of [this.#unit, this.#link]) await part?.end("SIGKILL");
  }

  #own(folder: string): readonly string[] {
    return ["--journal", this.journal, "--live", join(folder, "live.sock")];
  }

  #see(live: Live): void {
    const at = this.#ports.now();
    if (!this.#runs) this.#epoch = "";
    this.#running(true, "");
    const { epoch } = live.journal;
    if (epoch !== "" && epoch !== this.#epoch) {
      this.#epoch = epoch;
      this.sessions.push({ epoch, session: sessionIn(this.journal), at: at - live.at });
    }
    this.#ports.see({ kind: "live", at, live });
  }

  #running(runs: boolean, why: string): void {
    if (this.#runs === runs) return;
    this.#runs = runs;
    this.#ports.see({ kind: "unit", at: this.#ports.now(), runs, why });
  }
}

/** Of the life that has the journal now. */
function sessionIn(journal: string): number {
  const reader = openJournal(journal);
  try {
    return reader.summary().session;
  } finally {
    reader.close();
  }
}

/** null: it has just ended. */
function standsAt(pid: number): { readonly rss_kb: number; readonly descriptors: number } | null {
  try {
    const kb = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
    return kb === undefined ? null : { rss_kb: Number(kb), descriptors: readdirSync(`/proc/${pid}/fd`).length };
  } catch {
    return null;
  }
}
