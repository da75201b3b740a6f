import type { LineSettings } from "../serial/load.ts";
import type { Instant } from "../traffic/time.ts";
import { Ears } from "./ear.ts";
import { LANGUAGES } from "./languages/index.ts";
import { plain } from "./languages/language.ts";
import { type OpenTap, settingsWords, type Tap } from "./tap.ts";

/** What a line sounds like to somebody who says nothing. */
export interface Sound {
  /** The settings at which it made sense; null where it did not. */
  readonly settings: LineSettings | null;
  readonly protocol: string | null;
  readonly addresses: readonly number[];
  readonly frames: number;
  readonly noise_bytes: number;
  readonly bytes: number;
}

export interface Wanted {
  /** Only this protocol, only this speed or parity. */
  readonly protocol?: string;
  readonly baud?: number;
  readonly parity?: LineSettings["parity"];
  /** Addresses up to this one, when they are asked. */
  readonly last_address?: number;
}

/** At each setting; a controller asks ten times in it. */
const LISTEN_MS = 3_000;
/** Where somebody is known to talk and says nothing at the moment: cameras and radars tell their counts every ten seconds. */
const PATIENT_MS = 12_000;
/** How soon it ends when it is asked to. */
const SLICE_MS = 250;
/** Dozens of frames: whoever is on the line has been heard. */
const LONG_SURE_BITS = 1_000;

/** Speeds that every device can be set to, and few are. */
const OTHERS = plain(9_600, 19_200, 38_400, 115_200, 57_600, 4_800, 2_400, 1_200);

/** Settings that are usual for what is asked about, likeliest first, each once. */
export function usualSettings({ protocol, baud, parity }: Wanted): readonly LineSettings[] {
  const languages = protocol === undefined ? Object.values(LANGUAGES) : [LANGUAGES[protocol]!];
  const longest = Math.max(...languages.map(({ settings }) => settings.length));
  // The first of each before the second of any; what is usual for nobody comes last.
  const usual = Array.from({ length: longest }, (_, i) => languages.flatMap(({ settings }) => settings[i] ?? [])).flat();
  const inTurn = [...usual, ...OTHERS];
  const fitting = inTurn.filter((each) => (baud === undefined || each.baud === baud) && (parity === undefined || each.parity === parity));
  const all = fitting.length > 0 ? fitting : [{ baud: baud ?? 9_600, parity: parity ?? "none", stop_bits: 1 } as const];
  return [...new Map(all.map((each) => [settingsWords(each), each])).values()];
}

/**
 * Listens at one usual setting after the other until a protocol is sure, and writes nothing. A line on which not a byte has come at the first
 * two is silent at all of them; where somebody talks it waits at each until they talk again. `talks`: that somebody does is known.
 */
export async function overhear(
  tap: Tap,
  wanted: Wanted,
  now: () => Instant,
  told: (words: string) => void,
  stopped: () => boolean = () => false,
  talks = false,
): Promise<Sound> {
  let bytes = 0;
  for (const [i, settings] of usualSettings(wanted).entries()) {
    if (stopped() || (i >= 2 && bytes === 0)) break;
    told(`listening at ${settingsWords(settings)}`);
    const open = await tap.open(settings);
    const most_ms = talks || bytes > 0 ? PATIENT_MS : LISTEN_MS;
    const ears = await listenOn(open, wanted.protocol, now, stopped, most_ms).finally(() => open.close());
    bytes += ears.bytes;
    const best = ears.best;
    if (best === null || !best.sure || best.noise_bytes > ears.bytes / 2) continue;
    const addresses = [...best.addresses.keys()].sort((a, b) => a - b);
    return { settings, protocol: best.protocol, addresses, frames: best.frames, noise_bytes: best.noise_bytes, bytes: ears.bytes };
  }
  return { settings: null, protocol: null, addresses: [], frames: 0, noise_bytes: bytes, bytes };
}

/** Ends early only where it is sure by far: the addresses of a line come one after the other. A window begins anew with the first byte in it. */
async function listenOn(
  open: OpenTap,
  protocol: string | undefined,
  now: () => Instant,
  stopped: () => boolean,
  most_ms: number,
): Promise<Ears> {
  const ears = new Ears(protocol === undefined ? undefined : [protocol]);
  let left_ms = most_ms;
  while (left_ms > 0 && !stopped() && !isSure(ears)) {
    const silent = ears.bytes === 0;
    await open.listen(Math.min(left_ms, SLICE_MS), (bytes) => {
      ears.hear(now(), bytes);
      return isSure(ears);
    });
    left_ms -= SLICE_MS;
    if (silent && ears.bytes > 0) left_ms = LISTEN_MS;
  }
  ears.settle(now());
  return ears;
}

const isSure = (ears: Ears): boolean => (ears.best?.bits ?? 0) >= LONG_SURE_BITS;
