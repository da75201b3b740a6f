import { NOTHING_NEW, type Reading } from "../../../serial/device.ts";
import { dkmh, footerIn, G4, G4_CLASSES, G4_ZONES, type Header, headerIn, qualifierOf, valuesIn } from "./codec.ts";

const PERIOD_MAX_S = 3_600;
const MISSING: readonly number[] = [];

/**
 * A statistical message: a header, a frame for each value, a footer. The sum of a frame does not cover what it is of: a message in which
 * something is missing or said twice is nobody's.
 */
export class Message {
  #header: Header | null = null;
  #values = new Map<number, readonly number[]>();
  /** Number of the message that was told last; -1 before the first. */
  #told = -1;

  /** Takes in one good frame; its readings come with the footer. */
  take(bytes: Uint8Array): readonly Reading[] {
    const qualifier = qualifierOf(bytes);
    if (qualifier === G4.header) {
      this.#header = headerIn(bytes);
      this.#values = new Map();
    } else if (qualifier === G4.footer) return this.#close(footerIn(bytes));
    else if (this.#values.has(qualifier)) this.#header = null;
    else this.#values.set(qualifier, valuesIn(bytes));
    return NOTHING_NEW;
  }

  /** Something was lost of it. */
  spoil(): void {
    this.#header = null;
  }

  #close(number: number): readonly Reading[] {
    const header = this.#header;
    this.#header = null;
    const [volumes, occupancies, speeds] = [G4.volume, G4.occupancy, G4.speed].map((value) => this.#values.get(value) ?? MISSING);
    if (header === null || header.number !== number || number === this.#told) return NOTHING_NEW;
    const { zones, period_s, miles } = header;
    if (zones < 1 || zones > G4_ZONES || period_s < 1 || period_s > PERIOD_MAX_S) return NOTHING_NEW;
    if ([volumes, occupancies, speeds].some((values) => values?.length !== zones)) return NOTHING_NEW;
    this.#told = number;
    return volumes!.flatMap((volume, zone): Reading[] => {
      if (volume < 0) return [];
      const speed = speeds![zone]!;
      return [
        {
          kind: "count",
          input: zone + 1,
          volume,
          occupancy_pm: occupancies![zone]!,
          speed_dkmh: speed < 0 || volume === 0 ? -1 : dkmh(speed, miles),
          interval_ms: period_s * 1_000,
          ...this.#classes(zone, volume),
        },
      ];
    });
  }

  /** Those that are in none of the sensor's classes are the shortest. */
  #classes(zone: number, volume: number): { readonly classes: readonly number[] } | undefined {
    const longer = G4_CLASSES.flatMap((qualifier) => this.#values.get(qualifier)?.[zone] ?? []);
    const shortest = volume - longer.reduce((sum, each) => sum + each, 0);
    return longer.length === 0 || volume === 0 || shortest < 0 || longer.includes(-1) ? undefined : { classes: [shortest, ...longer] };
  }
}
