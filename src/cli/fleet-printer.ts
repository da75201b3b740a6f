import type { BrainEvents } from "../brain/brain.ts";
import type { UnitView } from "../brain/fleet.ts";
import { fleetTable } from "../brain/table.ts";
import { clock, standingOf, unitLine } from "../brain/words.ts";
import type { BrokerAddress } from "../sync/broker.ts";
import { json, say, sayJson, shown } from "./say.ts";

/** `table`: redrawn on a terminal; `lines`: for a log; `json`: for programs; `quiet`: only what went wrong. */
export type Style = "table" | "lines" | "json" | "quiet";

const LOOK_MS = 1_000;
/** How often a unit whose numbers have changed gets its line. */
const LINE_EVERY = 10;
const NOTICES_MAX = 6;

/** Prints a fleet as it changes. */
export class FleetPrinter implements BrainEvents {
  readonly #style: Style;
  readonly #broker: string;
  #lost = "";
  #blind = "";
  #dirty = true;
  #looks = 0;
  /** Of each unit what was last said: its standing, and its whole line. */
  readonly #said = new Map<string, { standing: string; line: string }>();
  readonly #notices: string[] = [];
  #drawn = 0;

  constructor(style: Style, { host, port }: BrokerAddress) {
    this.#style = style;
    this.#broker = `${host}:${port}`;
  }

  connected(): void {
    this.#lost = "";
    this.intro(`connected to broker ${this.#broker}`);
  }

  /** The same cause again and again is said once. */
  lost(cause: string): void {
    if (cause !== this.#lost) this.notice(cause);
    this.#lost = cause;
  }

  changed(): void {
    this.#dirty = true;
  }

  notice(words: string): void {
    if (this.#style === "json") sayJson({ notice: words });
    else if (this.#style === "table") this.#notices.push(`${clock(Date.now())} ${words}`);
    else say(words);
  }

  /** What is no trouble. */
  intro(words: string): void {
    if (this.#style === "table" && this.#drawn === 0) say(words);
    else if (this.#style !== "quiet") this.notice(words);
  }

  /** Looks once a second, one look after the other; returns what ends that, after a last one. */
  follow(fleet: () => Promise<readonly UnitView[]>): () => Promise<void> {
    let looking: Promise<void> | null = null;
    const look = async (): Promise<void> => {
      try {
        if (this.#style === "table") this.#draw(await fleet());
        else if (this.#style !== "quiet") await this.#tell(fleet);
        this.#blind = "";
      } catch (error) {
        const words = `the store cannot be read: ${(error as Error).message}`;
        if (words !== this.#blind) this.notice(words);
        this.#blind = words;
      }
      looking = null;
    };
    const timer = setInterval(() => {
      looking ??= look();
    }, LOOK_MS);
    return async () => {
      clearInterval(timer);
      await looking;
      await look();
    };
  }

  /** A standing that changed gets its line at once, numbers that changed get theirs now and then. */
  async #tell(fleet: () => Promise<readonly UnitView[]>): Promise<void> {
    const all = this.#looks++ % LINE_EVERY === 0;
    if (!this.#dirty && !all) return;
    this.#dirty = false;
    for (const view of await fleet()) {
      const said = this.#said.get(view.unit);
      const standing = standingOf(view);
      const line = this.#style === "json" ? json(view) : unitLine(view);
      if (said?.standing === standing && (!all || said.line === line)) continue;
      this.#said.set(view.unit, { standing, line });
      say(line);
    }
  }

  #draw(fleet: readonly UnitView[]): void {
    const { columns, rows } = process.stdout;
    this.#notices.splice(0, this.#notices.length - NOTICES_MAX);
    const notices = this.#notices.map((words) => words.slice(0, columns));
    // The last row stays free, where the cursor rests; a line that the terminal would break over is cut.
    const table = fleetTable(fleet, columns, Math.max(2, rows - notices.length - 2), Date.now());
    const lines = (notices.length === 0 ? table : [...table, "", ...notices]).map(shown);
    process.stdout.write(`${this.#drawn > 0 ? `\x1b[${this.#drawn}A` : ""}\r\x1b[J${lines.join("\n")}\n`);
    this.#drawn = lines.length;
  }
}
