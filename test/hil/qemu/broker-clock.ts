import { closeSync, openSync, writeFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import { preload } from "../pty/preload.ts";

const SOURCE = join(import.meta.dirname, "broker-clock.c");
const BYTES = 8;

/**
 * The time by which a broker gives up clients that say nothing (`broker-clock.c`): the emulated machine's. Its link says something every 15 s of its own,
 * which are minutes of ours on a busy host, and a broker that counts ours takes it for gone.
 */
export class BrokerClock {
  /** What the broker must have in its environment to live by it. */
  readonly env: Readonly<Record<string, string>>;
  readonly #fd: number;
  #ms = 0;

  /** `file`: where the time stands. Throws if there is no compiler. */
  constructor(file: string) {
    writeFileSync(file, new Uint8Array(BYTES));
    this.#fd = openSync(file, "r+");
    this.env = { LD_PRELOAD: preload(SOURCE), BROKER_CLOCK: file };
  }

  /** In ms; it never goes back. */
  shows(ms: number): void {
    this.#ms = Math.max(this.#ms, ms);
    const bytes = Buffer.alloc(BYTES);
    bytes.writeBigInt64LE(BigInt(Math.floor(this.#ms)) * 1_000_000n);
    writeSync(this.#fd, bytes, 0, BYTES, 0);
  }

  close(): void {
    closeSync(this.#fd);
  }
}
