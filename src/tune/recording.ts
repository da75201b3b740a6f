import type { Chunk } from "../journal/port.ts";
import { CODE } from "../traffic/codes.ts";
import { detailOf, numberIn, textIn } from "../traffic/detail.ts";
import type { Site } from "../traffic/site.ts";
import type { WallTime } from "../traffic/time.ts";
import { SessionReader, type Takes } from "./session.ts";
import type { Left, Slice } from "./slice.ts";
import { sourcesOf } from "./source.ts";

/** A journal as far as it says who came. */
export interface Recording {
  /** The site file of the last session that is used, as it was recorded. */
  readonly text: string;
  readonly site: Site;
  readonly sessions: number;
  /** In order of time. */
  readonly slices: readonly Slice[];
  /** Half hours that are not used, by reason, the most frequent first; and sessions that are not, with 0. */
  readonly left: readonly Left[];
  /** Lanes in which nothing sees anybody: nobody comes there in the simulation either. */
  readonly blind: readonly string[];
}

export type Reading = { readonly ok: true; readonly site: Site } | { readonly ok: false; readonly words: string };

export interface ReadOptions {
  /** Half hours that begin before, or end after, are not looked at. */
  readonly from?: number;
  readonly to?: number;
  /** The site file of a session whose beginning is no longer in the journal; without it such a session is left out. */
  readonly unbegun?: string;
  /** Half hours under a plan of the centre's count as well: what is asked for is who came, and not what became of them. */
  readonly under_plans?: boolean;
  /** How long a lane of the street is. */
  readonly link_m: number;
  /** A site file's text → the site. */
  readonly read: (text: string) => Reading;
}

interface Session {
  readonly text: string;
  readonly site: Site;
  readonly slices: Slice[];
}

/** Reads a journal once, from its beginning to its end. */
export function readRecording(chunks: Iterable<Chunk>, options: ReadOptions): Recording | { readonly refused: string } {
  const sessions: Session[] = [];
  let epoch = "";
  const left = new Map<string, number>();
  const leave = (words: string, slices = 1) => void left.set(words, (left.get(words) ?? 0) + slices);
  let reader: SessionReader | null = null;
  let session = -1;
  for (const chunk of chunks) {
    if (chunk.session !== session || chunk.epoch !== epoch) {
      reader?.end();
      session = chunk.session;
      epoch = chunk.epoch;
      reader = begin(chunk, sessions, options, leave);
    }
    if (reader !== null) for (const record of chunk.records) reader.take(record);
  }
  reader?.end();
  const last = sessions.findLast(({ slices }) => slices.length > 0);
  if (last === undefined) {
    const why =
      left.size > 0 ? `: ${[...left.keys()].join("; ")}` : ": it is shorter than a quarter of an hour, or nothing lies in that time";
    return { refused: `there is no half hour in the journal that could be tried again${why}` };
  }
  const same = JSON.stringify(last.site);
  const used = sessions.filter((each) => each.slices.length > 0 && JSON.stringify(each.site) === same);
  for (const { slices, site } of sessions)
    if (slices.length > 0 && JSON.stringify(site) !== same) leave("recorded under another site file", slices.length);
  return {
    text: last.text,
    site: last.site,
    sessions: used.length,
    slices: used.flatMap(({ slices }) => slices).toSorted((a, b) => a.wall - b.wall),
    left: [...left].map(([words, slices]) => ({ words, slices })).toSorted((a, b) => b.slices - a.slices),
    blind: sourcesOf(last.site, options.link_m).flatMap(({ approach, lane, sources }) =>
      sources.length > 0 ? [] : `${approach} lane ${lane}`,
    ),
  };
}

/** Null, with the reason in `leave`, where a session's beginning says too little. */
function begin(
  chunk: Chunk,
  sessions: Session[],
  { from = Number.NEGATIVE_INFINITY, to = Number.POSITIVE_INFINITY, unbegun, under_plans = false, link_m, read }: ReadOptions,
  leave: (words: string, slices?: number) => void,
): SessionReader | null {
  const [first] = chunk.records;
  const begun = first?.code === CODE.sessionStart;
  if (!begun && unbegun === undefined) {
    leave(`session ${chunk.session}: its beginning, with the site file, is no longer in the journal`, 0);
    return null;
  }
  const beginning = detailOf(begun ? first.detail : "");
  const text = begun ? textIn(beginning, "site") : unbegun!;
  const wall = (begun ? numberIn(beginning, "wall", chunk.wall_base) : chunk.wall_base) as WallTime;
  const reading = read(text);
  if (!reading.ok) {
    leave(`session ${chunk.session}: this version refuses its site file (${reading.words})`, 0);
    return null;
  }
  const session: Session = { text, site: reading.site, slices: [] };
  sessions.push(session);
  const wanted = ({ wall, length_ms }: Pick<Slice, "wall" | "length_ms">) => wall >= from && wall + length_ms <= to;
  const takes: Takes = {
    slice: (slice) => {
      if (wanted(slice)) session.slices.push(slice);
    },
    left: (words, at) => {
      if (wanted(at)) leave(words);
    },
  };
  return new SessionReader(chunk.session, reading.site, wall, link_m, takes, under_plans);
}
