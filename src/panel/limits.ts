import { Allowance } from "../sync/allowance.ts";

/** How often something may be done: by one address, and by all together. */
export interface Rate {
  readonly one: readonly [per_s: number, burst: number];
  readonly all: readonly [per_s: number, burst: number];
}

export const RATES = {
  /** A page is some hundred files, and ten may come at once from behind one address; ten people who look ask for little more. */
  requests: { one: [100, 1_200], all: [300, 3_000] },
  /** A browser has six at a time and keeps them; whoever is refused for asking too often loses his, and comes again. */
  connections: { one: [20, 300], all: [200, 3_000] },
  /** What changes something is a person's tap. */
  posts: { one: [2, 20], all: [10, 60] },
  /** Each costs 32 MB and up to half a second of a core beside the link's own. Ten in a minute for who mistypes; 40 bits last for ever. */
  logins: { one: [0.1, 8], all: [0.5, 20] },
} as const satisfies { readonly [what: string]: Rate };

export type Rates = { readonly [what in keyof typeof RATES]: Rate };

/** As many addresses as are told apart; who comes then is counted with the longest silent. */
const ADDRESSES_MAX = 512;

/** Counts what each does, by address or by the name of its session. */
export class Limit {
  readonly #rate: Rate;
  readonly #all: Allowance;
  /** Longest silent first. */
  readonly #ones = new Map<string, Allowance>();

  constructor(rate: Rate) {
    this.#rate = rate;
    this.#all = new Allowance(...rate.all);
  }

  /** Takes one if there is one. What its own allowance refuses takes nothing from the others'. */
  take(address: string, now: number): boolean {
    const who = netOf(address);
    const one = this.#ones.get(who) ?? new Allowance(...this.#rate.one);
    this.#ones.delete(who);
    this.#ones.set(who, one);
    if (this.#ones.size > ADDRESSES_MAX) this.#ones.delete(this.#ones.keys().next().value!);
    return one.take(now) && this.#all.take(now);
  }
}

/** An address of IPv6 is one of 2^64 that its holder has: those count as one. */
function netOf(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address);
  if (mapped !== null) return mapped[1]!;
  if (!/^[\da-f:.]+(%.*)?$/i.test(address) || !address.includes(":")) return address;
  const [head = "", tail] = address.split("%", 1)[0]!.split("::");
  const groups = head.split(":").filter(Boolean);
  const rest = tail === undefined ? [] : tail.split(":").filter(Boolean);
  const filled = tail === undefined ? groups : [...groups, ...Array(Math.max(0, 8 - groups.length - rest.length)).fill("0"), ...rest];
  return filled
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16))
    .join(":");
}
