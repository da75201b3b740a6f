import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { Clock, everyTenth } from "../platform/clock.ts";
import { openPtyPair, type Pty } from "../platform/pty.ts";
import { type FieldLine, Street, type StreetPicture } from "../street/street.ts";
import type { Instant } from "../traffic/time.ts";
import { notNegative, whole } from "./numbers.ts";
import { loadSite, untilAsked } from "./site-file.ts";
import { UsageError, type Verb } from "./verb.ts";

const USAGE = `
stopline street SITE --ports DIR [--seed N] [--demand X] [--at HH:MM] [--quiet]

A simulated cabinet and the traffic around it, in real time. For each port of the site file it makes a tty in DIR with the port's name,
and the site's devices answer there as they would on the real line. "stopline unit SITE --ports DIR" controls it.

  --ports DIR      where the ttys are made
  --seed N         which street                               (7)
  --demand X       traffic as a multiple of the usual         (1)
  --at HH:MM       the time of day when it begins             (07:30, the morning peak)
  --quiet          says nothing; otherwise a line every ten seconds
`;

const SAYS_MS = 10_000;

async function run(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      ports: { type: "string" },
      seed: { type: "string", default: "7" },
      demand: { type: "string", default: "1" },
      at: { type: "string", default: "07:30" },
      quiet: { type: "boolean", default: false },
    },
  });
  const [file] = positionals;
  if (file === undefined || positionals.length > 1)
    throw new UsageError("name one site file, as in: stopline street deploy/sites/four-leg.toml --ports var/tty");
  if (values.ports === undefined) throw new UsageError("say where the ttys are to be made, as in: --ports var/tty");
  const seed = whole("seed", values.seed);
  const demand = notNegative("demand", values.demand);
  const began_ms = timeOfDay(values.at);
  const loaded = loadSite(file);
  if (!loaded) return 1;

  const street = new Street(loaded.site, seed, { demand, began_ms });
  const clock = new Clock();
  mkdirSync(values.ports, { recursive: true });
  const cables = street.ports.map((port) => new Cable(street.line(port), join(values.ports!, port), () => clock.now()));
  const stop = everyTenth(clock, (now) => {
    street.step(now);
    for (const cable of cables) cable.look();
    if (!values.quiet && now % SAYS_MS === 0) console.log(inWords(street.picture(), began_ms));
  });
  if (!values.quiet) console.log(`the street is open: ${cables.map((cable) => cable.path).join(", ")}`);
  return untilAsked(async () => {
    stop();
    for (const cable of cables) cable.close();
  });
}

/** A simulated line at the end of a pty pair, in real time. */
export class Cable {
  readonly #field: FieldLine;
  readonly #now: () => Instant;
  readonly #pty: Pty;
  #timer: NodeJS.Timeout | undefined;

  constructor(field: FieldLine, path: string, now: () => Instant) {
    this.#field = field;
    this.#now = now;
    this.#pty = openPtyPair(path, (bytes) => {
      field.heard(now(), bytes);
      this.look();
    });
  }

  get path(): string {
    return this.#pty.path;
  }

  /** Says what is due, and comes back for the rest. */
  look(): void {
    clearTimeout(this.#timer);
    const said = this.#field.said(this.#now());
    if (said !== null) this.#pty.write(said);
    const at = this.#field.saysAt;
    if (at < Number.POSITIVE_INFINITY) this.#timer = setTimeout(() => this.look(), Math.max(1, at - this.#now()));
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#pty.close();
  }
}

function timeOfDay(text: string): number {
  const [, hour, minute] = /^(\d{1,2}):(\d{2})$/.exec(text) ?? [];
  const minutes = Number(hour) * 60 + Number(minute);
  if (!(Number(minute) < 60 && minutes < 1_440)) throw new UsageError(`--at is a time of day such as 07:30, not "${text}"`);
  return minutes * 60_000;
}

const two = (n: number): string => String(Math.floor(n)).padStart(2, "0");

function inWords({ at, lanes, crossings, heads }: StreetPicture, began_ms: number): string {
  const s = Math.floor((began_ms + at) / 1_000) % 86_400;
  const byApproach = [...Map.groupBy(lanes, (lane) => lane.approach)].map(([approach, of]) => {
    const count = of.reduce((sum, { vehicles_m, outside }) => sum + vehicles_m.filter((x) => x > 0).length + outside, 0);
    return `${approach} ${count}`;
  });
  const waiting = crossings.reduce((sum, c) => sum + c.waiting, 0);
  const green = heads.filter((head) => head.aspect === "green").map((head) => head.phase);
  const lit = heads.every((head) => head.aspect === "stop") ? "flash" : `green ${green.join(" ") || "none"}`;
  return `${two(s / 3_600)}:${two((s / 60) % 60)}:${two(s % 60)}  vehicles ${byApproach.join(", ")}; pedestrians ${waiting}; ${lit}`;
}

export const verb: Verb = { summary: "a simulated cabinet and its traffic, on ttys, in real time", usage: USAGE, run };
