import { hasPresence, type Loops } from "./loops.ts";

/**
 * What can come between two detectors. In one lane everybody passes both; in one lane of several and some way apart lanes are changed
 * between them, and only all lanes together lose nobody; of the lane beside it a detector sees a steady share.
 */
type Between = "same" | "changed" | "beside";

/** A detector held against another that sees the same vehicles, or of whose vehicles it sees a steady share. */
interface Pair {
  readonly it: number;
  readonly other: number;
  readonly between: Between;
  own: number;
  others: number;
  /** What the other saw since it saw anybody. */
  silent: number;
  /** What it saw of a thousand of the other's, learned while nothing is wrong; 0: not yet. */
  share_pm: number;
  windows: number;
  /** Where lanes are changed: what both detectors' rows saw across all lanes, and what its row sees of a thousand of the other's. */
  row: number;
  othersRow: number;
  row_pm: number;
  /** The same two since it saw anybody. */
  silentRow: number;
  silentOthersRow: number;
  /** Of whom the row has lost in windows in a row, and so many may just stand between the two. */
  lost: number;
  readonly room: number;
  /** Windows in a row in which it saw too few, and enough. */
  few: number;
  enough: number;
  misses: boolean;
  /** It saw too many in its last window: then it is not the other that misses some. */
  many: boolean;
}

/** Nobody changes lanes between two detectors that lie so near to each other, in metres; those of a row lie no farther apart. */
const NEAR_M = 15;
/** Vehicles a window: of the same lane, and of a lane beside it, where chance has its part. */
const WINDOW = { same: 30, changed: 40, beside: 70 } as const;
/** Below so much of what was to be expected it sees too few, twice in a row; above that much, enough. */
const FEW_PM = { same: 700, changed: 700, beside: 550 } as const;
const ENOUGH_PM = 800;
const MANY_PM = 1_350;
const TWICE = 2;
/** When it has seen nobody at all: so many were to be expected. */
const NOBODY = { same: 12, changed: 20, beside: 25 } as const;
/** A vehicle that stands takes so much of its lane, in metres. */
const STANDS_M = 7;
/** What a lane's detectors may see of each other from the beginning: long loops join vehicles, lanes are changed. */
const SHARE_PM = { same: [700, 1_400], changed: [200, 5_000], beside: [50, 20_000] } as const;
const ROW_PM = [500, 2_000] as const;
/** Each window moves what was learned by an eighth. */
const LEARN = 8;
const FULL_PM = 1_000;

/** Counts against counts: loop against loop in a lane, camera against loop, a lane against the one beside it. */
export class Counts {
  readonly #pairs: readonly Pair[];
  readonly #ofIt: readonly (readonly Pair[])[];
  readonly #ofOther: readonly (readonly Pair[])[];
  /** Pairs that judge by rows, by who is in its row, and by who is in the other's. */
  readonly #inRow: readonly (readonly Pair[])[];
  readonly #inOthersRow: readonly (readonly Pair[])[];

  constructor(loops: Loops) {
    const { detectors, lane, goes } = loops;
    const pairs: Pair[] = [];
    const rows = detectors.map((_, i) => rowOf(loops, i));
    const add = (it: number, other: number, between: Between) => {
      const room = Math.ceil(Math.abs(detectors[it]!.distance_m - detectors[other]!.distance_m) / STANDS_M) * rows[other]!.length;
      pairs.push(strangers(it, other, between, room));
    };
    detectors.forEach((d, it) => {
      if (d.kind === "zone") return;
      detectors.forEach((o, other) => {
        if (o.kind === "zone" || other === it) return;
        if (lane[it] === lane[other]) add(it, other, changes(loops, it, other) ? "changed" : "same");
        else if (d.approach === o.approach && d.kind === o.kind && hasPresence(d) && goes[it] === goes[other]) add(it, other, "beside");
      });
    });
    this.#pairs = pairs;
    this.#ofIt = detectors.map((_, i) => pairs.filter(({ it }) => it === i));
    this.#ofOther = detectors.map((_, i) => pairs.filter(({ other }) => other === i));
    const changed = pairs.filter(({ between }) => between === "changed");
    this.#inRow = detectors.map((_, i) => changed.filter(({ it }) => rows[it]!.includes(i)));
    this.#inOthersRow = detectors.map((_, i) => changed.filter(({ other }) => rows[other]!.includes(i)));
  }

  saw(i: number, vehicles: number): void {
    for (const pair of this.#inRow[i]!) {
      pair.row += vehicles;
      pair.silentRow += vehicles;
    }
    for (const pair of this.#inOthersRow[i]!) {
      pair.othersRow += vehicles;
      pair.silentOthersRow += vehicles;
    }
    for (const pair of this.#ofIt[i]!) {
      pair.own += vehicles;
      heard(pair);
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
      anew(pair);
      heard(pair);
      [pair.few, pair.enough] = [0, 0];
      if (pair.other === i) pair.misses = false;
      pair.many = false;
    }
    // A row with a gap in it does not see everybody, whatever the lanes do.
    for (const pair of [...this.#inRow[i]!, ...this.#inOthersRow[i]!]) {
      anew(pair);
      heard(pair);
    }
  }

  /** Who sees what `i` misses, one of its own lane first; -1: nobody. `trusted` is asked of the others. */
  witness(i: number, trusted: (other: number) => boolean): number {
    const of = (beside: boolean) => this.#ofIt[i]!.filter((pair) => (pair.between === "beside") === beside && trusted(pair.other));
    const [lane, beside] = [of(false), of(true)];
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

const strangers = (it: number, other: number, between: Between, room: number): Pair => ({
  ...{ it, other, between, own: 0, others: 0, silent: 0, share_pm: 0, windows: 0 },
  ...{ row: 0, othersRow: 0, row_pm: FULL_PM, silentRow: 0, silentOthersRow: 0, lost: 0, room },
  ...{ few: 0, enough: 0, misses: false, many: false },
});

/** Whether lanes can be changed between two detectors of a lane. */
function changes({ detectors }: Loops, it: number, other: number): boolean {
  const [d, o] = [detectors[it]!, detectors[other]!];
  return (
    Math.abs(d.distance_m - o.distance_m) > NEAR_M && detectors.some(({ approach, lane }) => approach === d.approach && lane !== d.lane)
  );
}

/** Those like it across all lanes of its approach, itself among them: one in each lane that has one. */
function rowOf({ detectors }: Loops, it: number): readonly number[] {
  const d = detectors[it]!;
  const apart = (i: number) => Math.abs(detectors[i]!.distance_m - d.distance_m);
  const row = new Map<number, number>([[d.lane, it]]);
  detectors.forEach(({ approach, kind, lane }, i) => {
    if (approach !== d.approach || kind !== d.kind || lane === d.lane || apart(i) > NEAR_M) return;
    if (!row.has(lane) || apart(i) < apart(row.get(lane)!)) row.set(lane, i);
  });
  return [...row.values()];
}

function anew(pair: Pair): void {
  [pair.own, pair.others, pair.row, pair.othersRow] = [0, 0, 0, 0];
}

/** It has seen somebody. */
function heard(pair: Pair): void {
  [pair.silent, pair.silentRow, pair.silentOthersRow] = [0, 0, 0];
}

function look(pair: Pair): void {
  const { between } = pair;
  const learned = pair.share_pm > 0 ? pair.share_pm : between === "beside" ? 0 : FULL_PM;
  const expected = Math.floor((pair.others * learned) / FULL_PM);
  const came = Math.floor((pair.silent * learned) / FULL_PM);
  if (came >= NOBODY[between] && 2 * lostBy(pair, pair.silentRow, pair.silentOthersRow, came) >= came) {
    pair.misses = true;
    anew(pair);
    heard(pair);
    [pair.few, pair.enough] = [TWICE, 0];
    return;
  }
  if (pair.others < WINDOW[between] || Math.max(expected, pair.own) < WINDOW[between] / 2) return;
  // Whom it did not see may have been seen in the lane beside it, and whom it saw too much missed there: its row must be out by half as many.
  const lost = lostBy(pair, pair.row, pair.othersRow, expected - pair.own);
  pair.many = learned > 0 && pair.own * FULL_PM > MANY_PM * expected && 2 * lost <= expected - pair.own;
  if (learned === 0) learn(pair);
  else if (pair.own * FULL_PM < FEW_PM[between] * expected && 2 * lost >= expected - pair.own) {
    pair.few++;
    pair.lost += lost;
    pair.enough = 0;
    if (pair.few >= TWICE && (between !== "changed" || pair.lost > pair.room)) pair.misses = true;
  } else {
    [pair.few, pair.lost] = [0, 0];
    pair.enough = pair.own * FULL_PM >= ENOUGH_PM * expected ? pair.enough + 1 : 0;
    if (pair.enough >= TWICE) pair.misses = false;
    if (!pair.misses && !pair.many) learn(pair);
  }
  anew(pair);
}

/** Of `missing` that it did not see, so many were seen by nobody beside it either. */
function lostBy({ between, row_pm }: Pair, row: number, othersRow: number, missing: number): number {
  return between === "changed" ? Math.floor((othersRow * row_pm) / FULL_PM) - row : missing;
}

function learn(pair: Pair): void {
  pair.windows++;
  // The first ones as they are, later ones slowly.
  const weight = Math.min(pair.windows, LEARN);
  pair.share_pm = moved(pair.share_pm, pair.own, pair.others, SHARE_PM[pair.between], weight);
  if (pair.othersRow > 0) pair.row_pm = moved(pair.row_pm, pair.row, pair.othersRow, ROW_PM, weight);
}

function moved(before_pm: number, own: number, others: number, [least, most]: readonly [number, number], weight: number): number {
  const now_pm = Math.min(Math.max(Math.floor((own * FULL_PM) / others), least), most);
  return before_pm > 0 ? Math.floor((before_pm * (weight - 1) + now_pm) / weight) : now_pm;
}
