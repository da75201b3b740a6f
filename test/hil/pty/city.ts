import { existsSync, mkdirSync, renameSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { openBrainDatabase } from "../../../src/platform/brain-database.ts";
import { openKey } from "../../../src/platform/keys.ts";
import type { Instant } from "../../../src/traffic/time.ts";
import { brainHas } from "../brain-has.ts";
import type { BrainHas, Seen } from "../seen.ts";
import type { CityBroker } from "./broker.ts";
import { Part } from "./part.ts";

const WAIT_S = 20;
const LOOK_MS = 250;

export interface CityPorts {
  readonly unit: string;
  readonly folder: string;
  readonly broker: CityBroker;
  /** The file of the key that commands are signed with, which a unit pins; left out: one of its own. */
  readonly key?: string;
  /** What a person who commands waits for at most, by this computer's clock; left out: 20 s. */
  readonly wait_s?: number;
  /** Of the centre's processes. */
  readonly env: Readonly<Record<string, string>>;
  readonly now: () => Instant;
  readonly see: (seen: Seen) => void;
}

/** The city's end: `stopline brain` with its store in a file, and people who type `stopline command`. */
export class City {
  readonly #ports: CityPorts;
  readonly #store: string;
  readonly #key: string;
  #brain: Part | null = null;
  #stores = 1;

  constructor(ports: CityPorts) {
    this.#ports = ports;
    mkdirSync(ports.folder, { recursive: true });
    this.#store = join(ports.folder, "brain.db");
    this.#key = ports.key ?? join(ports.folder, "brain-key.pem");
    openKey(this.#key);
    this.begin();
  }

  /** What a unit pins. */
  get commandKey(): string {
    return openKey(this.#key).publicKey;
  }

  /** Of the brain's process; null while there is none. */
  get pid(): number | null {
    return this.#brain === null || this.#brain.over ? null : this.#brain.pid;
  }

  begin(): void {
    const { see, now, env } = this.#ports;
    this.#brain = new Part(
      ["brain", ...this.#centre(), "--key", this.#key],
      (words) => see({ kind: "words", at: now(), of: "brain", words }),
      env,
    );
  }

  async end(signal: NodeJS.Signals = "SIGKILL"): Promise<void> {
    const brain = this.#brain;
    this.#brain = null;
    await brain?.end(signal);
  }

  /** Throws if the brain has ended and nobody has ended it: a rig without its brain judges nobody's delivery. */
  look(): void {
    if (this.#brain?.over === true) throw new Error(`the brain's process has ended by itself: ${this.#brain.how}\n${this.#brain.said}`);
  }

  /** At the end of a play: until something has come here, and no longer than it may take. Throws as `look` does. */
  async until(here: () => boolean, within_ms: number): Promise<void> {
    const end = performance.now() + within_ms;
    for (this.look(); !here() && performance.now() < end; this.look()) await pause(LOOK_MS);
  }

  /** Another one takes its place, which has never heard of anything. */
  async replace(): Promise<void> {
    await this.end();
    for (const end of ["", "-wal", "-shm"])
      if (existsSync(this.#store + end)) renameSync(this.#store + end, `${this.#store}${end}.of-${this.#stores}`);
    this.#stores++;
    this.begin();
  }

  /** As a person types it; `forger`: with a key of their own. */
  async command(typed: string, signed: "brain" | "forger"): Promise<void> {
    const { unit, folder, see, now, env, wait_s = WAIT_S } = this.#ports;
    const forged = join(folder, "forged-key.pem");
    if (signed === "forger") openKey(forged);
    const key = signed === "forger" ? forged : this.#key;
    const said: string[] = [];
    const words = ["command", unit, ...typed.split(" "), "--json", "--wait", String(wait_s), ...this.#centre(), "--key", key];
    await new Part(words, (line) => said.push(line), env).ended;
    if (signed === "brain") see({ kind: "result", at: now(), typed, refused: resultIn(said) });
  }

  /** What the brain has now; its process may go on. */
  has(): Omit<BrainHas, "acked"> {
    if (!existsSync(this.#store)) return { records: [], gaps: [], again: 0, contradictions: 0 };
    const db = openBrainDatabase(this.#store);
    try {
      return brainHas(db, this.#ports.unit);
    } finally {
      db.close();
    }
  }

  #centre(): readonly string[] {
    const { broker } = this.#ports;
    return ["--broker", broker.forCentre, "--certificates", broker.certificates.brain, "--store", this.#store];
  }
}

/** "" for done, or why not: the last line of JSON has it. */
function resultIn(said: readonly string[]): string {
  const line = said.findLast((each) => each.startsWith("{"));
  if (line === undefined) return said.join(" ");
  const { done, refused, no_answer } = JSON.parse(line) as {
    readonly done: boolean;
    readonly refused?: string;
    readonly no_answer?: string;
  };
  return done ? "" : (refused ?? `no answer: ${no_answer}`);
}
