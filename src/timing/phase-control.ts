import type { PhaseControls } from "../traffic/calls.ts";
import { CODE } from "../traffic/codes.ts";
import { type Entry, entry } from "../traffic/entry.ts";
import { PHASES_MAX, type PhaseNumber } from "../traffic/numbers.ts";
import { type ControlKind, LONGEST_MS } from "../traffic/phase-controls.ts";
import type { Instant } from "../traffic/time.ts";

const WORDS: { readonly [K in ControlKind]: readonly [been: string, freedBy: string] } = {
  hold: ["held", "the greens that were held have ended"],
  omit: ["omitted", "it has been served"],
  "ped-omit": ["without its pedestrians", "they have been let go"],
  "force-off": ["forced off", "it is green again"],
};

/** As it is asked: whether it is so already is the signals' to show. */
const ASKS = {
  hold: "hold phase",
  omit: "omit phase",
  "ped-omit": "omit the pedestrians of phase",
} as const satisfies { readonly [K in Exclude<ControlKind, "force-off">]: string };

const TOLD: { readonly [K in ControlKind]?: readonly [on: number, off: number] } = {
  hold: [CODE.holdOn, CODE.holdOff],
  omit: [CODE.omitOn, CODE.omitOff],
  "ped-omit": [CODE.pedestrianOmitOn, CODE.pedestrianOmitOff],
};

const KINDS = Object.keys(LONGEST_MS) as readonly ControlKind[];

/** What the journal says of a phase by which it has had what it was kept from; a force-off has done its work. */
const FREED_BY: { readonly [K in ControlKind]: number } = { hold: 7, omit: 1, "ped-omit": 21, "force-off": 7 };

/**
 * Holds of several phases are one row: two rings wait for each other at a barrier, so holds that take turns would hold both for ever.
 */
interface Row {
  since: Instant;
  /** Phases whose held green has not ended yet. */
  readonly greens: Set<PhaseNumber>;
}

interface Asked {
  /** When the row of requests began that it belongs to. */
  readonly since: Instant;
  readonly until: Instant;
  readonly on: boolean;
  readonly by: string;
}

/**
 * What the centre asks of phases, each for its time. A row of requests for the same phase is one: it ends at its longest, and the next can
 * begin when the phase has had what it was kept from, or has been left alone for as long again. So nobody is starved by a centre that
 * says the same thing again and again, nor by one that died.
 */
export class PhaseControl {
  readonly #asked: { readonly [K in ControlKind]: Map<PhaseNumber, Asked> } = {
    hold: new Map(),
    omit: new Map(),
    "ped-omit": new Map(),
    "force-off": new Map(),
  };
  #holds: Row | null = null;
  #changed = false;
  #controls: PhaseControls = { hold: 0, omit: 0, ped_omit: 0, force_off: 0 };

  /** "" or why not. Asked for until now it ends. */
  ask(kind: ControlKind, phase: PhaseNumber, until: Instant, now: Instant, by = "the centre"): string {
    const asked = this.#asked[kind];
    const was = asked.get(phase);
    const longest = LONGEST_MS[kind];
    if (until <= now) {
      if (was?.on !== true) return `phase ${phase} is not ${WORDS[kind][0]}`;
      asked.set(phase, { ...was, until: now });
      return "";
    }
    const fresh = was === undefined || (!was.on && now - was.until >= longest);
    const since = kind === "hold" ? this.#holdsSince(phase, now) : fresh ? now : was.since;
    const [been, freedBy] = WORDS[kind];
    if (now - since >= longest)
      return `phase ${phase} has been ${been} by ${was?.by ?? by} and may be so again when ${freedBy}, or after ${longest / 1_000} s without it`;
    asked.set(phase, { since, until: Math.min(until, since + longest) as Instant, on: was?.on ?? false, by });
    return "";
  }

  /** When the row of holds began that one of `phase` belongs to now. */
  #holdsSince(phase: PhaseNumber, now: Instant): Instant {
    const last = Math.max(0, ...[...this.#asked.hold.values()].map(({ until }) => until));
    const over = this.#holds === null || this.#holds.greens.size === 0 || now - last >= LONGEST_MS.hold;
    if (over || this.#holds === null) this.#holds = { since: now, greens: new Set() };
    const { since, greens } = this.#holds;
    if (now - since < LONGEST_MS.hold) greens.add(phase);
    return since;
  }

  /** What the rings see in this tick, and what the journal is told of it. */
  step(now: Instant, entries: Entry[]): PhaseControls {
    for (const kind of KINDS) {
      const [on, off] = TOLD[kind] ?? [];
      for (const [phase, asked] of this.#asked[kind]) {
        const lasts = now < asked.until;
        if (lasts === asked.on) continue;
        this.#changed = true;
        this.#asked[kind].set(phase, { ...asked, on: lasts });
        const code = lasts ? on : off;
        if (code !== undefined) entries.push(entry(now, code, phase));
      }
    }
    if (this.#changed) this.#controls = this.#sets();
    this.#changed = false;
    return this.#controls;
  }

  /** What the rings have done in this tick: a green that has ended is not held, and one that is forced off needs it no longer. */
  see(now: Instant, decided: readonly Entry[]): void {
    for (const { code, param } of decided) {
      for (const kind of KINDS) {
        if (FREED_BY[kind] !== code) continue;
        if (kind === "hold") this.#holds?.greens.delete(param as PhaseNumber);
        const asked = this.#asked[kind].get(param as PhaseNumber);
        if (asked === undefined) continue;
        if (!asked.on) this.#asked[kind].delete(param as PhaseNumber);
        else if (kind === "force-off") this.#asked[kind].set(param as PhaseNumber, { ...asked, until: now });
      }
    }
  }

  /** "asked for by the centre: hold phase 2, omit phase 4"; "" for nothing. */
  get words(): string {
    const asked = KINDS.filter((kind) => kind !== "force-off").flatMap((kind) =>
      [...this.#asked[kind]].flatMap(([phase, { on, by }]) => (on ? [{ by, words: `${ASKS[kind]} ${phase}` }] : [])),
    );
    return [...Map.groupBy(asked, ({ by }) => by)]
      .map(([by, those]) => `asked for by ${by}: ${those.map(({ words }) => words).join(", ")}`)
      .join("; ");
  }

  /** What is asked for and lasts, for eyes. */
  live(now: Instant): readonly { readonly kind: ControlKind; readonly phase: PhaseNumber; readonly left_s: number; readonly by: string }[] {
    return KINDS.flatMap((kind) =>
      [...this.#asked[kind]].flatMap(([phase, { until, by }]) =>
        until > now ? [{ kind, phase, left_s: Math.ceil((until - now) / 1_000), by }] : [],
      ),
    );
  }

  #sets(): PhaseControls {
    const set = (kind: ControlKind): number => {
      let bits = 0;
      for (const [phase, { on }] of this.#asked[kind]) if (on && phase <= PHASES_MAX) bits |= 1 << (phase - 1);
      return bits;
    };
    return { hold: set("hold"), omit: set("omit"), ped_omit: set("ped-omit"), force_off: set("force-off") };
  }
}
