import { isAddressed, isProtocol, PROTOCOLS } from "../detection/protocols/index.ts";
import type { DeviceHealth } from "../serial/device.ts";
import { load_pm } from "../serial/load.ts";
import { isDriver } from "../signals/drivers/index.ts";
import { gatewayOf } from "../traffic/gateway.ts";
import type { DeviceConfig, Port } from "../traffic/site.ts";
import type { Code } from "./codes.ts";
import { type Finding, finding } from "./finding.ts";
import { settingsWords } from "./tap.ts";

/** What one device did while it was looked at. */
export interface Observed {
  readonly config: DeviceConfig;
  readonly health: DeviceHealth;
  /** It answers, and refuses what it is asked for. */
  readonly refuses: boolean;
  /** Bytes of a whole answer, for the share of noise; 0 for a device that talks by itself. */
  readonly answer_bytes: number;
}

/** A device that leaves more than this share of its questions without an answer is late; noise of this share is a bad line. */
const LATE_PM = 20;
const NOISY_PM = 10;

/** A line of the site, as its devices did: the whole line first, then each of them. */
export function lineFindings(port: Port, observed: readonly Observed[], timings: Parameters<typeof load_pm>[0]): readonly Finding[] {
  const asked = observed.filter(({ config }) => !isDriver(config.protocol));
  const about = `port "${port.name}"`;
  const share = Math.round(load_pm(timings, port) / 10);
  const open = finding("port-good", about, `open at ${settingsWords(port)}; its polls take ${share} % of its time`);
  const boards = observed
    .filter(({ config }) => isDriver(config.protocol))
    .map(({ config }) => finding("device-board", aboutOf(config), "not asked"));
  const mute = asked.length > 0 && asked.every(({ health, config }) => !health.answering && !listens(config));
  const silence = gatewayOf(port.path) === null ? "line-silent" : "gateway-silent";
  // With nobody there, each device's own silence says nothing more.
  if (mute && asked.length > 1) {
    const names = asked.map(({ config }) => config.name).join(", ");
    return [
      open,
      finding(
        silence,
        about,
        `none of ${names} answers ${gatewayOf(port.path) === null ? `at ${settingsWords(port)}` : `through ${port.path}`}`,
      ),
      ...boards,
    ];
  }
  return [open, ...asked.map((each) => deviceFinding(each, asked.length === 1 ? silence : "device-silent")), ...boards];
}

const aboutOf = ({ name }: DeviceConfig): string => `device "${name}"`;
const listens = ({ protocol }: DeviceConfig): boolean => isProtocol(protocol) && PROTOCOLS[protocol].listens;

function deviceFinding({ config, health, refuses, answer_bytes }: Observed, silence: Code): Finding {
  const { answering, polls, timeouts, noise_bytes } = health;
  const about = aboutOf(config);
  const who = `${config.protocol}${config.profile === "" ? "" : ` ${config.profile}`}${config.address > 0 || isAddressed(config.protocol) ? `, address ${config.address}` : ""}`;
  if (listens(config)) {
    if (answering) return finding("device-talks", about, `${who}: talks by itself; ${noise_bytes} bytes were damaged`);
    return finding("device-mute", about, `${who}: has not said anything that makes sense; ${noise_bytes} bytes were none`);
  }
  if (refuses) return finding("device-refuses", about, `${who}: refuses the question that its profile asks`);
  const answers = polls - timeouts;
  const found = `${who}: ${answers} of ${polls} questions answered, ${noise_bytes} bytes of noise`;
  if (!answering) return finding(silence, about, found);
  if (timeouts * 1_000 > polls * LATE_PM) return finding(noise_bytes > 0 ? "device-noisy" : "device-late", about, found);
  if (noise_bytes * 1_000 > polls * Math.max(1, answer_bytes) * NOISY_PM) return finding("device-noisy", about, found);
  return finding("device-good", about, found);
}
