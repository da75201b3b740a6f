import { type CabinetCard, type CabinetWord, switchOf } from "../traffic/cabinet.ts";
import type { FlashStatus } from "../traffic/live.ts";
import type { MonitorFault } from "../traffic/monitor-fault.ts";
import type { Observation } from "../traffic/observation.ts";
import type { Channel, Site } from "../traffic/site.ts";
import { monitorBuffer } from "./buffers.ts";
import { monitorTables } from "./monitor-tables.ts";

/** Why the unit must be in flash. */
export interface Wants {
  readonly flash: FlashStatus;
  readonly cause: string;
}

/** What is known of one monitor; null until it has said so. */
interface Known {
  readonly channels: readonly Channel[];
  status: (CabinetWord & { readonly says: "status" }) | null;
  /** What is wrong with its programming; "" for nothing. */
  card: string | null;
}

/** So many pairs are named; whoever has to mend the card goes through it anyway. */
const PAIRS_NAMED = 4;

/**
 * What the cabinet's own monitors say (of NEMA TS 2: the MMU), and what it means: a monitor that has failed or calls for flash gets it, and one
 * that is not heard, or is programmed for other signals than the site file's, keeps the unit in flash. A device that is lost leaves
 * everything as it was last said; that its lamps are not confirmed is flash by itself.
 */
export class Cabinet {
  readonly #site: Site;
  readonly #known: ReadonlyMap<number, Known>;
  /** [a][b] by channel number less one: whether the two may be green, yellow or in walk together. */
  readonly #together: (a: Channel, b: Channel) => boolean;
  #wants: Wants | null = null;

  /** `watched`: the devices, by their place in the site's list, that drive lamps which such a monitor watches. */
  constructor(site: Site, watched: readonly number[]) {
    this.#site = site;
    this.#known = new Map(
      watched.map((d) => [
        d,
        { channels: site.channels.filter(({ device }) => device === site.devices[d]!.name), status: null, card: null },
      ]),
    );
    this.#together = watched.length === 0 ? () => false : permitted(site);
    this.#settle();
  }

  get wants(): Wants | null {
    return this.#wants;
  }

  /** A fault that a person must look into, found in this tick; null for none. */
  step(observations: readonly Observation[]): MonitorFault | null {
    let fault: MonitorFault | null = null;
    let heard = false;
    for (const o of observations) {
      const known = o.kind === "cabinet" ? this.#known.get(o.device) : undefined;
      if (o.kind !== "cabinet" || known === undefined) continue;
      heard = true;
      if (o.word.says === "status") known.status = o.word;
      else if (o.word.says === "card") known.card = this.#check(known.channels, o.word.card);
      else
        fault ??= { words: `the cabinet's monitor (MMU) does not see what is told: ${o.word.words}`, channels: of(known, o.word.switches) };
    }
    if (heard) this.#settle();
    return fault;
  }

  #settle(): void {
    this.#wants = null;
    for (const { status, card } of this.#known.values()) {
      this.#wants =
        status?.flash === "mmu"
          ? { flash: "mmu", cause: status.words }
          : card === null || status === null
            ? { flash: "other", cause: "the cabinet's monitor (MMU) has not said yet how it is, and what it is programmed for" }
            : card !== ""
              ? { flash: "other", cause: card }
              : status.flash === null
                ? null
                : { flash: status.flash, cause: status.words };
      if (this.#wants !== null) return;
    }
  }

  /** "", or why it is not this intersection's. */
  #check(channels: readonly Channel[], { compatible, min_flash_s }: CabinetCard): string {
    const [forbidden, allowed]: [string[], string[]] = [[], []];
    channels.forEach((a, i) => {
      for (const b of channels.slice(i + 1)) {
        const [one, other] = [switchOf(a.green), switchOf(b.green)].sort((x, y) => x - y) as [number, number];
        const onCard = ((compatible[one - 1] ?? 0) & (1 << (other - 1))) !== 0;
        if (onCard !== this.#together(a, b)) (onCard ? allowed : forbidden).push(`${one}-${other}`);
      }
    });
    const card = "the programming card of the cabinet's monitor (MMU)";
    if (forbidden.length > 0) return `${card} forbids what the site file permits: ${named(forbidden)}`;
    if (allowed.length > 0) return `${card} permits what the site file forbids: ${named(allowed)}`;
    const { flash_ds } = this.#site.start;
    if (min_flash_s * 10 > flash_ds)
      return `the minimum flash of the cabinet's monitor (MMU) is ${min_flash_s} s, longer than flash under [start] (${(flash_ds / 10).toFixed(1)} s)`;
    return "";
  }
}

/** By the conflict monitor's own tables; a flashing yellow arrow goes beside those to whom it gives way. */
function permitted(site: Site): (a: Channel, b: Channel) => boolean {
  const { compatible, permissive } = monitorBuffer.views(monitorTables(site));
  const bit = (mask: number, { number }: Channel) => (mask & (1 << (number - 1))) !== 0;
  return (a, b) => {
    const [one, other] = [a.number - 1, b.number - 1];
    return bit(compatible[one]!, b) || bit(permissive[one]!, b) || bit(permissive[other]!, a);
  };
}

const of = ({ channels }: Known, switches: readonly number[]): readonly number[] =>
  channels.filter(({ green }) => switches.includes(switchOf(green))).map(({ number }) => number);

function named(pairs: readonly string[]): string {
  const more = pairs.length - PAIRS_NAMED;
  return `load switches ${pairs.slice(0, PAIRS_NAMED).join(", ")}${more > 0 ? ` and ${more} more pairs` : ""}`;
}
