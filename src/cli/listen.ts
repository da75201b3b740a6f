import { parseArgs } from "node:util";
import { nearest } from "../config/nearest.ts";
import { Ears, type Frame } from "../doctor/ear.ts";
import { LANGUAGES } from "../doctor/languages/index.ts";
import { overhear, type Sound, usualSettings, type Wanted } from "../doctor/overhear.ts";
import { settingsWords, type Tap } from "../doctor/tap.ts";
import { Clock } from "../platform/clock.ts";
import { tapOn } from "../platform/tap.ts";
import type { LineSettings } from "../serial/load.ts";
import { portAt } from "./bench-port.ts";
import { positive, whole } from "./numbers.ts";
import { say, sayJson } from "./say.ts";
import { UsageError, type Verb } from "./verb.ts";

const USAGE = `
stopline listen PORT [--protocol NAME] [--baud N] [--parity none|even|odd] [--hex] [--json] [--for S]

Shows what goes by on a serial line, frame by frame in words, and what is damaged. It sends nothing. Where protocol or speed are not named,
the usual ones are tried until one makes sense. Ctrl-C ends it with the counts and what to do next.

  PORT             a path, such as /dev/serial/by-path/… (ls -l /dev/serial/by-path)
  --protocol NAME  ${Object.keys(LANGUAGES).join(", ")}
  --baud N         the speed
  --parity P       none, even or odd
  --hex            the bytes beside the words, and those that are no frame
  --json           an object a line, for other programs
  --for S          ends by itself after S seconds

Exit code: 0 frames were heard, 1 none were, or the port cannot be had.`;

const QUIET_MS = 300;
/** How often counts are said while nobody talks. */
const SILENT_MS = 10_000;
const SPEEDS = [1_200, 2_400, 4_800, 9_600, 19_200, 38_400, 57_600, 115_200, 230_400];

async function run(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      protocol: { type: "string" },
      baud: { type: "string" },
      parity: { type: "string" },
      hex: { type: "boolean", default: false },
      json: { type: "boolean", default: false },
      for: { type: "string" },
    },
  });
  const [path] = positionals;
  if (path === undefined || positionals.length > 1) throw new UsageError("name one port, as in: stopline listen /dev/ttyUSB0");
  const wanted = wantedOf(values);
  const end_ms = values.for === undefined ? Number.POSITIVE_INFINITY : positive("for", values.for) * 1_000;
  const ended = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, () => ended.abort());
  const tap = tapOn(portAt(path));
  try {
    return await new Listener(tap, wanted, values, ended.signal).listen(end_ms);
  } catch (error) {
    if (values.json) sayJson({ kind: "trouble", words: (error as Error).message });
    else console.error(`stopline: ${(error as Error).message}`);
    return 1;
  }
}

/** What was typed, checked. */
export function wantedOf({
  protocol,
  baud,
  parity,
}: {
  readonly protocol?: string;
  readonly baud?: string;
  readonly parity?: string;
}): Wanted {
  if (protocol !== undefined && LANGUAGES[protocol] === undefined) {
    const near = nearest(protocol, Object.keys(LANGUAGES));
    throw new UsageError(
      `there is no protocol "${protocol}"; ${near ? `did you mean ${near}?` : `it is ${Object.keys(LANGUAGES).join(", ")}`}`,
    );
  }
  if (parity !== undefined && parity !== "none" && parity !== "even" && parity !== "odd")
    throw new UsageError(`--parity is none, even or odd, not "${parity}"`);
  const speed = baud === undefined ? undefined : whole("baud", baud, 1);
  if (speed !== undefined && !SPEEDS.includes(speed)) throw new UsageError(`--baud is one of ${SPEEDS.join(", ")}, not ${speed}`);
  return {
    ...(protocol === undefined ? {} : { protocol }),
    ...(speed === undefined ? {} : { baud: speed }),
    ...(parity === undefined ? {} : { parity }),
  };
}

interface Shown {
  readonly hex: boolean;
  readonly json: boolean;
}

/** One line, listened to until the end is asked for. */
class Listener {
  readonly #tap: Tap;
  readonly #wanted: Wanted;
  readonly #shown: Shown;
  readonly #ended: AbortSignal;
  readonly #clock = new Clock();

  constructor(tap: Tap, wanted: Wanted, shown: Shown, ended: AbortSignal) {
    this.#tap = tap;
    this.#wanted = wanted;
    this.#shown = shown;
    this.#ended = ended;
  }

  async listen(end_ms: number): Promise<number> {
    const settings = await this.#settings();
    if (this.#ended.aborted) return 1;
    if (!this.#shown.json) say(`listening on ${this.#tap.path} at ${settingsWords(settings)}; nothing is sent. Ctrl-C ends it.`);
    const ears = new Ears(this.#wanted.protocol === undefined ? undefined : [this.#wanted.protocol]);
    const open = await this.#tap.open(settings);
    const until = this.#clock.now() + end_ms;
    let silentSince = this.#clock.now();
    while (!this.#ended.aborted && this.#clock.now() < until) {
      let quiet = true;
      await open.listen(Math.min(QUIET_MS, Math.max(1, until - this.#clock.now())), (bytes) => {
        quiet = false;
        this.#tell(ears.hear(this.#clock.now(), bytes), bytes);
        return this.#ended.aborted;
      });
      if (quiet) this.#tell(ears.settle(this.#clock.now()), null);
      else silentSince = this.#clock.now();
      if (this.#clock.now() - silentSince >= SILENT_MS) {
        silentSince = this.#clock.now();
        if (!this.#shown.json) say(`  nobody has said anything for ${SILENT_MS / 1_000} s`);
      }
    }
    await open.close();
    this.#sum(ears, settings);
    return (ears.best?.frames ?? 0) > 0 ? 0 : 1;
  }

  /** What was named, or what makes sense. */
  async #settings(): Promise<LineSettings> {
    const usual = usualSettings(this.#wanted);
    if (this.#wanted.baud !== undefined) return usual[0]!;
    const told = (words: string) => {
      if (!this.#shown.json) say(`${words} …`);
    };
    const sound: Sound = await overhear(
      this.#tap,
      this.#wanted,
      () => this.#clock.now(),
      told,
      () => this.#ended.aborted,
    );
    if (sound.settings === null && !this.#shown.json && !this.#ended.aborted)
      say(sound.bytes === 0 ? "not a byte so far" : `${sound.bytes} bytes at the usual settings, and no frame among them`);
    return sound.settings ?? usual[0]!;
  }

  #tell(frames: readonly Frame[], bytes: Uint8Array | null): void {
    const { hex, json } = this.#shown;
    if (json) {
      for (const { at, protocol, address, words, bytes: frame } of frames)
        sayJson({ kind: "frame", at_ms: at, protocol, address, words, ...(hex ? { hex: hexOf(frame) } : {}) });
      if (hex && bytes !== null) sayJson({ kind: "bytes", at_ms: this.#clock.now(), hex: hexOf(bytes) });
      return;
    }
    if (hex && bytes !== null) say(`${seconds(this.#clock.now())}  ${hexOf(bytes)}`);
    for (const { at, protocol, words } of frames) say(`${seconds(at)}  ${protocol}  ${words}`);
  }

  #sum(ears: Ears, settings: LineSettings): void {
    const best = ears.best;
    const [frames, noise] = [best?.frames ?? 0, best?.noise_bytes ?? ears.bytes];
    const addresses = [...(best?.addresses ?? [])].sort(([a], [b]) => a - b);
    const todo = nextStep(ears, this.#tap.path, settings);
    if (this.#shown.json) {
      const protocol = best?.protocol ?? null;
      sayJson({
        kind: "sum",
        ...settings,
        protocol,
        frames,
        bytes: ears.bytes,
        noise_bytes: noise,
        addresses: addresses.map(([a]) => a),
        todo,
      });
      return;
    }
    const who = addresses.length === 0 ? "" : ` of ${addresses.map(([address, count]) => `${address} (${count})`).join(", ")}`;
    say("");
    say(`${frames} frames${best === null ? "" : ` of ${best.protocol}`}${who}; ${noise} of ${ears.bytes} bytes were none.`);
    say(todo);
  }
}

/** What a technician does with what was heard. */
function nextStep(ears: Ears, path: string, settings: LineSettings): string {
  const best = ears.best;
  if (ears.bytes === 0)
    return `Nobody talks here. Devices that are asked are silent until somebody asks: "stopline doctor ${path}" does. If one should talk by itself, look at its power, then swap A and B.`;
  if (best === null || !best.sure)
    return `These bytes make no frame at ${settingsWords(settings)}: name another --baud or --parity, swap A and B, and compare --hex with the device's manual.`;
  if (best.noise_bytes > ears.bytes / 50)
    return "More than one byte in fifty is damaged: look for the resistors at both ends of the line, its shield, and an address that is set twice.";
  return `The line is sound. In a site file: protocol = "${best.protocol}", baud = ${settings.baud}${settings.parity === "none" ? "" : `, parity = "${settings.parity}"`}.`;
}

const hexOf = (bytes: Uint8Array): string => Array.from(bytes, (byte) => byte.toString(16).toUpperCase().padStart(2, "0")).join(" ");
const seconds = (ms: number): string => `${(ms / 1_000).toFixed(3).padStart(9)} s`;

export const verb: Verb = { summary: "what goes by on a serial line, in words; sends nothing", usage: USAGE, run };
