/** What a receiver says in one moment. */
export interface Fix {
  /** Wall time, by the receiver. */
  readonly at_ms: number;
  readonly latitude: number;
  readonly longitude: number;
  readonly accuracy_m: number;
  /** null where it does not say. */
  readonly speed_ms: number | null;
  readonly heading_deg: number | null;
}

/** Of a receiver that says nothing of its error, and of one dilution by which it says it (two standard deviations). */
export const [ACCURACY_M, PER_DILUTION_M] = [10, 5] as const;

const RADIUS_M = 6_371_009;
const RAD = Math.PI / 180;
/** Less than this is noise, and has no direction. */
const MOVED_M = 1;

/** From one place to the next: metres, and degrees clockwise from north; null where it has hardly moved. */
function between(a: Fix, b: Fix): { readonly far_m: number; readonly heading_deg: number | null } {
  const east = (b.longitude - a.longitude) * RAD * RADIUS_M * Math.cos(a.latitude * RAD);
  const north = (b.latitude - a.latitude) * RAD * RADIUS_M;
  const far_m = Math.hypot(east, north);
  return { far_m, heading_deg: far_m < MOVED_M ? null : (Math.atan2(east, north) / RAD + 360) % 360 };
}

/** Speed and heading where the receiver has left them out: from the place before. `before` has them already. */
export function completed(fix: Fix, before: (Fix & { readonly speed_ms: number; readonly heading_deg: number }) | null) {
  const s = before === null ? 0 : (fix.at_ms - before.at_ms) / 1_000;
  const way = before === null || s <= 0 ? null : between(before, fix);
  return {
    ...fix,
    speed_ms: fix.speed_ms ?? (way === null ? 0 : way.far_m / s),
    heading_deg: fix.heading_deg ?? way?.heading_deg ?? before?.heading_deg ?? 0,
  };
}

export type WholeFix = ReturnType<typeof completed>;
