/** A fault of the conflict monitor. Latched: it stands until a person resets it in the cabinet, over every start of the unit. */
export interface MonitorFault {
  readonly words: string;
  /** Numbers of the channels that took part in it. */
  readonly channels: readonly number[];
}

/** As a record's detail. */
export const faultDetail = ({ words, channels }: MonitorFault): string => JSON.stringify({ words, channels });

/**
 * The fault in such a detail; null in "". A detail that cannot be read is a fault all the same: somebody wrote it down, and only a person
 * may wipe it away.
 */
export function faultIn(detail: string): MonitorFault | null {
  if (detail === "") return null;
  try {
    const { words, channels } = JSON.parse(detail) as Partial<MonitorFault>;
    if (typeof words === "string" && Array.isArray(channels)) return { words, channels: channels.filter(Number.isInteger) };
  } catch {}
  return { words: "a fault whose record cannot be read", channels: [] };
}
