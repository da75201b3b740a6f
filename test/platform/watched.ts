import { join } from "node:path";
import { type OpenPort, openPort } from "../../src/platform/serial-port.ts";
import type { Port } from "../../src/traffic/site.ts";

export const portIn = (folder: string, name: string): Port => ({
  name,
  path: join(folder, name),
  baud: 38_400,
  parity: "none",
  stop_bits: 1,
});

/** A port and everything that it says, as it says it. */
export function watched(port: Port) {
  const story: string[] = [];
  let heard = "";
  const open: OpenPort = openPort(port, {
    opened: () => story.push("opened"),
    closed: (cause) => story.push(cause),
    heard: (bytes) => {
      heard += Buffer.from(bytes).toString("latin1");
    },
  });
  const forget = (): void => {
    story.length = 0;
    heard = "";
  };
  return { story, open, heard: () => heard, forget };
}
