const nothing = new Int32Array(new SharedArrayBuffer(4));

/** Lets `ms` of real time go by in this thread, without its event loop. */
export function rest(ms: number): void {
  Atomics.wait(nothing, 0, 0, ms);
}
