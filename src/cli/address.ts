/** What people type for a listener: "127.0.0.1:1883", "[::1]:1883". */
export interface HostPort {
  readonly host: string;
  readonly port: number;
}

/** null if `text` is no HOST:PORT. */
export function hostPortIn(text: string): HostPort | null {
  const [, host, digits] = /^\[?([^[\]]+?)\]?:(\d{1,5})$/.exec(text) ?? [];
  const port = Number(digits);
  return host && port >= 1 && port <= 65_535 ? { host, port } : null;
}
