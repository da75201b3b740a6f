import { type OpenTap, type Tap, Untapped } from "../doctor/tap.ts";
import type { LineSettings } from "../serial/load.ts";
import type { Port } from "../traffic/site.ts";
import { openAnyPort } from "./any-port.ts";

/** A real port for the doctor: opened once for each setting, never twice at a time, and given up where it cannot be had. */
export function tapOn(port: Pick<Port, "name" | "path" | "rs485">): Tap {
  return { path: port.path, open: (settings) => openTap({ ...port, ...settings }) };
}

async function openTap(port: Port & LineSettings): Promise<OpenTap> {
  const heard: Uint8Array[] = [];
  let listening: (() => void) | null = null;
  let opened: () => void = () => {};
  let failed: (error: Error) => void = () => {};
  const open = new Promise<void>((resolve, reject) => {
    opened = resolve;
    failed = reject;
  });
  const kept = openAnyPort(port, {
    opened: () => opened(),
    closed: (cause) => failed(new Untapped(cause)),
    heard: (bytes) => {
      heard.push(Uint8Array.from(bytes));
      listening?.();
    },
  });
  try {
    await open;
  } catch (error) {
    await kept.close();
    throw error;
  }
  return {
    write: (bytes) => kept.write(bytes),
    listen: (ms, take) =>
      new Promise((resolve) => {
        const over = (): void => {
          clearTimeout(timer);
          listening = null;
          resolve();
        };
        const timer = setTimeout(over, ms);
        listening = () => {
          for (let bytes = heard.shift(); bytes !== undefined; bytes = heard.shift()) if (take(bytes)) return over();
        };
        listening();
      }),
    close: () => kept.close(),
  };
}
