import type { News } from "../tune.ts";
import { shown } from "./say.ts";

/** A line that is written over, on a terminal only. */
export class Progress {
  readonly #out: NodeJS.WriteStream;
  readonly #minutes: number;
  readonly #began = performance.now();
  #written = false;

  constructor(out: NodeJS.WriteStream, minutes: number) {
    this.#out = out;
    this.#minutes = minutes;
  }

  tell(news: News): void {
    if (!this.#out.isTTY || news.kind === "reproduced") return;
    const minutes = (performance.now() - this.#began) / 60_000;
    const line = `${minutes.toFixed(1)} of ${this.#minutes} min: ${wordsOf(news)}`;
    this.#out.write(`\r\x1b[K${shown(line).slice(0, (this.#out.columns ?? 80) - 1)}`);
    this.#written = true;
  }

  end(): void {
    if (this.#written) this.#out.write("\r\x1b[K");
    this.#written = false;
  }
}

function wordsOf(news: Exclude<News, { readonly kind: "reproduced" }>): string {
  switch (news.kind) {
    case "reproduces":
      return `${news.slices} of ${news.of} half hours under the recorded parameters`;
    case "tried":
      return `${news.count} tried; ${news.row.verdict}: ${news.row.words}`;
    case "judges":
      return "what was chosen, on the other half hours";
  }
}
