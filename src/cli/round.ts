import { openDevice } from "../detection/protocols/index.ts";
import { lineFindings, type Observed } from "../doctor/devices.ts";
import type { Finding } from "../doctor/finding.ts";
import { portTrouble } from "../doctor/ports.ts";
import { runningFindings } from "../doctor/running.ts";
import { Clock } from "../platform/clock.ts";
import { watchLive } from "../platform/live-socket.ts";
import { plugIn } from "../platform/wire.ts";
import type { Device } from "../serial/device.ts";
import { Line } from "../serial/line.ts";
import { isDriver } from "../signals/drivers/index.ts";
import type { Live } from "../traffic/live.ts";
import type { DeviceConfig, Port, Site } from "../traffic/site.ts";
import { benchPort } from "./bench-port.ts";

export interface RoundOptions {
  readonly ports?: string;
  readonly look_ms: number;
}

/** A unit that runs shows itself ten times a second. */
const LIVE_MS = 1_500;
/** How often it is looked whether everybody has answered, and how often each must have. */
const LOOK_MS = 200;
const ANSWERS = 10;

/** Every port of a site, all at once. Where a unit runs, it is asked, and no port is touched. */
export async function roundOf(site: Site, live: Live | null, options: RoundOptions): Promise<readonly Finding[]> {
  const all = site.ports.map((port) => {
    const configs = site.devices.filter((device) => device.port === port.name);
    if (live !== null && live.unit === site.id) return Promise.resolve(runningFindings(port, configs, live));
    return visit(benchPort(port, options.ports), configs, options.look_ms);
  });
  return (await Promise.all(all)).flat();
}

/** What the unit that runs here shows of itself; null where none does. */
export function liveAt(path: string): Promise<Live | null> {
  return new Promise((resolve) => {
    const over = (live: Live | null): void => {
      clearTimeout(timer);
      watch.close();
      resolve(live);
    };
    const timer = setTimeout(() => over(null), LIVE_MS);
    const watch = watchLive(
      path,
      (live) => over(live),
      () => setImmediate(() => over(null)),
    );
  });
}

/** One port with its devices, asked as the unit would; boards that light lamps are left alone. */
async function visit(port: Port, configs: readonly DeviceConfig[], look_ms: number): Promise<readonly Finding[]> {
  const asked = configs.filter(({ protocol }) => !isDriver(protocol));
  const devices = asked.map(openDevice);
  const line = new Line(port.name, devices, { baud: port.baud });
  const clock = new Clock();
  const refusing = new Set<string>();
  let cause: string | null = null;
  const wire = plugIn(
    line,
    port,
    () => clock.now(),
    (words) => {
      cause = words;
    },
  );
  const until = clock.now() + look_ms;
  do {
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    wire.look();
    for (const heard of line.drain()) {
      if (heard.kind !== "reading" || heard.reading.kind !== "fault" || heard.reading.fault !== "watchdog") continue;
      if (heard.reading.on) refusing.add(heard.device);
      else refusing.delete(heard.device);
    }
  } while (clock.now() < until && !settled(cause, line, devices));
  const health = line.health();
  await wire.close();
  if (cause !== "") return [portTrouble(port, cause ?? "does not open")];
  const observed: Observed[] = configs.map((config) => {
    const i = asked.indexOf(config);
    const own = health[i] ?? { device: config.name, answering: false, polls: 0, timeouts: 0, noise_bytes: 0 };
    return { config, health: own, refuses: refusing.has(config.name), answer_bytes: devices[i]?.timing.answer_bytes ?? 0 };
  });
  return lineFindings(
    port,
    observed,
    devices.map((device) => device.timing),
  );
}

/** Nothing more is to be learned: the port is shut, or everybody has answered often. Who is silent is waited for. */
function settled(cause: string | null, line: Line, devices: readonly Device[]): boolean {
  if (cause === null) return false;
  if (cause !== "") return true;
  return line
    .health()
    .every(
      ({ answering, polls }, i) =>
        answering && (devices[i]!.timing.poll_ms === 0 || polls >= ANSWERS || devices[i]!.timing.poll_ms > 1_000),
    );
}
