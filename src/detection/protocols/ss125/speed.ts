import type { DeviceConfig } from "../../../traffic/site.ts";

/** 1 mile is 1.609344 km. */
const DKMH_PER_MPH = 16.09344;

/** Tenths of km/h in the unit that the sensor is set to. */
export const dkmhPerUnit = ({ profile }: DeviceConfig): number => (profile.endsWith("mph") ? DKMH_PER_MPH : 10);

const UNITS_MAX = 300;

/** -1 for what the sensor could not measure, for who went the wrong way, and for what nobody drives. */
export const speed = (speed_256: number | null, dkmhPerUnit: number): number =>
  speed_256 === null || speed_256 < 0 || speed_256 > UNITS_MAX * 256 ? -1 : Math.round((speed_256 * dkmhPerUnit) / 256);
