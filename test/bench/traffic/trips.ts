import { SaxesParser } from "saxes";

/** What became of the vehicles of a run. All in seconds; delay is time loss and departure delay, over all that were scheduled. */
export interface Trips {
  readonly vehicles: number;
  readonly mean_delay_s: number;
  readonly p95_delay_s: number;
  readonly max_wait_s: number;
  readonly mean_wait_s: number;
  readonly stops: number;
  readonly throughput: number;
  /** On the road or not inserted at the end. */
  readonly unfinished: number;
  readonly not_inserted: number;
}

interface Trip {
  readonly delay_s: number;
  readonly wait_s: number;
  readonly stops: number;
  readonly arrived: boolean;
  readonly inserted: boolean;
}

/** SUMO's tripinfo, unfinished and not-inserted vehicles among it, of a simulation that ended at `end_s`. */
export function tripsIn(xml: string, end_s: number): Trips {
  const trips: Trip[] = [];
  const parser = new SaxesParser();
  parser.on("opentag", ({ name, attributes }) => {
    if (name === "tripinfo") trips.push(tripOf(attributes as { readonly [key: string]: string }, end_s));
  });
  parser.write(xml).close();
  const delays = trips.map(({ delay_s }) => delay_s).sort((a, b) => a - b);
  const sum = (of: (trip: Trip) => number): number => trips.reduce((whole, trip) => whole + of(trip), 0);
  const each = Math.max(1, trips.length);
  return {
    vehicles: trips.length,
    mean_delay_s: sum(({ delay_s }) => delay_s) / each,
    p95_delay_s: delays[Math.ceil(delays.length * 0.95) - 1] ?? 0,
    max_wait_s: trips.reduce((most, { wait_s }) => Math.max(most, wait_s), 0),
    mean_wait_s: sum(({ wait_s }) => wait_s) / each,
    stops: sum(({ stops }) => stops) / each,
    throughput: sum(({ arrived }) => Number(arrived)),
    unfinished: sum(({ arrived }) => Number(!arrived)),
    not_inserted: sum(({ inserted }) => Number(!inserted)),
  };
}

function tripOf(trip: { readonly [key: string]: string }, end_s: number): Trip {
  const number = (key: string): number => Number(trip[key] ?? 0);
  const inserted = number("depart") >= 0;
  void end_s;
  return {
    delay_s: number("timeLoss") + number("departDelay"),
    wait_s: number("waitingTime"),
    stops: number("waitingCount"),
    arrived: number("arrival") >= 0,
    inserted,
  };
}
