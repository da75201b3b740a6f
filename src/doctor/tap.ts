import type { LineSettings } from "../serial/load.ts";

/** A port that is opened for looking, one setting after the other. */
export interface Tap {
  readonly path: string;
  /** Rejects with an `Untapped` where the port cannot be had. */
  open(settings: LineSettings): Promise<OpenTap>;
}

export interface OpenTap {
  write(bytes: Uint8Array): void;
  /** Resolves after `ms`, or as soon as `heard` is content. It gets all bytes that come, in order, also those from before the call. */
  listen(ms: number, heard: (bytes: Uint8Array) => boolean): Promise<void>;
  close(): Promise<void>;
}

/** Why a port cannot be had. */
export class Untapped extends Error {}

export const settingsWords = ({ baud, parity, stop_bits }: LineSettings): string =>
  `${baud} 8${{ none: "N", even: "E", odd: "O" }[parity]}${stop_bits}`;
