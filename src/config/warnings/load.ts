import { openDevice } from "../../detection/protocols/index.ts";
import { load_pm, pollTime_ms } from "../../serial/load.ts";
import { isDriver, openDriver } from "../../signals/drivers/index.ts";
import type { Warning } from "./index.ts";

/** Above this, what devices think before they answer and one lost answer are enough to make polls late. */
const FULL_PM = 800;

/** Polls that do not fit their line: nobody is lost by it, but everybody is asked less often than the file says. */
export const warnOfLoad: Warning = ({ ports }, site) => {
  for (const { name, row } of ports) {
    const port = site.ports.find((each) => each.name === name)!;
    const configs = site.devices.filter((device) => device.port === name);
    const devices = configs.map((config) => (isDriver(config.protocol) ? openDriver(config, site) : openDevice(config)));
    const timings = devices.map((device) => device.timing);
    const load = load_pm(timings, port);
    if (load < FULL_PM) continue;
    const polled = timings.filter((timing) => timing.poll_ms > 0);
    const whole_ms = Math.ceil(polled.reduce((sum, timing) => sum + pollTime_ms(timing, port), 0));
    const fits = load <= 1_000 ? "" : ", and do not fit";
    row.warn(
      "baud",
      `its polls take ${Math.round(load / 10)} % of the line's time at ${port.baud} baud${fits}: a round of all takes ${whole_ms} ms at least`,
      `Write longer poll_ms, set the line to a higher speed (on the devices and here), or move devices to another port.`,
    );
  }
};
