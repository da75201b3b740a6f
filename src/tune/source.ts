import { BIN_MS } from "../detection/volumes.ts";
import { CODE } from "../traffic/codes.ts";
import { detailOf, numberIn } from "../traffic/detail.ts";
import type { Entry } from "../traffic/entry.ts";
import type { Detector, Site } from "../traffic/site.ts";
import { Loop, type Run } from "./run.ts";

/** Who can tell best when somebody came: the farther from the line, the less a queue stands on it. */
const RANKS = ["advance", "stop-line", "zone", "count"] as const satisfies readonly Detector["kind"][];

/** Of each lane in the order of the site's approaches, its witnesses, the best first. */
export function sourcesOf(
  { approaches, detectors }: Pick<Site, "approaches" | "detectors">,
  link_m: number,
): readonly { readonly approach: string; readonly lane: number; readonly sources: readonly Witness[] }[] {
  return approaches.flatMap(({ name, lanes, speed_limit_kmh }) =>
    Array.from({ length: lanes }, (_, i) => {
      const own = detectors.filter((d) => d.approach === name && d.lane === i + 1);
      const far = RANKS.flatMap((kind) => own.filter((d) => d.kind === kind).toSorted((a, b) => order(kind, a, b)));
      const travel_ms = (d: Detector) => Math.round(((link_m - d.distance_m - d.length_m) / (speed_limit_kmh / 3.6)) * 1_000);
      return { approach: name, lane: i + 1, sources: far.map((d) => new Witness(d, travel_ms(d))) };
    }),
  );
}

const order = (kind: Detector["kind"], a: Detector, b: Detector) => (kind === "advance" ? -1 : 1) * (a.distance_m - b.distance_m);

/** One detector as a witness of who came in its lane: reads what the journal has of it. */
export class Witness {
  readonly detector: Detector;
  /** When what it said was not to be believed, and why; `to` is Infinity while that lasts. */
  readonly failures: { readonly from: number; to: number; readonly words: string }[] = [];
  #runs: Run[] = [];
  readonly #travel_ms: number;
  readonly #loop: Loop;
  #inZone = 0;

  constructor(detector: Detector, travel_ms: number) {
    this.detector = detector;
    this.#travel_ms = travel_ms;
    this.#loop = new Loop(detector.kind === "stop-line", (run) => this.#keep(run));
  }

  take({ at, code, value, detail, input }: Entry): void {
    if (input) this.#hear(at, code, value, detail);
    else if (code >= 84 && code <= 88) this.#fail(at, detail);
    else if (code === CODE.detectorRestored) this.#restore(at);
  }

  /** What it saw, by the instant at which everybody would have passed the beginning of the link unhindered; the oldest may be forgotten. */
  get runs(): readonly Run[] {
    return this.#runs;
  }

  /** When the queue began that it still sees; Infinity where there is none at `now`. */
  openSince(now: number): number {
    return this.#loop.openSince(now);
  }

  /** The green of the lane's phase has ended. */
  ends(at: number): void {
    this.#loop.ends(at);
  }

  /** Something of what it said is lost. */
  lose(): void {
    this.#loop.lose();
  }

  close(): void {
    this.#loop.close();
  }

  forget(before: number): void {
    this.#runs = this.#runs.filter(({ latest_ms }) => latest_ms.at(-1)! >= before);
  }

  #hear(at: number, code: number, value: number, detail: string): void {
    const { kind } = this.detector;
    if (code === CODE.zone && kind === "zone") {
      for (let n = this.#inZone; n < value; n++) this.#keep({ from_ms: at, exact: true, latest_ms: [at] });
      this.#inZone = value;
    } else if (code === CODE.count && kind === "count" && value > 0) {
      const interval_ms = numberIn(detailOf(detail), "interval_ms", BIN_MS);
      this.#keep({ from_ms: at - interval_ms, exact: false, latest_ms: Array(value).fill(at) });
    } else if (kind !== "zone" && kind !== "count") {
      if (code === CODE.inputOn) this.#loop.on(at);
      else if (code === CODE.inputOff) this.#loop.off(at);
    }
  }

  #keep({ from_ms, exact, latest_ms }: Run): void {
    this.#runs.push({ from_ms: from_ms - this.#travel_ms, exact, latest_ms: latest_ms.map((at) => at - this.#travel_ms) });
  }

  #fail(at: number, words: string): void {
    const last = this.failures.at(-1);
    if (last?.to === Number.POSITIVE_INFINITY) return;
    this.failures.push({ from: at, to: Number.POSITIVE_INFINITY, words });
  }

  #restore(at: number): void {
    const last = this.failures.at(-1);
    if (last !== undefined) last.to = Math.min(last.to, at);
    this.#loop.lose();
  }
}
