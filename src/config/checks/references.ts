import type { PortRow, SiteFile } from "../file.ts";
import { nearest } from "../nearest.ts";
import type { Row } from "../rows.ts";
import type { DAY_PLAN, PATTERN } from "../tables/patterns.ts";
import type { OVERLAP, PHASE, RING, SEQUENCE } from "../tables/phases.ts";
import type { PREEMPT } from "../tables/service.ts";
import type { APPROACH, DEVICE } from "../tables/wiring.ts";

/** What other tables point to. */
export interface References {
  readonly ports: Index<string, PortRow["row"]>;
  readonly devices: Index<string, Row<typeof DEVICE>>;
  readonly approaches: Index<string, Row<typeof APPROACH>>;
  readonly phases: Index<number, Row<typeof PHASE>>;
  readonly rings: Index<number, Row<typeof RING>>;
  readonly patterns: Index<number, Row<typeof PATTERN>>;
  readonly overlaps: Index<number, Row<typeof OVERLAP>>;
  readonly preempts: Index<number, Row<typeof PREEMPT>>;
  readonly day_plans: Index<number, Row<typeof DAY_PLAN>>;
  readonly sequences: Index<number, Row<typeof SEQUENCE>>;
}

/** Rows by their name or number. Where two have the same, the first counts. */
export class Index<K extends string | number, R extends Row> {
  readonly #noun: string;
  readonly #plural: string;
  readonly #needed: boolean;
  readonly #rows = new Map<K, R>();
  /** False where a name or number is unreadable or is there twice: then what is looked for may be the one that is wrong. */
  #certain = true;

  constructor(
    [noun, plural]: readonly [string, string],
    rows: Iterable<readonly [K | undefined, R]>,
    { needed = true }: { readonly needed?: boolean } = {},
  ) {
    this.#needed = needed;
    this.#noun = noun;
    this.#plural = plural;
    for (const [key, row] of rows) {
      if (key === undefined || this.#rows.has(key)) this.#certain = false;
      else this.#rows.set(key, row);
    }
  }

  get keys(): readonly K[] {
    return [...this.#rows.keys()];
  }

  get(key: K): R | undefined {
    return this.#rows.get(key);
  }

  /** The row that `key` names; one complaint if there is none, unless the mistake is known to be elsewhere. */
  find(key: K | undefined, complain: (words: string, todo: string) => void): R | undefined {
    if (key === undefined) return undefined;
    const row = this.#rows.get(key);
    // Lists that a site needs are complained of where they are empty; of the others nothing has been said yet.
    if (row === undefined && this.#certain && (this.#rows.size > 0 || !this.#needed)) {
      const near = typeof key === "string" ? nearest(key, this.keys as readonly string[]) : undefined;
      const there = this.#rows.size > 0 ? `The ${this.#plural} are ${this.keys.join(", ")}.` : `The file has no ${this.#plural}: write it.`;
      complain(
        `there is no ${this.#noun} ${typeof key === "string" ? `"${key}"` : key}`,
        near === undefined ? there : `Did you mean "${near}"?`,
      );
    }
    return row;
  }
}

export function referencesOf(file: SiteFile): References {
  return {
    ports: new Index(
      ["port", "ports"],
      file.ports.map(({ name, row }) => [name, row] as const),
    ),
    devices: new Index(
      ["device", "devices"],
      file.devices.map((row) => [row.value.name, row] as const),
    ),
    approaches: new Index(
      ["approach", "approaches"],
      file.approaches.map((row) => [row.value.name, row] as const),
    ),
    phases: new Index(
      ["phase", "phases"],
      file.phases.map((row) => [row.value.number as number | undefined, row] as const),
    ),
    rings: new Index(
      ["ring", "rings"],
      file.rings.map((row) => [row.value.number as number | undefined, row] as const),
    ),
    patterns: new Index(
      ["pattern", "patterns"],
      file.patterns.map(({ row }) => [row.value.number as number | undefined, row] as const),
    ),
    overlaps: new Index(
      ["overlap", "overlaps"],
      file.overlaps.map((row) => [row.value.number as number | undefined, row] as const),
      { needed: false },
    ),
    preempts: new Index(
      ["preempt", "preempts"],
      file.preempts.map((row) => [row.value.number as number | undefined, row] as const),
      { needed: false },
    ),
    day_plans: new Index(
      ["day plan", "day plans"],
      file.day_plans.map(({ row }) => [row.value.number, row] as const),
      { needed: false },
    ),
    sequences: new Index(
      ["sequence", "sequences"],
      file.sequences.map(({ row }) => [row.value.number, row] as const),
      { needed: false },
    ),
  };
}

/** Complains of every row whose `key` another row before it has already. */
export function noteTwice<R extends { readonly row: Row; readonly key: unknown }>(
  rows: readonly R[],
  at: string,
  words: (key: unknown) => string,
  todo: string,
): void {
  const first = new Map<unknown, Row>();
  for (const { row, key } of rows) {
    if (key === undefined) continue;
    const other = first.get(key);
    if (other === undefined) first.set(key, row);
    else row.note(at, `${words(key)} is already that of ${other.where} on line ${other.line}`, todo);
  }
}
