import { connect, createServer, type Socket } from "node:net";

/** How a line between a unit and a broker behaves; each direction for itself. */
export interface LineOptions {
  /** On the way, one way. */
  readonly delay_ms?: number;
  /** What it carries, each way. */
  readonly bytes_per_s?: number;
  /** Asked once for each connection: after how many bytes of each direction it breaks. Infinity: it holds. */
  readonly cut?: () => { readonly up: number; readonly down: number };
}

export interface Line {
  readonly port: number;
  /** Connections so far, and those that were cut at their byte. */
  readonly connections: number;
  readonly cuts: number;
  /** Whom new connections reach; null: they are refused at once. */
  reach(port: number | null): void;
  /** Breaks what stands, without a goodbye; how many connections that were. */
  break(): number;
  close(): Promise<void>;
}

/** What waits in a modem; behind it the sender waits. */
const BUFFER_BYTES = 65_536;

/** A TCP line to `port` on this machine: slow, far, and broken in the middle of a byte stream, as a mobile line is. */
export async function openLine(
  port: number | null,
  { delay_ms = 0, bytes_per_s = Number.POSITIVE_INFINITY, cut }: LineOptions = {},
): Promise<Line> {
  let to = port;
  let connections = 0;
  let cuts = 0;
  const pairs = new Set<readonly [Socket, Socket]>();
  const server = createServer({ noDelay: true }, (near) => {
    connections++;
    near.on("error", () => {});
    if (to === null) return near.resetAndDestroy();
    const far = connect({ host: "127.0.0.1", port: to, noDelay: true });
    far.on("error", () => {});
    const pair = [near, far] as const;
    pairs.add(pair);
    const snap = () => {
      for (const end of pair) end.resetAndDestroy();
    };
    const after = cut?.() ?? { up: Number.POSITIVE_INFINITY, down: Number.POSITIVE_INFINITY };
    let whole = true;
    const counted = () => {
      // Once for a connection: bytes may still come in, or the other direction be at its end too.
      if (!whole) return;
      whole = false;
      cuts++;
      snap();
    };
    carry(near, far, { delay_ms, bytes_per_s }, after.up, counted);
    carry(far, near, { delay_ms, bytes_per_s }, after.down, counted);
    for (const end of pair)
      end.once("close", () => {
        pairs.delete(pair);
        // Whoever is told by a goodbye gets what is still on the way, too.
        const other = end === near ? far : near;
        if (end.errored === null) setTimeout(() => other.destroy(), delay_ms);
        else other.resetAndDestroy();
      });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("a TCP server has an address");
  const snapAll = (): number => {
    const stood = pairs.size;
    for (const pair of pairs) for (const end of pair) end.resetAndDestroy();
    return stood;
  };
  return {
    port: address.port,
    get connections() {
      return connections;
    },
    get cuts() {
      return cuts;
    },
    reach: (other) => {
      to = other;
    },
    break: snapAll,
    close: () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      snapAll();
      return closed;
    },
  };
}

function carry(
  from: Socket,
  to: Socket,
  { delay_ms, bytes_per_s }: Required<Omit<LineOptions, "cut">>,
  breaksAfter: number,
  snap: () => void,
): void {
  let left = breaksAfter;
  let free_at = 0;
  let waiting = 0;
  const deliver = (bytes: Buffer) => {
    waiting -= bytes.length;
    if (waiting < BUFFER_BYTES) from.resume();
    if (to.destroyed) return;
    to.write(bytes);
    left -= bytes.length;
    if (left <= 0) setImmediate(snap);
  };
  from.on("data", (all: Buffer) => {
    const bytes = all.length > left ? all.subarray(0, left) : all;
    waiting += bytes.length;
    if (delay_ms === 0 && bytes_per_s === Number.POSITIVE_INFINITY) return deliver(bytes);
    const now = performance.now();
    free_at = Math.max(now, free_at) + (bytes.length / bytes_per_s) * 1_000;
    if (bytes_per_s !== Number.POSITIVE_INFINITY && waiting >= BUFFER_BYTES) from.pause();
    setTimeout(deliver, free_at - now + delay_ms, bytes);
  });
}
