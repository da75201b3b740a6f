import type { Live } from "../../../src/traffic/live.ts";
import type { Instant } from "../../../src/traffic/time.ts";
import type { Deed, Play } from "../play.ts";
import type { FaultKind } from "../scenario.ts";
import type { Seen } from "../seen.ts";
import type { Tell, Watcher } from "./watcher.ts";

/** A unit that runs shows itself every second, and speaks on its lines all the time: who shows nothing for so long does not run. */
const SILENT_MS = 15_000;
/** A unit that has to start shows itself within this: half a minute from power in simulated time and in the emulated machine, a minute on a table. */
const STARTS_MS = 60_000;

/** Weather after which a unit has to start, and whether it has to do without for as long as that lasts. An emulated machine's page comes by way of its link. */
const TAKES_IT_AWAY: { readonly [K in FaultKind]?: "as it lasts" | "at once" } = {
  "power-cut": "as it lasts",
  "unit-stands-still": "as it lasts",
  "unit-killed": "at once",
  "link-killed": "at once",
  "site-file-changed": "at once",
  update: "at once",
};

/** In which nothing need be shown, and by what weather. */
interface Dark {
  readonly from: number;
  readonly to: number;
  readonly by: string;
}

/**
 * Whatever the weather was, at the end of a play the signals are steered, by a unit that still lives. In flash nobody has to serve anybody, and of who has died nobody hears
 * anything wrong, so no other watcher would miss it.
 */
export class Flash implements Watcher {
  readonly #tell: Tell;
  readonly #deeds: readonly Deed[];
  readonly #until: Instant;
  #page: { readonly at: number; readonly live: Live } | null = null;
  /** When it last said something on a line: of a unit whose page nobody reads. */
  #spoke: number | null = null;
  /** How it ended last; "" while it runs. */
  #ended = "";

  constructor({ deeds, until }: Play, tell: Tell) {
    this.#tell = tell;
    this.#deeds = deeds;
    this.#until = until;
  }

  see(seen: Seen): void {
    if (seen.at > this.#until) return;
    if (seen.kind === "live") this.#page = seen;
    if (seen.kind === "said" && seen.from === "unit") this.#spoke = seen.at;
    if (seen.kind === "unit") this.#ended = seen.runs ? "" : ` (${seen.why})`;
  }

  end(): void {
    const words = this.#sinceWhen();
    if (this.#isMissing()) this.#tell(this.#until, `${words}${this.#ended}`);
    else if (this.#page !== null && !this.#isOld() && this.#page.live.flash !== "not-flash")
      this.#tell(this.#until, `the unit stands in flash at the end (${this.#page.live.flash}): ${this.#page.live.mode_cause}`);
  }

  unjudged(): string {
    if (this.#isMissing()) return "";
    if (this.#page === null) return "no status page was seen";
    return this.#isOld() ? `${this.#sinceWhen()}: ${this.#darks.map(({ by }) => by).join(", ")}` : "";
  }

  /** When the unit was last seen to live; null: never. */
  get #shown(): number | null {
    return this.#page?.at ?? this.#spoke;
  }

  #sinceWhen(): string {
    return this.#shown === null
      ? "the unit has shown nothing at all"
      : `the unit has shown nothing since ${(this.#shown / 1_000).toFixed(1)} s`;
  }

  /** The last page says nothing about the end. */
  #isOld(): boolean {
    return this.#page !== null && this.#until - this.#page.at > SILENT_MS;
  }

  /** Between its last sign of life and the end it is silent for longer than anything explains. */
  #isMissing(): boolean {
    let from = this.#shown ?? 0;
    for (const dark of this.#darks) {
      if (dark.from - from > SILENT_MS) return true;
      from = Math.max(from, dark.to);
    }
    return this.#until - from > SILENT_MS;
  }

  /** What has taken it away since it was last seen, in order. Who shows itself well after such weather has started again, and owes a reason for whatever comes then. */
  get #darks(): readonly Dark[] {
    const shown = this.#shown ?? Number.NEGATIVE_INFINITY;
    const starts = this.#shown === null ? [{ from: 0, to: STARTS_MS, by: "it starts" }] : [];
    const weather = this.#deeds.flatMap(({ at, on, fault }): readonly Dark[] => {
      const how = TAKES_IT_AWAY[fault.kind];
      if (!on || how === undefined) return [];
      const over = this.#deeds.find((deed) => !deed.on && deed.fault === fault)?.at;
      const back = how === "at once" ? at : (over ?? this.#until);
      return shown > back + SILENT_MS ? [] : [{ from: at, to: back + STARTS_MS, by: fault.kind }];
    });
    return [...starts, ...weather];
  }
}
