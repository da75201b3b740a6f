import { execFile } from "node:child_process";
import { promisify } from "node:util";

/** A number in the compiled tables of an example site, and what it was made; `by` the story or sheet that noticed, "" if none did. */
export interface Entry {
  readonly site: string;
  readonly entry: string;
  readonly becomes: string;
  readonly by: string;
}

/** What the program says of each entry, or of one in so many. */
export async function readEntries(program: string, oneIn: number): Promise<Entry[]> {
  const { stdout } = await promisify(execFile)(program, [String(oneIn)], { maxBuffer: 1 << 26 });
  const lines = stdout.split("\n").slice(0, -1);
  return lines.map((line) => {
    const [site, entry, becomes, by] = line.split("\t");
    return { site: site!, entry: entry!, becomes: becomes!, by: by! };
  });
}
