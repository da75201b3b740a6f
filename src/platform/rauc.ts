import { execFile } from "node:child_process";

/** What a program said, and how it ended. */
interface Said {
  readonly ok: boolean;
  readonly out: string;
  /** Its last line of complaint. */
  readonly why: string;
}

/** Writing a slot of the slowest card, twice over. */
const LONGEST_MS = 25 * 60_000;

/** Runs a program with these words and nothing that a shell would read. */
export const said = (program: string, args: readonly string[]): Promise<Said> =>
  new Promise((resolve) => {
    execFile(program, args, { timeout: LONGEST_MS, maxBuffer: 1_048_576, env: { ...process.env, LC_ALL: "C" } }, (error, out, err) => {
      const lines = `${out}\n${err}`.split("\n").filter((line) => line.trim() !== "");
      resolve({ ok: error === null, out, why: (lines.at(-1) ?? error?.message ?? "").trim().slice(0, 250) });
    });
  });

/** What a signed bundle says of itself. */
export interface Manifest {
  readonly version: string;
  readonly build: string;
}

/** Verifies the signature by the keyring of `conf` (null: the system's own) and reads the manifest; or why not, in RAUC's words. */
export async function manifestOf(bundle: string, conf: string | null = null): Promise<Manifest | { readonly refused: string }> {
  const { ok, out, why } = await said("rauc", [...(conf === null ? [] : [`--conf=${conf}`]), "info", "--output-format=json", bundle]);
  if (!ok) return { refused: why };
  try {
    const { version, build } = JSON.parse(out) as { version?: unknown; build?: unknown };
    return { version: String(version ?? ""), build: String(build ?? "") };
  } catch {
    return { refused: "RAUC says nothing of it that can be read" };
  }
}
