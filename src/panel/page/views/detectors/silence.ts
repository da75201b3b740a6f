import { words } from "../../language.ts";
import type { DrawnSite, Live } from "../../view.ts";

type Device = DrawnSite["devices"][number];

export interface Silence {
  /** Said once for a port whose devices are all gone, else once for a device; "" for a port where it is better said of the one detector. */
  readonly words: string;
  /** Names of the devices of which it is said. */
  readonly devices: readonly string[];
}

/** What is not known because nothing is heard on a port: one sentence, and not one at each of its detectors. */
export function silenceOn(site: DrawnSite, port: string, live: Live): Silence {
  const devices = site.devices.filter((d) => d.port === port);
  const gone = devices.filter(({ name }) => live.devices.find((d) => d.device === name)?.answering === false);
  const open = live.ports.find((p) => p.port === port)?.open ?? true;
  const whole = gone.length === devices.length && gone.length > 0 && (gone.length > 1 || !open);
  const said = (whole ? [gone] : gone.map((d) => [d])).filter((those) => takes(site, those).length > 1);
  const subject = ([first]: readonly Device[]) => {
    if (!whole) return words.detectors.silentDevice(first!.name);
    return open ? words.detectors.silentPort(port) : words.detectors.closedPort(port);
  };
  return {
    words: said.map((those) => words.detectors.silence(subject(those), takes(site, those))).join(" "),
    devices: said.flat().map(({ name }) => name),
  };
}

const takes = (site: DrawnSite, devices: readonly Device[]): readonly number[] =>
  site.detectors.filter((d) => devices.some(({ name }) => name === d.device)).map((d) => d.number);
