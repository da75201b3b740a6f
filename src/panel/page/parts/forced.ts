/** Which way a detector is forced that has no fault of its own beside it (as detection says it, src/detection/forced.ts); null for any other. */
export const forcedOf = (fault: string): "on" | "off" | null => (/^forced (on|off) by [^;]+$/.exec(fault)?.[1] as "on" | "off") ?? null;

/** A detector that does what somebody wants of it is not in fault. */
export const isFault = (fault: string): boolean => fault !== "" && forcedOf(fault) === null;
