import type { Live } from "../traffic/live.ts";
import type { DeviceConfig, Port } from "../traffic/site.ts";
import { type Finding, finding } from "./finding.ts";

/** A unit that has run for so long has asked everybody, and who talks by himself every ten seconds has. */
const YOUNG_MS = 30_000;

/** A port that a running unit holds, as the unit itself shows it: nobody else may ask there. */
export function runningFindings(port: Port, configs: readonly DeviceConfig[], live: Live): readonly Finding[] {
  const about = `port "${port.name}"`;
  const open = live.ports.find((each) => each.port === port.name)?.open ?? false;
  const held = finding("port-unit", about, `held by unit ${live.unit}, which shows it as ${open ? "open" : "closed"}; not touched`);
  const devices = configs.map((config) => {
    const { name } = config;
    const seen = live.devices.find((each) => each.device === name && each.port === port.name);
    // Nobody asks who talks by himself.
    const talks = config.poll_ms === 0 || seen?.polls === 0;
    if (seen !== undefined && !seen.answering && seen.timeouts === 0 && live.at < YOUNG_MS)
      return finding("device-awaited", `device "${name}"`, `not heard yet; the unit started ${Math.round(live.at / 1_000)} s ago`);
    if (seen !== undefined && talks)
      return finding(
        seen.answering ? "device-talks" : "device-mute",
        `device "${name}"`,
        `${seen.answering ? "talks by itself" : "has said nothing"}; ${seen.noise_bytes} bytes were damaged`,
      );
    const found =
      seen === undefined
        ? "the unit that runs does not know it"
        : `${seen.polls - seen.timeouts} of ${seen.polls} questions answered, ${seen.noise_bytes} bytes of noise`;
    return finding(seen?.answering ? "device-good" : "device-silent", `device "${name}"`, found);
  });
  return [held, ...devices];
}
