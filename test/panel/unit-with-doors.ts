import type { Test } from "tap";
import type { Rates } from "../../src/panel/limits.ts";
import type { PanelPorts } from "../../src/panel/ports.ts";
import { openPanel } from "../../src/panel/server.ts";
import { web } from "../../src/platform/web.ts";
import type { Site } from "../../src/traffic/site.ts";
import { askedStreet } from "./asked-street.ts";
import { lockedDoors, PAGE_CODE, TECHNICIAN_CODE } from "./doors.ts";
import { fourLeg, liveAt } from "./street.ts";

/** A unit's page with both codes, a street side that answers, and who comes to it. */
export async function unitWithDoors(t: Test, site: Site = fourLeg(), more: Partial<PanelPorts> = {}, rates?: Rates) {
  const [doors, street] = [Object.assign(lockedDoors(), rates === undefined ? {} : { rates }), askedStreet(site)];
  const panel = await openPanel({ site, version: "0.1.0", host: "127.0.0.1", port: 0, web, doors, ports: { ...street.ports, ...more } });
  t.teardown(() => panel.close());
  const at = (path: string): string => new URL(path, panel.url).href;
  const origin = panel.url.slice(0, -1);
  const post = (path: string, body: unknown, cookie = "") =>
    fetch(at(path), { method: "POST", headers: { origin, cookie, "content-type": "application/json" }, body: JSON.stringify(body) });
  const get = (path: string, cookie = "") => fetch(at(path), { headers: { cookie } });
  /** What the street side shows now. */
  const show = (): void => panel.show(street.live(liveAt(site, 1)));
  const viewer = async (): Promise<string> => (await post("/login", { code: PAGE_CODE })).headers.get("set-cookie")!.split(";")[0]!;
  const technician = async (name: string): Promise<string> => {
    const cookie = await viewer();
    const began = await post("/technician", { code: TECHNICIAN_CODE, name }, cookie);
    t.equal(began.status, 200, `${name} begins`);
    show();
    return cookie;
  };
  /** Seconds go by, for the page and for the street side. */
  const pass = (s: number): void => {
    doors.clock += s * 1_000;
    street.now = (street.now + s * 1_000) as typeof street.now;
    show();
  };
  return { panel, doors, street, at, origin, post, get, show, viewer, technician, pass };
}
