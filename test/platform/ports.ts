import { createSocket } from "node:dgram";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer } from "node:net";

/** Ports below this are other programs' by custom. */
const LOWEST = 10_000;
/** What the kernel gives to whoever dials out. */
const [FIRST, LAST] = readFileSync("/proc/sys/net/ipv4/ip_local_port_range", "utf8").split("\t").map(Number) as [number, number];
/** The more of what lies before and behind that. */
const [FROM, TO] = FIRST - LOWEST > 65_535 - LAST ? [LOWEST, FIRST] : [LAST + 1, 65_536];
if (TO - FROM < 1_000)
  throw new Error(
    `net.ipv4.ip_local_port_range, ${FIRST} to ${LAST}, leaves no ports for tests: sysctl -w net.ipv4.ip_local_port_range="32768 60999"`,
  );

/**
 * A port of this machine that is the caller's until its process ends, whoever listens there and however often. The kernel gives none of these away:
 * one that it had named itself was a stranger's way out before a broker was back on it, and a link that dials its dead broker can get that very port
 * as its own and be connected with itself.
 */
export async function freePort(of: "tcp" | "udp" = "tcp"): Promise<number> {
  for (;;) {
    const port = FROM + Math.floor(Math.random() * (TO - FROM));
    if ((await isOurs(port)) && (await isFree(of, port))) return port;
  }
}

/** An abstract socket is a name that only one process has, and that goes with it. */
async function isOurs(port: number): Promise<boolean> {
  const name = createServer().listen(`\0stopline-test-port-${port}`);
  const ours = await opens(name);
  name.unref();
  return ours;
}

async function isFree(of: "tcp" | "udp", port: number): Promise<boolean> {
  const end = of === "tcp" ? createServer().listen(port, "127.0.0.1") : createSocket("udp4").bind(port);
  if (!(await opens(end))) return false;
  end.close();
  await once(end, "close");
  return true;
}

/** False where somebody else has its name or port. */
const opens = (end: NodeJS.EventEmitter): Promise<boolean> =>
  once(end, "listening").then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code === "EADDRINUSE") return false;
      throw error;
    },
  );
