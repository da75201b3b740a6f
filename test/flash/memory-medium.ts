import type { Medium } from "../../src/flash/copy.ts";

/** A medium in memory. What a card may do wrong is put in place of its parts. */
export function memoryMedium(bytes: number, wrong: Partial<Pick<Medium, "read" | "write">> = {}) {
  const content = Buffer.alloc(bytes, 0xa5);
  const writes: number[] = [];
  const medium: Medium = {
    areas: [Buffer.alloc(4 << 20), Buffer.alloc(4 << 20)],
    async write(at, from) {
      // What is written must stay as it is until it is written.
      await new Promise((resolve) => setImmediate(resolve));
      from.copy(content, at);
      writes.push(at);
    },
    async read(at, into) {
      content.copy(into, 0, at);
    },
    flush: async () => {},
    ...wrong,
  };
  return { medium, content, writes };
}
