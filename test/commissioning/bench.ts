import { Guide } from "../../src/commissioning/guide.ts";
import { type Report, signedText } from "../../src/commissioning/report.ts";
import { COMMISSIONING, type Told, toldIn } from "../../src/commissioning/told.ts";
import type { CommandResult, Request } from "../../src/journal/port.ts";
import type { LinkLive, Live } from "../../src/traffic/live.ts";
import { WallTime } from "../../src/traffic/time.ts";
import { fourLeg, linkAt, liveAt, START } from "../panel/street.ts";

export const site = fourLeg();
export const SHA = "a".repeat(64);

/** A unit that answers each request at once, as its street side would, and a link that can die. */
export class Bench {
  readonly told: Told[] = [];
  readonly results = new Map<string, CommandResult>();
  readonly requests: Request[] = [];
  file = "";
  ds = 0;
  /** The disk. */
  full = false;
  /** The street side runs. */
  runs = true;
  runningSha = SHA;
  /** Of the site file that the link has read. */
  linkSha = SHA;
  /** The link's release. */
  version = "0.1.0";
  /** The journal cannot be read: it throws in words. */
  unreadable = false;
  kept = true;
  link: LinkLive = linkAt(0);
  readonly #signed: (report: Report) => string;
  #fresh = 0;
  guide: Guide;

  constructor(signed = (report: Report): string => signedText({ report, key: "", signature: "", endorsement: "" })) {
    this.#signed = signed;
    this.guide = this.linkStarted();
  }

  linkStarted(): Guide {
    const guide = new Guide(
      site,
      this.linkSha,
      this.version,
      {
        file: { read: () => this.file, write: (text) => this.#write(text) },
        requests: {
          offer: (request) => {
            this.requests.push(request);
            if (this.runs) this.take(request);
            return true;
          },
          result: (id) => {
            if (this.unreadable) throw new Error("var/journal.db: database disk image is malformed");
            return this.results.get(id) ?? null;
          },
        },
        link: () => this.link,
        wall: () => this.wall,
        clockKept: () => this.kept,
        wait: async () => {},
        fresh: () => `f${this.#fresh++}`,
        certificate: () => "",
        sign: this.#signed,
      },
      600_000,
    );
    this.guide = guide;
    return guide;
  }

  #write(text: string): void {
    if (this.full) throw new Error("no room");
    this.file = text;
  }

  get wall(): WallTime {
    return WallTime(START + this.ds * 100);
  }

  /** What the street side does with a request. */
  take(request: Request): void {
    let refused = "";
    if (request.command === COMMISSIONING) {
      const read = toldIn(request, this.wall, this.runningSha);
      if ("refused" in read) refused = read.refused;
      else this.told.push(read.told);
    }
    this.results.set(request.id, { id: request.id, command: request.command, done: refused === "", refused, wall: this.wall });
  }

  /** A frame: nobody is over any loop, everything is well, but for what `change` makes of it. */
  frame(change: (live: Live) => Live = (live) => live): void {
    this.ds++;
    const live = liveAt(site, this.ds);
    this.guide.show(
      change({
        ...live,
        detectors: live.detectors.map((each) => ({ ...each, on: false, fault: "", seen: 5 })),
        buttons: live.buttons.map((each) => ({ ...each, on: false, seen: 2 })),
        devices: live.devices.map((each) => ({ ...each, answering: true, timeouts: 0 })),
      }),
    );
  }

  /** Somebody is over detectors for a second, one after the other, and gone for two. */
  trip(...numbers: readonly number[]): void {
    const past = new Set<number>();
    for (const number of numbers) {
      for (let i = 0; i < 10; i++) this.frame((live) => tripped(live, past, number));
      past.add(number);
    }
    for (let i = 0; i < 20; i++) this.frame((live) => tripped(live, past, 0));
  }
}

const tripped = (live: Live, past: ReadonlySet<number>, now: number): Live => ({
  ...live,
  detectors: live.detectors.map((each) => ({
    ...each,
    on: each.detector === now,
    seen: past.has(each.detector) || each.detector === now ? 6 : 5,
  })),
});
