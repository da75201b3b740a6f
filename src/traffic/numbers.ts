/** The numbers that signs in a cabinet carry. Each constructor checks its range once, so that no other code needs to. */
declare const brand: unique symbol;

/** NTCIP 1202 phaseNumber, 1 to 16. */
export type PhaseNumber = number & { readonly [brand]: "Phase" };
/** NTCIP 1202 ringControlGroupNumber, 1 to 4. */
export type RingNumber = number & { readonly [brand]: "Ring" };
/** NTCIP 1202 channelNumber: one load switch, 1 to 32. */
export type ChannelNumber = number & { readonly [brand]: "Channel" };
/** NTCIP 1202 vehicleDetectorNumber, 1 to 64 (NEMA TS 2 has four racks of sixteen). */
export type DetectorNumber = number & { readonly [brand]: "Detector" };
/** NTCIP 1202 overlapNumber, 1 to 32. A site of stages has one for each signal group. */
export type OverlapNumber = number & { readonly [brand]: "Overlap" };
/** NTCIP 1202 preemptNumber, 1 to 10; 1 is the most important. */
export type PreemptNumber = number & { readonly [brand]: "Preempt" };
/** NTCIP 1202 patternNumber, 1 to 253; 254 is free and 255 is flash. */
export type PatternNumber = number & { readonly [brand]: "Pattern" };

export const PHASES_MAX = 16;
export const RINGS_MAX = 4;
export const CHANNELS_MAX = 32;
export const DETECTORS_MAX = 64;
export const OVERLAPS_MAX = 32;
export const SEQUENCES_MAX = 16;
export const PREEMPTS_MAX = 10;
/** NTCIP 1211 requests for priority that one unit serves at a time. */
export const REQUESTS_MAX = 8;
/** Sets of phases that somebody calls: one for each detector, and a button for each phase. */
export const CALLERS_MAX = DETECTORS_MAX + PHASES_MAX;
/** Lanes at stop lines that a strategy which plans looks at: half as many as detectors. */
export const LANES_MAX = 32;
/** Sets of phases that it chooses among. */
export const PLANS_MAX = 32;
/** Steps of two seconds in which neighbours announce who is coming: a minute. */
export const AHEAD_STEPS = 30;
export const STEP_DS = 20;
/** Roads from neighbours to one unit. */
export const NEIGHBOURS_MAX = 16;
export const PATTERN_FREE = 254 as PatternNumber;

function within(name: string, value: number, max: number): number {
  if (!Number.isInteger(value) || value < 1 || value > max) throw new RangeError(`${name} must be 1 to ${max}, not ${value}`);
  return value;
}

export const PhaseNumber = (n: number): PhaseNumber => within("phase", n, PHASES_MAX) as PhaseNumber;
export const RingNumber = (n: number): RingNumber => within("ring", n, RINGS_MAX) as RingNumber;
export const ChannelNumber = (n: number): ChannelNumber => within("channel", n, CHANNELS_MAX) as ChannelNumber;
export const DetectorNumber = (n: number): DetectorNumber => within("detector", n, DETECTORS_MAX) as DetectorNumber;
export const OverlapNumber = (n: number): OverlapNumber => within("overlap", n, OVERLAPS_MAX) as OverlapNumber;
export const PreemptNumber = (n: number): PreemptNumber => within("preempt", n, PREEMPTS_MAX) as PreemptNumber;
export const PatternNumber = (n: number): PatternNumber => within("pattern", n, 255) as PatternNumber;
