import { stopline } from "#wire";

/** Where a vehicle says that it is. */
export interface Report {
  readonly vehicle: string;
  /** Wall time, by the vehicle's own receiver. */
  readonly at_ms: number;
  readonly latitude: number;
  readonly longitude: number;
  readonly accuracy_m: number;
  readonly speed_ms: number;
  readonly heading_deg: number;
  readonly way: readonly string[];
  readonly late_s: number;
}

/** No honest report is longer. */
const SEALED_MAX = 4_096;
const WAY_MAX = 64;

/**
 * What is under the seal, if `verify` says that the seal is the vehicle's; else why it is not taken, in words. Never throws, whatever the
 * bytes are.
 */
export function reportOf(
  vehicle: string,
  payload: Uint8Array,
  verify: (body: Uint8Array, signature: Uint8Array) => boolean,
): Report | { readonly refused: string } {
  if (payload.length > SEALED_MAX) return { refused: "it is longer than any report" };
  try {
    const { body, signature } = stopline.v1.SealedPosition.decode(payload);
    if (!verify(body, signature)) return { refused: "the signature is not by the key that is pinned for it" };
    const said = stopline.v1.Position.decode(body);
    if (said.vehicle !== vehicle) return { refused: "it speaks of another vehicle" };
    const numbers = [said.atMs, said.latitudeE7, said.longitudeE7, said.accuracyCm, said.speedCms, said.headingCdeg, said.lateS];
    if (!numbers.every((n) => Number.isSafeInteger(n))) return { refused: "a number in it is none" };
    if (Math.abs(said.latitudeE7) > 90e7 || Math.abs(said.longitudeE7) > 180e7) return { refused: "it is nowhere on the earth" };
    if (said.way.length > WAY_MAX) return { refused: `its way has ${said.way.length} links` };
    return {
      vehicle,
      at_ms: said.atMs,
      latitude: said.latitudeE7 / 1e7,
      longitude: said.longitudeE7 / 1e7,
      accuracy_m: said.accuracyCm / 100,
      speed_ms: said.speedCms / 100,
      heading_deg: said.headingCdeg / 100,
      way: said.way,
      late_s: said.lateS,
    };
  } catch (error) {
    return { refused: `it cannot be read (${(error as Error).message})` };
  }
}

/** The encoded body of a report, for whoever signs it: a replay, a test, a vehicle's box. */
export function bodyOf(report: Report): Uint8Array {
  const e7 = (degrees: number) => Math.round(degrees * 1e7);
  return stopline.v1.Position.encode({
    vehicle: report.vehicle,
    atMs: report.at_ms,
    latitudeE7: e7(report.latitude),
    longitudeE7: e7(report.longitude),
    accuracyCm: Math.round(report.accuracy_m * 100),
    speedCms: Math.round(report.speed_ms * 100),
    headingCdeg: Math.round(report.heading_deg * 100),
    way: [...report.way],
    lateS: report.late_s,
  }).finish();
}

export function sealedBy(report: Report, sign: (body: Uint8Array) => Uint8Array): Uint8Array {
  const body = bodyOf(report);
  return stopline.v1.SealedPosition.encode({ body, signature: sign(body) }).finish();
}
