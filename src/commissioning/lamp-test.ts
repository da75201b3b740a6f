import * as v from "valibot";
import type { Request } from "../journal/port.ts";
import { type ChannelCodes, INDICATIONS } from "../traffic/calls.ts";
import type { Indication } from "../traffic/live.ts";
import type { Channel } from "../traffic/site.ts";
import { type Instant, iso, type WallTime } from "../traffic/time.ts";

/**
 * What the unit's own centre side lays into its inbox for a technician who stands before a head: light its lamps one after the other. It is no
 * command: the contract with the brain has no word for it, so nobody far away can light a lamp.
 */
export const LAMP_TEST = "lamp-test";

/** How long each lamp of the channel is lit. */
export const LAMP_MS = 3_000;
/** A request that comes late would light a lamp before somebody who looks elsewhere. */
const KEPT_MS = 5_000;

const Args = v.strictObject({ channel: v.pipe(v.number(), v.integer(), v.minValue(1)), by: v.pipe(v.string(), v.maxLength(64)) });

export const lampTestRequest = (id: string, channel: number, by: string, wall: WallTime): Request => ({
  id,
  command: LAMP_TEST,
  args: JSON.stringify({ channel, by: by.slice(0, 64) }),
  expires: (wall + KEPT_MS) as WallTime,
  refused: "",
});

/** Which channel, or why none. Pure; never throws. */
export function lampsIn(request: Request, wall: WallTime): { readonly channel: number } | { readonly refused: string } {
  if (request.refused !== "") return { refused: request.refused };
  if (wall > request.expires) return { refused: `expired at ${iso(request.expires)}; this unit's clock says ${iso(wall)}` };
  try {
    return v.parse(Args, JSON.parse(request.args));
  } catch {
    return { refused: `${LAMP_TEST} names one channel and who asks, and nothing else` };
  }
}

const code = (indication: Indication): number => INDICATIONS.indexOf(indication);
const FLASH = { red: code("flashing-red"), yellow: code("flashing-yellow"), dark: code("dark") } as const;
const LAMPS = ["red", "yellow", "green"] as const;

/** Whether every channel shows what the site file says of flash: on the way there, and on the way out, some do not. */
export const inFlash = (channels: readonly Channel[], codes: ChannelCodes): boolean =>
  channels.every(({ number, flash }) => codes[number - 1] === FLASH[flash]);

/**
 * The lamps of one channel, steady, one after the other, while the signals stand in flash and a contact in the cabinet permits it. The street side
 * keeps the time, and looks at the permission in every tick: whatever becomes of the phone and of the link, it is over within nine seconds. Whoever
 * else would flash yellow flashes red meanwhile, so that nobody drives on into a green that is only looked at.
 */
export class LampTest {
  readonly #channels: readonly Channel[];
  #channel: Channel | null = null;
  #since = 0 as Instant;

  constructor(channels: readonly Channel[]) {
    this.#channels = channels;
  }

  /** The channel's number; 0 while none is tested. */
  get channel(): number {
    return this.#channel?.number ?? 0;
  }

  /** `why`: why lamps may not be tested now, "" if they may. "" or why it is not done. */
  ask(number: number, now: Instant, why: string): string {
    if (why !== "") return why;
    const channel = this.#channels.find((each) => each.number === number);
    if (channel === undefined) return `there is no channel ${number}`;
    this.#channel = channel;
    this.#since = now;
    return "";
  }

  /** Writes over what flash shows, while it is tested. `codes` has passed the monitor: whatever it has said but flash ends the test before. */
  show(now: Instant, codes: ChannelCodes, why: string): void {
    const tested = this.#channel;
    if (tested === null) return;
    const lit = LAMPS.filter((lamp) => tested[lamp] > 0)[Math.floor((now - this.#since) / LAMP_MS)];
    if (why !== "" || lit === undefined) {
      this.#channel = null;
      return;
    }
    for (const channel of this.#channels)
      if (channel === tested) codes[channel.number - 1] = code(lit);
      else if (channel.flash === "yellow") codes[channel.number - 1] = channel.red > 0 ? FLASH.red : FLASH.dark;
  }
}
