import { hasPresence, type Loops } from "./loops.ts";

/** A detector held against another that sees the same vehicles, or of whose vehicles it sees a steady share. */
interface Pair {
  readonly it: number;
  readonly other: number;
  /** In the same lane: everybody passes both. */
  readonly same: boolean;
  own: number;
  others: number;
  /** What the other saw since it saw anybody. */
  silent: number;
  /** What it saw of a thousand of the other's, learned while nothing is wrong; 0: not yet. */
  share_pm: number;
  windows: number;
  /** Windows in a row in which it saw too few, and enough. */
  few: number;
  enough: number;
  misses: boolean;
  /** It saw too many in its last window: then it is not the other that misses some. */
  many: boolean;
}

/** Vehicles a window: of the same lane, and of a lane beside it, where chance has its part. */
const WINDOW = { same: 30, beside: 70 } as const;
/** Below so much of what was to be expected it sees too few, twice in a row; above that much, enough. */
const FEW_PM = { same: 700, beside: 550 } as const;
const ENOUGH_PM = 800;
const MANY_PM = 1_350;
const TWICE = 2;
/** When it has seen nobody at all: so many were to be expected. */
const NOBODY = { same: 12, beside: 25 } as const;
/** What a lane's detectors may see of each other from the beginning: long loops join vehicles, lanes are changed. */
const SHARE_PM = { same: [700, 1_400], beside: [50, 20_000] } as const;
/** Each window moves what was learned by an eighth. */
const LEARN = 8;
const FULL_PM = 1_000;

/** Counts against counts: loop against loop in a lane, camera against loop, a lane against the one beside it. */
export class Counts {
  readonly #pairs: readonly Pair[];
  readonly #ofIt: readonly (readonly Pair[])[];
  readonly #ofOther: readonly (readonly Pair[])[];

  constructor({ detectors, lane, goes }: Loops) {
    const pairs: Pair[] = [];
    const add = (it: number, other: number, same: boolean) =>
      pairs.push({ it, other, same, own: 0, others: 0, silent: 0, share_pm: 0, windows: 0, few: 0, enough: 0, misses: false, many: false });
    detectors.forEach((d, it) => {
      if (d.kind === "zone") return;
      detectors.forEach((o, other) => {
        if (o.kind === "zone" || other === it) return;
        if (lane[it] === lane[other]) add(it, other, true);
        else if (d.approach === o.approach && d.kind === o.kind && hasPresence(d) && goes[it] === goes[other]) add(it, other, false);
      });
    });
    this.#pairs = pairs;
    this.#ofIt = detectors.map((_, i) => pairs.filter(({ it }) => it === i));
    this.#ofOther = detectors.map((_, i) => pairs.filter(({ other }) => other === i));
  }

  saw(i: number, vehicles: number): void {
    for (const pair of this.#ofIt[i]!) {
      pair.own += vehicles;
      pair.silent = 0;
    }
    for (const pair of this.#ofOther[i]!) {
      pair.others += vehicles;
      pair.silent += vehicles;
      look(pair);
    }
  }

  /** What is wrong with it says nothing of the others: everything that it was held against begins anew. */
  distrust(i: number): void {
    for (const pair of this.#pairs) {
      if (pair.other !== i && pair.it !== i) continue;
      [pair.own, pair.others, pair.silent, pair.few, pair.enough] = [0, 0, 0, 0, 0];
      if (pair.other === i) pair.misses = false;
      pair.many = false;
    }
  }

  /** Who sees what `i` misses, one of its own lane first; -1: nobody. `trusted` is asked of the others. */
  witness(i: number, trusted: (other: number) => boolean): number {
    const of = (same: boolean) => this.#ofIt[i]!.filter((pair) => pair.same === same && trusted(pair.other));
    const [lane, beside] = [of(true), of(false)];
    const against = (pairs: readonly Pair[]) => pairs.filter(({ misses, other }) => misses && !this.#seesTooMany(other, i));
    // Of three in a lane two must agree; of two the one that sees less misses them.
    if (lane.length > 0) return 2 * against(lane).length > lane.length ? against(lane)[0]!.other : -1;
    return 2 * against(beside).length > beside.length ? against(beside)[0]!.other : -1;
  }

  /** Held against anybody but `it`. */
  #seesTooMany(i: number, it: number): boolean {
    return this.#ofIt[i]!.some(({ other, many }) => many && other !== it);
  }
}

function look(pair: Pair): void {
  const kind = pair.same ? "same" : "beside";
  const learned = pair.share_pm > 0 ? pair.share_pm : pair.same ? FULL_PM : 0;
  const expected = Math.floor((pair.others * learned) / FULL_PM);
  if (Math.floor((pair.silent * learned) / FULL_PM) >= NOBODY[kind]) {
    pair.misses = true;
    [pair.own, pair.others, pair.silent, pair.few, pair.enough] = [0, 0, 0, TWICE, 0];
    return;
  }
  if (pair.others < WINDOW[kind] || Math.max(expected, pair.own) < WINDOW[kind] / 2) return;
  pair.many = learned > 0 && pair.own * FULL_PM > MANY_PM * expected;
  if (learned === 0) learn(pair);
  else if (pair.own * FULL_PM < FEW_PM[kind] * expected) {
    pair.few++;
    pair.enough = 0;
    if (pair.few >= TWICE) pair.misses = true;
  } else {
    pair.few = 0;
    pair.enough = pair.own * FULL_PM >= ENOUGH_PM * expected ? pair.enough + 1 : 0;
    if (pair.enough >= TWICE) pair.misses = false;
    if (!pair.misses && !pair.many) learn(pair);
  }
  [pair.own, pair.others] = [0, 0];
}

function learn(pair: Pair): void {
  const [least, most] = SHARE_PM[pair.same ? "same" : "beside"];
  const now = Math.min(Math.max(Math.floor((pair.own * FULL_PM) / pair.others), least), most);
  const before = pair.share_pm > 0 ? pair.share_pm : now;
  pair.windows++;
  // The first ones as they are, later ones slowly.
  const weight = Math.min(pair.windows, LEARN);
  pair.share_pm = Math.floor((before * (weight - 1) + now) / weight);
}
