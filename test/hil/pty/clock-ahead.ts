import { renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const LOADED = join(import.meta.dirname, "skew.ts");

/** The wall clock of the processes of one rig (`skew.ts`): ahead of the computer's by so much. */
export class ClockAhead {
  /** What a process must have in its environment to live by it. */
  readonly env: Readonly<Record<string, string>>;
  readonly #file: string;
  #ms: number;

  constructor(file: string, ms: number) {
    this.#file = file;
    this.#ms = Math.round(ms);
    this.#write();
    this.env = { NODE_OPTIONS: `--import=${LOADED}`, CLOCK_AHEAD: file };
  }

  /** By whole ms: a computer's clock shows no parts of one, and whoever reads it counts on that. */
  step(by_ms: number): void {
    this.#ms += Math.round(by_ms);
    this.#write();
  }

  /** What it shows now, in ms: of a clock that goes otherwise than the computer's, told again and again. */
  shows(wall: number): void {
    this.step(wall - Date.now() - this.#ms);
  }

  /** In another's place: whoever reads it never finds half a number. */
  #write(): void {
    writeFileSync(`${this.#file}.new`, String(this.#ms));
    renameSync(`${this.#file}.new`, this.#file);
  }
}
