import { execFileSync, spawn, spawnSync } from "node:child_process";
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { endsWithUs } from "../ends-with-us.ts";
import { freePort } from "../platform/ports.ts";
import { until } from "../platform/until.ts";

/** A real PostgreSQL server that a test has for itself, on a free port, with its data in a folder that goes away with it. */
export interface TestPostgres {
  /** A database of its own for each call. */
  database(): string;
  /** As a power cut would have it: nobody gets to say anything. */
  kill(): Promise<void>;
  start(): Promise<void>;
  close(): Promise<void>;
}

/** Debian keeps the server's own programs out of the way. */
function programs(): string {
  const versions = "/usr/lib/postgresql";
  const newest = existsSync(versions) ? readdirSync(versions).toSorted((a, b) => Number(b) - Number(a))[0] : undefined;
  if (newest === undefined) throw new Error("there is no PostgreSQL here; type: make deps");
  return join(versions, newest, "bin");
}

/** `fsync` false: the machine is not going to lose its power, and the server is quicker. */
export async function openPostgres({ fsync }: { readonly fsync: boolean }): Promise<TestPostgres> {
  const bin = programs();
  const folder = mkdtempSync(join(tmpdir(), "stopline-postgres-"));
  // It does not run as root; Debian's package has made a user for it.
  const root = process.getuid?.() === 0;
  const id = (flag: string) => Number(execFileSync("id", [flag, "postgres"], { encoding: "utf8" }));
  const who = root ? { uid: id("-u"), gid: id("-g") } : {};
  if (root) chownSync(folder, who.uid!, who.gid!);
  const data = join(folder, "data");
  const made = spawnSync(join(bin, "initdb"), ["-D", data, "-U", "brain", "--auth=trust", "--no-sync", "-E", "UTF8", "--locale=C"], {
    ...who,
    cwd: folder,
    encoding: "utf8",
  });
  if (made.status !== 0) throw new Error(`initdb: ${made.stderr}`);
  const port = await freePort();
  let ended: Promise<void> = Promise.resolve();
  let server: ReturnType<typeof spawn> | null = null;
  const start = async () => {
    const words = ["-D", data, "-p", String(port), "-h", "127.0.0.1", "-k", folder, "-c", `fsync=${fsync ? "on" : "off"}`];
    const child = spawn(join(bin, "postgres"), words, { ...who, cwd: folder, stdio: "ignore" });
    server = child;
    ended = new Promise((resolve) => child.once("close", () => resolve()));
    await until(() => spawnSync(join(bin, "pg_isready"), ["-h", "127.0.0.1", "-p", String(port), "-q"]).status === 0, 30_000);
  };
  const end = (signal: NodeJS.Signals) => {
    server?.kill(signal);
    return ended;
  };
  endsWithUs(() => server?.kill("SIGKILL"));
  await start();
  let count = 0;
  return {
    database: () => {
      const name = `brain_${++count}`;
      execFileSync(join(bin, "createdb"), ["-h", "127.0.0.1", "-p", String(port), "-U", "brain", name]);
      return `postgres://brain@127.0.0.1:${port}/${name}`;
    },
    kill: () => end("SIGKILL"),
    start,
    close: async () => {
      await end("SIGINT");
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
