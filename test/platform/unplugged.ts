import { readdirSync, readlinkSync } from "node:fs";
import { openPtyPair } from "../../src/platform/pty.ts";
import type { Port } from "../../src/traffic/site.ts";
import { until } from "./until.ts";
import { watched } from "./watched.ts";

/** What every open descriptor of this process is, without its number. */
export function descriptors(): readonly string[] {
  const names = readdirSync("/proc/self/fd").map((fd) => {
    try {
      return readlinkSync(`/proc/self/fd/${fd}`).replace(/\d+/g, "N");
    } catch {
      return "";
    }
  });
  return names.filter((name) => name !== "").sort();
}

/**
 * One port through many unplugs in mid-sentence: each time it is opened again by itself, is answered, and says that it is gone. Returns the
 * slowest way back in ms, from the path's being there to the port's being open. `told` is called after each.
 */
export async function unplugged(port: Port, cycles: number, told: (back_ms: number) => void = () => {}): Promise<number> {
  const unit = watched(port);
  const opened = () => unit.story.filter((said) => said === "opened").length;
  let slowest_ms = 0;
  for (let cycle = 1; cycle <= cycles; cycle++) {
    let asked = 0;
    const cable = openPtyPair(port.path, (bytes) => {
      asked += bytes.length;
      cable.write(bytes);
    });
    const plugged = performance.now();
    await until(() => opened() === 1);
    const back_ms = performance.now() - plugged;
    slowest_ms = Math.max(slowest_ms, back_ms);
    const heard = unit.heard().length;
    unit.open.write(Buffer.from("are you there?"));
    await until(() => asked > 0 && unit.heard().length > heard);
    cable.write(Buffer.alloc(200));
    cable.close();
    await until(() => unit.story.some((said) => said.startsWith("port")) && opened() === 1);
    unit.forget();
    told(back_ms);
  }
  await unit.open.close();
  return slowest_ms;
}
