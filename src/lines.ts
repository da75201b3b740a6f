import { Meaning } from "./detection/meaning.ts";
import { openDevice } from "./detection/protocols/index.ts";
import { ZoneWatch } from "./detection/zones.ts";
import type { Device } from "./serial/device.ts";
import { Line } from "./serial/line.ts";
import { type Driver, isDriver, openDriver } from "./signals/drivers/index.ts";
import type { ChannelCodes } from "./traffic/calls.ts";
import { gatewayOf } from "./traffic/gateway.ts";
import type { Live } from "./traffic/live.ts";
import type { Observation } from "./traffic/observation.ts";
import type { Site } from "./traffic/site.ts";
import type { Instant, WallTime } from "./traffic/time.ts";

const NOTHING: Observation[] = [];

/** The lines of a site with everything that hangs on them, detectors and lamps alike. The platform, or the simulated street, plugs in the cables. */
export class Lines {
  /** In the order of the site file's ports. */
  readonly all: readonly Line[];
  readonly drivers: readonly Driver[];
  /** Those of the site's devices, by their place in its list, that drive lamps which a monitor in the cabinet watches. */
  readonly watched: readonly number[];
  readonly #site: Site;
  readonly #meaning: Meaning;
  readonly #zones: ZoneWatch;
  #waiting: Observation[] = NOTHING;

  constructor(site: Site) {
    const drivers: Driver[] = [];
    const open = (config: Site["devices"][number]): Device => {
      if (!isDriver(config.protocol)) return openDevice(config);
      const driver = openDriver(config, site);
      drivers.push(driver);
      return driver;
    };
    this.all = site.ports.map(({ name, path, baud }) => {
      const devices = site.devices.filter((d) => d.port === name).map(open);
      return new Line(name, devices, { baud, datagrams: gatewayOf(path) !== null });
    });
    this.drivers = drivers;
    this.watched = drivers.flatMap(({ name, watched }) => (watched ? [site.devices.findIndex((d) => d.name === name)] : []));
    this.#site = site;
    this.#meaning = new Meaning(site);
    this.#zones = new ZoneWatch(site);
  }

  /**
   * What was heard and is stamped up to `now`, sorted by (stamp, port, arrival): two ports can never reorder a day. What is stamped later
   * waits for its own tick, even when this one is late and finds it here already; replay knows stamps and nothing else.
   */
  observations(now: Instant): readonly Observation[] {
    let heard = this.#waiting;
    for (const line of this.all) {
      line.look(now);
      for (const word of line.drain()) {
        const observation = this.#meaning.of(word);
        if (observation === null) continue;
        if (heard === NOTHING) heard = [observation];
        else heard.push(observation);
      }
    }
    if (heard.length > 0) {
      heard.sort((a, b) => a.at - b.at);
      const later = heard.findIndex((o) => o.at > now);
      this.#waiting = later < 0 ? NOTHING : heard.splice(later);
    }
    return this.#zones.step(now, heard);
  }

  show(now: Instant, channels: ChannelCodes, wall: WallTime): void {
    for (const driver of this.drivers) {
      driver.date?.(wall);
      driver.show(now, channels);
    }
  }

  devices(): Live["devices"] {
    return this.all.flatMap((line) => line.health().map((health) => ({ ...health, port: line.port })));
  }

  ports(): Live["ports"] {
    return this.#site.ports.map(({ name, path }, i) => ({ port: name, path, open: this.all[i]?.open ?? false }));
  }
}
