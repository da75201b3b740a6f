import { SaxesParser } from "saxes";
import { INCIDENT } from "./incident.ts";

/** What became of the people of a run. All in seconds; delay is time loss and departure delay, over all vehicles that were scheduled. */
export interface Trips {
  readonly vehicles: number;
  readonly mean_delay_s: number;
  readonly p95_delay_s: number;
  /** The longest that one vehicle has stood, all its stops together. */
  readonly max_wait_s: number;
  readonly mean_wait_s: number;
  readonly stops: number;
  readonly throughput: number;
  /** On the road or not inserted at the end. */
  readonly unfinished: number;
  readonly not_inserted: number;
  /** Mean delay of those who go one way through the net, where it is longest. */
  readonly worst_movement: string;
  readonly worst_movement_delay_s: number;
  readonly pedestrians: number;
  /** Mean time that those on foot have lost. */
  readonly pedestrian_wait_s: number;
}

/** So few vehicles are no movement. */
const MOVEMENT_LEAST = 10;

type Attributes = { readonly [key: string]: string | undefined };
interface Trip {
  readonly id: string;
  readonly delay_s: number;
  readonly wait_s: number;
  readonly stops: number;
  readonly arrived: boolean;
  readonly inserted: boolean;
}

const brokenDown = (vehicle: string): boolean => vehicle.startsWith(INCIDENT);

/** SUMO's tripinfo, with unfinished and not-inserted vehicles; `left` are none of those who are counted. */
export function tripsIn(
  xml: string,
  movementOf: (vehicle: string) => string | undefined,
  left: (vehicle: string) => boolean = brokenDown,
): Trips {
  const trips: Trip[] = [];
  const walks: number[] = [];
  const parser = new SaxesParser();
  parser.on("opentag", ({ name, attributes }) => {
    if (name === "tripinfo") trips.push(tripOf(attributes as Attributes));
    else if (name === "personinfo") walks.push(0);
    else if (name === "walk") walks[walks.length - 1]! += Math.max(0, Number((attributes as Attributes)["timeLoss"] ?? 0));
  });
  parser.write(xml).close();
  return summed(
    trips.filter(({ id, inserted, delay_s }) => !left(id) && (inserted || delay_s >= 0)),
    walks,
    movementOf,
  );
}

function summed(trips: readonly Trip[], walks: readonly number[], movementOf: (vehicle: string) => string | undefined): Trips {
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
  const count = (which: (trip: Trip) => boolean): number => trips.filter(which).length;
  const delays = trips.map(({ delay_s }) => delay_s).sort((a, b) => a - b);
  const ways = [...Map.groupBy(trips, ({ id }) => movementOf(id) ?? "")]
    .filter(([way, own]) => way !== "" && own.length >= MOVEMENT_LEAST)
    .map(([way, own]) => ({ way, delay_s: mean(own.map(({ delay_s }) => delay_s)) }));
  const worst = ways.reduce((a, b) => (b.delay_s > a.delay_s ? b : a), { way: "", delay_s: 0 });
  return {
    vehicles: trips.length,
    mean_delay_s: mean(delays),
    p95_delay_s: delays[Math.ceil(delays.length * 0.95) - 1] ?? 0,
    max_wait_s: trips.reduce((most, { wait_s }) => Math.max(most, wait_s), 0),
    mean_wait_s: mean(trips.map(({ wait_s }) => wait_s)),
    stops: mean(trips.map(({ stops }) => stops)),
    throughput: count(({ arrived }) => arrived),
    unfinished: count(({ arrived }) => !arrived),
    not_inserted: count(({ inserted }) => !inserted),
    worst_movement: worst.way,
    worst_movement_delay_s: worst.delay_s,
    pedestrians: walks.length,
    pedestrian_wait_s: mean(walks),
  };
}

function tripOf(trip: Attributes): Trip {
  const number = (key: string): number => Number(trip[key] ?? 0);
  return {
    id: trip["id"] ?? "",
    // Of one that was not inserted SUMO says how long it has waited for that until the end.
    delay_s: number("timeLoss") + number("departDelay"),
    wait_s: number("waitingTime"),
    stops: number("waitingCount"),
    arrived: number("arrival") >= 0,
    inserted: number("depart") >= 0,
  };
}
