const NEWLINE = 10;
/** What neighbours announce: 32 lanes with 90 small numbers each are 10 KB. What is longer is not ours. */
const LINE_BYTES_MAX = 32_768;
/** Sixteen neighbours say something once a second. More lines than this within a second are not looked at. */
const LINES_A_SECOND = 64;

/** Cuts what a reader of the live socket says into lines. False from what comes in once it is nobody of ours who speaks. */
export function saidLines(now: () => number, heard: (line: string) => void): (bytes: Buffer) => boolean {
  let held: Buffer = Buffer.alloc(0);
  let second = Number.NEGATIVE_INFINITY;
  let lines = 0;
  return (bytes) => {
    const all = held.length === 0 ? bytes : Buffer.concat([held, bytes]);
    if (now() - second >= 1_000) [second, lines] = [now(), 0];
    let from = 0;
    for (let end = all.indexOf(NEWLINE); end >= 0; end = all.indexOf(NEWLINE, from)) {
      if (end - from > LINE_BYTES_MAX) return false;
      if (lines++ < LINES_A_SECOND) heard(all.toString("utf8", from, end));
      from = end + 1;
    }
    // A copy, so that a few bytes do not keep the whole read.
    held = Buffer.from(all.subarray(from));
    return held.length <= LINE_BYTES_MAX;
  };
}
