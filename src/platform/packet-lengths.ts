import { type Packet, writeToStream } from "mqtt-packet";

/** Lengths that MQTT writes in up to two bytes. */
const LENGTHS = 16_384;

let filled = false;

/**
 * mqtt-packet keeps each such message length that it has ever written, as a few bytes out of whatever slab Node's pool is at, and they hold the
 * whole slab of 64 KB: a link's memory grew by half a gigabyte a day (seen in a heap snapshot). Written once in a row, all of them share
 * three slabs, and nothing is left to be kept. Takes 20 ms, once.
 */
export function fillPacketLengths(): void {
  if (filled) return;
  filled = true;
  // Else it makes a Buffer for each number of two bytes there is: 65,536 of them, 8 MB of heap in every link.
  writeToStream.cacheNumbers = false;
  const nowhere = { write: () => true, cork: () => {}, uncork: () => {}, destroy: () => {} } as unknown as NodeJS.WritableStream;
  const bytes = Buffer.alloc(LENGTHS);
  const topic = "t";
  for (let length = topic.length + 2; length < LENGTHS; length++) {
    const payload = bytes.subarray(0, length - topic.length - 2);
    writeToStream({ cmd: "publish", topic, payload, qos: 0, retain: false, dup: false } satisfies Packet, nowhere);
  }
}
