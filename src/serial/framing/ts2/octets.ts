import { crc16X25 } from "../crc16-x25.ts";

/**
 * How a Port 1 frame travels on a line of bytes: HDLC with octet stuffing (ISO/IEC 13239; RFC 1662, 4). Flag, frame, CRC low byte first,
 * flag; a flag or an escape within is sent as an escape and the octet with bit 5 turned over. Datagrams have none of this around them:
 * `platform/udp-port.ts` puts it there and takes it off, so that a line of datagrams is found out by the same rules as any other.
 */
const [FLAG, ESCAPE, TURNED] = [0x7e, 0x7d, 0x20];
const CRC_BYTES = 2;
/** Address, control, type. */
const LEAST_BYTES = 3;
/** Longer than any Port 1 frame that we know, the makers' own included. */
export const FRAME_MAX_BYTES = 128;
/** Every octet escaped, between the flags. */
const ENCLOSED_MAX = 2 * (FRAME_MAX_BYTES + CRC_BYTES);

/** A frame as it goes on a line. */
export function enclose(frame: Uint8Array): Uint8Array {
  const crc = crc16X25(frame, 0, frame.length);
  const out: number[] = [FLAG];
  const put = (octet: number): void => {
    if (octet === FLAG || octet === ESCAPE) out.push(ESCAPE, octet ^ TURNED);
    else out.push(octet);
  };
  for (const octet of frame) put(octet);
  put(crc & 0xff);
  put(crc >>> 8);
  out.push(FLAG);
  return Uint8Array.from(out);
}

/** Finds frames at the front of a stream. */
export class Octets {
  readonly #held = new Uint8Array(FRAME_MAX_BYTES + CRC_BYTES);
  #length = 0;

  /** What the last good `front` was around. It stands until the next call. */
  get frame(): Uint8Array {
    return this.#held.subarray(0, this.#length);
  }

  /**
   * What `bytes` begins with: a positive number is the length of a good frame and all that is around it, 0 means the beginning of what may be
   * one, a negative number is that many bytes of noise. A flag that ends a bad frame may begin a good one, and is left.
   */
  front(bytes: Uint8Array): number {
    this.#length = 0;
    const begin = bytes.indexOf(FLAG);
    if (begin !== 0) return begin < 0 ? -bytes.length : -begin;
    const end = bytes.indexOf(FLAG, 1);
    if (end < 0) return bytes.length > ENCLOSED_MAX + 1 ? -1 : 0;
    const length = this.#take(bytes, end);
    if (length < LEAST_BYTES + CRC_BYTES) return -end;
    const crc = crc16X25(this.#held, 0, length - CRC_BYTES);
    if (this.#held[length - 2] !== (crc & 0xff) || this.#held[length - 1] !== crc >>> 8) return -end;
    this.#length = length - CRC_BYTES;
    return end + 1;
  }

  /** Takes in what lies between the flags at 0 and `end`; returns how much that is, 0 where it can be no frame. */
  #take(bytes: Uint8Array, end: number): number {
    let length = 0;
    for (let i = 1; i < end; i++) {
      let octet = bytes[i]!;
      if (octet === ESCAPE) {
        if (++i === end) return 0;
        octet = bytes[i]! ^ TURNED;
      }
      if (length === this.#held.length) return 0;
      this.#held[length++] = octet;
    }
    return length;
  }
}
