/** What a release is called, and the number that no unit ever goes back behind. */
export interface Release {
  /** Three numbers, as in 1.4.0. */
  readonly version: string;
  /** From 1. */
  readonly security: number;
}

/**
 * This release's security number. It rises by one with a release that mends what a release before it would open again, and nothing that is signed
 * brings a unit back behind it. A bundle says its own as `build=security-N` in its manifest.
 */
export const SECURITY = 1;

export const VERSION_SHAPE = /^\d{1,4}\.\d{1,4}\.\d{1,4}$/;

/** The number in a manifest's `build`; null if there is none. */
export function securityIn(build: string): number | null {
  const digits = /^security-([1-9]\d{0,5})$/.exec(build)?.[1];
  return digits === undefined ? null : Number(digits);
}

/** Below 0 if `a` is the older version. */
export function order(a: string, b: string): number {
  const [left, right] = [a, b].map((version) => version.split(".").map(Number));
  const differs = [0, 1, 2].find((i) => left![i] !== right![i]);
  return differs === undefined ? 0 : left![differs]! - right![differs]!;
}

/** Why `offered` may not take the place of `running`, in words; "" if it may. `olderAllowed`: the signed command says so; it does not reach the number. */
export function whyNot(offered: Release, running: Release, olderAllowed: boolean): string {
  if (offered.security < running.security)
    return `its security number is ${offered.security}, and this unit has come to ${running.security}: nothing brings it back behind that`;
  const by = order(offered.version, running.version);
  if (by === 0 && !olderAllowed) return `version ${offered.version} runs already`;
  if (by < 0 && !olderAllowed) return `version ${offered.version} is older than ${running.version}, which runs; "allow-older" permits it`;
  return "";
}
