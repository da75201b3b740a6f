import t from "tap";
import type { Guide } from "../../src/commissioning/guide.ts";
import { Actuations } from "../../src/panel/actuations.ts";
import { Doors } from "../../src/panel/doors.ts";
import { NO_PORTS } from "../../src/panel/ports.ts";
import { type Role, routesOf } from "../../src/panel/routes.ts";
import { Watchers } from "../../src/panel/stream.ts";
import { lockedDoors } from "./doors.ts";
import { fourLeg } from "./street.ts";
import { unitWithDoors } from "./unit-with-doors.ts";

/** Who may ask for what. Whoever adds a route says here who that is, and thinks about it once more. */
const WHO: { readonly [route: string]: Role } = {
  "GET /session": "open",
  "POST /login": "open",
  "POST /logout": "open",
  "GET /site.json": "viewer",
  "GET /live": "viewer",
  "GET /health": "viewer",
  "GET /unit.json": "viewer",
  "POST /technician": "viewer",
  "GET /actions/plan.json": "viewer",
  "GET /journal.json": "viewer",
  "GET /detectors.json": "viewer",
  "GET /measures.json": "viewer",
  "GET /commissioning": "viewer",
  "GET /commissioning/report": "viewer",
  "GET /commissioning/report.json": "viewer",
  "GET /commissioning/report.pdf": "viewer",
  "POST /commissioning/begin": "technician",
  "POST /commissioning/trip": "technician",
  "POST /commissioning/confirm": "technician",
  "POST /commissioning/skip": "technician",
  "POST /commissioning/redo": "technician",
  "POST /commissioning/reopen": "technician",
  "POST /commissioning/lamps": "technician",
  "POST /commissioning/finish": "technician",
  "POST /technician/end": "technician",
  "POST /actions/tell": "technician",
  "POST /actions/do": "technician",
  "POST /actions/cancel": "technician",
  "POST /actions/plan": "technician",
};

/** It only has to be there for its rows to be; nobody here gets as far as to walk. */
const guide = { state: () => ({}), walk: null } as unknown as Guide;
const table = routesOf({
  site: fourLeg(),
  version: "0.1.0",
  ports: { ...NO_PORTS, guide },
  live: () => null,
  link: () => null,
  watchers: new Watchers(1),
  actuations: new Actuations(),
  doors: new Doors("DEMO-001", lockedDoors()),
});

t.test("every route has its role here, and no path has two of a method", async (t) => {
  const have = table.map(({ method, path, role }) => [`${method} ${path}`, role] as const);
  t.same(Object.fromEntries(have), WHO);
  t.equal(have.length, Object.keys(WHO).length);
});

t.test("whatever changes something is a POST, and whatever is no login is a technician's", async (t) => {
  const open = ["/login", "/logout", "/technician"];
  for (const { method, path, role } of table) if (method === "POST" && !open.includes(path)) t.equal(role, "technician", path);
});

t.test("each role gets what it may, and nothing more", async (t) => {
  const { post, get, viewer, technician, doors } = await unitWithDoors(t, fourLeg(), { guide });
  const cookies = { open: "", viewer: await viewer(), technician: await technician("Miller") };
  const order = ["open", "viewer", "technician"] as const;
  for (const [route, needs] of Object.entries(WHO)) {
    const [method, path = ""] = route.split(" ");
    for (const role of order) {
      if (path === "/logout" || path === "/technician/end") continue;
      // Nobody asks so often.
      doors.clock += 10_000;
      const answer = await (method === "GET" ? get(path, cookies[role]) : post(path, "no form", cookies[role]));
      const may = order.indexOf(role) >= order.indexOf(needs);
      const shut = answer.status === 401 || answer.status === 403;
      t.equal(!shut, may, `${role}: ${route} is ${answer.status}`);
      if (path === "/live") await answer.body?.cancel();
    }
  }
});

t.test("every POST is this page's alone, whatever its path", async (t) => {
  const { at, technician, origin, doors } = await unitWithDoors(t, fourLeg(), { guide });
  const cookie = await technician("Miller");
  for (const { method, path } of table) {
    if (method !== "POST") continue;
    for (const headers of [{ origin: "http://evil.example" }, { origin: "null" }, {}, { origin, "content-type": "text/plain" }]) {
      doors.clock += 1_000;
      const answer = await fetch(at(path), {
        method: "POST",
        headers: { cookie, "content-type": "application/json", ...headers },
        body: "{}",
      });
      t.match(answer.status, /^(403|415)$/, `${path} ${JSON.stringify(headers)}`);
    }
  }
});
