/** What the page gets: the map once, a frame for every second of the city. Plain values, for both sides of the wire. */

export type Points = readonly (readonly [x: number, y: number])[];

/** A vehicle at the end of a second. Metres, x to the east and y to the north; where its front is. */
export interface Driven {
  readonly x_m: number;
  readonly y_m: number;
  /** Clockwise from north. */
  readonly heading_deg: number;
  readonly speed_ms: number;
  /** Since it set out. */
  readonly way_m: number;
  /** Against driving as fast as it would like to. */
  readonly lost_s: number;
}

/** One ambulance's drive in one of the two simulations. */
export interface Drive {
  readonly state: "waiting" | "driving" | "arrived";
  /** null before it has set out and after it has arrived. */
  readonly now: Driven | null;
  /** From when it was sent until now, or until it arrived. */
  readonly took_s: number;
  readonly way_m: number;
  readonly lost_s: number;
  readonly stops: number;
}

/** How the two drives of one errand compare at a moment. Positive: with priority is better. */
export interface Lead {
  /** How far it is ahead, on the same route. */
  readonly ahead_m: number;
  /** So long ago it was where the one without priority is now; once both have arrived the difference of their times. */
  readonly ahead_s: number;
}

/** What all vehicles but the ambulances have lost. */
export interface Others {
  /** Who has set out, who is still on the way, and who of them stands. */
  readonly vehicles: number;
  readonly driving: number;
  readonly standing: number;
  /** Mean of time loss and of waiting to be let in, over all who have set out. */
  readonly mean_lost_s: number;
  /** The same of those who arrived within the last five minutes; null where nobody did. */
  readonly recent_lost_s: number | null;
}

/** What one unit does for an ambulance, as people say it. */
export interface Standing {
  readonly unit: string;
  /** Letters of its lamps, as SUMO's drivers saw them. */
  readonly lamps: string;
  readonly state: "" | "asked" | "preparing" | "green" | "recovering";
  /** For whom. */
  readonly vehicle: string;
  /** Until it is expected. */
  readonly arrives_s: number;
}

export interface TripFrame {
  readonly number: number;
  readonly vehicle: string;
  /** Of the map. */
  readonly errand: number;
  readonly sent_s: number;
  /** Ended by hand, or because it was stuck: it counts for nothing. */
  readonly ended: boolean;
  readonly own: Drive;
  readonly other: Drive;
  readonly lead: Lead;
}

/** Everything that moved, at the end of one second. */
export interface Frame {
  readonly at_s: number;
  readonly wall_ms: number;
  /** How fast time goes, asked for and as it came out. */
  readonly speed: number;
  readonly kept_speed: number;
  /** [name, x and y in decimetres, heading in degrees, speed in dm/s] */
  readonly vehicles: readonly (readonly [string, number, number, number, number])[];
  readonly units: readonly Standing[];
  readonly trips: readonly TripFrame[];
  readonly others: { readonly own: Others; readonly other: Others };
  /** How many units are connected, how many records the brain has, how many commands were taken. */
  readonly centre: { readonly connected: number; readonly records: number; readonly commands: number };
}

/** Everything that stands still. */
export interface CityMap {
  readonly seed: number;
  /** The pattern of the units without priority. */
  readonly against: string;
  readonly lanes: readonly Points[];
  readonly lane_m: number;
  readonly junctions: readonly Points[];
  readonly units: readonly {
    readonly unit: string;
    readonly at: readonly [number, number];
    /** Lines across the lanes that end before it, and which letters of its state are theirs: the best of them is shown. */
    readonly heads: readonly { readonly line: Points; readonly links: readonly number[] }[];
  }[];
  readonly places: readonly { readonly name: string; readonly at: readonly [number, number]; readonly hospital: boolean }[];
  readonly streets: readonly { readonly name: string; readonly line: Points }[];
  readonly water: Points;
  readonly parks: readonly Points[];
  readonly errands: readonly {
    readonly name: string;
    readonly line: Points;
    readonly length_m: number;
    /** Stop lines on the way: how far on it they lie, and the letters that matter there. */
    readonly stops: readonly { readonly unit: string; readonly at_m: number; readonly links: readonly number[] }[];
  }[];
}
