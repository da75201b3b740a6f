import type { Progress, Watcher } from "../flash/copy.ts";
import { sizeWords } from "../flash/disk.ts";
import { say, sayJson } from "./say.ts";

const DOING = { write: "writing", verify: "reading back", provision: "identity" } as const;
/** A terminal is told five times a second, a log in steps of a tenth. */
const EVERY_MS = 200;

/** Says how it goes: a line that moves on a terminal, lines in a log, an object a line for programs. Hears Ctrl-C until it is closed. */
export class FlashTeller implements Watcher {
  readonly #json: boolean;
  #asked = false;
  #what = "";
  #began = 0;
  /** What was already done when its time began. */
  #from = 0;
  #told = 0;
  readonly #stop = (): void => {
    // A second one ends at once.
    process.off("SIGINT", this.#stop);
    this.#asked = true;
  };

  constructor(json: boolean) {
    this.#json = json;
    process.on("SIGINT", this.#stop);
    process.on("SIGTERM", this.#stop);
  }

  close(): void {
    process.off("SIGINT", this.#stop);
    process.off("SIGTERM", this.#stop);
  }

  stopped(): boolean {
    return this.#asked;
  }

  words(words: string): void {
    this.#clear();
    if (this.#json) sayJson({ said: words });
    else say(words);
  }

  /** Something for programs that people are told otherwise. */
  fact(fact: object): void {
    if (this.#json) sayJson(fact);
  }

  /** How much of the image was read for its map; on a terminal alone. */
  reading(bytes: number): void {
    if (process.stderr.isTTY && !this.#json) process.stderr.write(`\r\x1b[Kreading the image: ${sizeWords(bytes)}`);
  }

  progress({ what, done_bytes, of_bytes }: Progress): void {
    const now = performance.now();
    if (what !== this.#what) [this.#what, this.#began, this.#from, this.#told] = [what, now, done_bytes, -1];
    const whole = done_bytes === of_bytes;
    const terminal = process.stderr.isTTY && !this.#json;
    const step = terminal ? Math.floor((now - this.#began) / EVERY_MS) : Math.floor((done_bytes / of_bytes) * 10);
    if (step === this.#told && !whole) return;
    this.#told = step;
    const seconds = (now - this.#began) / 1_000;
    const rate = seconds > 0.5 ? (done_bytes - this.#from) / seconds : 0;
    const left_s = rate > 0 ? Math.ceil((of_bytes - done_bytes) / rate) : null;
    if (this.#json) sayJson({ what, done_bytes, of_bytes, bytes_per_s: Math.round(rate), left_s });
    else if (terminal) process.stderr.write(`\r\x1b[K${DOING[what]} ${line(done_bytes, of_bytes, rate, left_s)}`);
    else say(`${DOING[what].padEnd(12)} ${line(done_bytes, of_bytes, rate, left_s)}`);
    if (whole && terminal) this.#clear();
  }

  #clear(): void {
    if (process.stderr.isTTY && !this.#json) process.stderr.write("\r\x1b[K");
  }
}

function line(done: number, of: number, rate: number, left_s: number | null): string {
  const speed = rate > 0 ? `, ${(rate / 1e6).toFixed(rate < 1e7 ? 1 : 0)} MB/s` : "";
  const left = left_s === null || left_s === 0 ? "" : left_s < 90 ? `, ${left_s} s left` : `, ${Math.ceil(left_s / 60)} min left`;
  return `${String(Math.floor((done / of) * 100)).padStart(3)} % of ${sizeWords(of)}${speed}${left}`;
}
