import { UsageError } from "./verb.ts";

/** What people type for a listener: "127.0.0.1:1883", "[::1]:1883". */
export interface HostPort {
  readonly host: string;
  readonly port: number;
}

/** A port of this machine, or HOST:PORT; null if it is neither. */
export const portHere = (text: string): HostPort | null => hostPortIn(text.includes(":") ? text : `127.0.0.1:${text}`);

/** null if `text` is no HOST:PORT. */
export function hostPortIn(text: string): HostPort | null {
  const [, host, digits] = /^\[?([^[\]]+?)\]?:(\d{1,5})$/.exec(text) ?? [];
  const port = Number(digits);
  return host && port >= 1 && port <= 65_535 ? { host, port } : null;
}

/** The word of --metrics. */
export function metricsAt(text: string): HostPort {
  const at = portHere(text);
  if (at === null) throw new UsageError(`--metrics is a port such as 9464, or HOST:PORT, not "${text}"`);
  return at;
}
