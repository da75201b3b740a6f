import type { LinkLive, Live } from "../traffic/live.ts";
import type { Site } from "../traffic/site.ts";
import { actionRoutes } from "./action-routes.ts";
import type { Actuations } from "./actuations.ts";
import { commissioningRoutes } from "./commissioning-routes.ts";
import type { Doors } from "./doors.ts";
import { liveRoutes } from "./live-routes.ts";
import { loginRoutes } from "./login-routes.ts";
import { pastRoutes } from "./past/past-routes.ts";
import type { PanelPorts } from "./ports.ts";
import type { Watchers } from "./stream.ts";
import { technicianRoutes } from "./technician-routes.ts";
import { unitRoutes } from "./unit-routes.ts";
import type { Answer, Asked } from "./web.ts";

/**
 * Who may ask. `open`: everybody who reaches the unit. `viewer`: whoever has given the unit's code. `technician`: whoever holds the one
 * technician session, which is a viewer too.
 */
export type Role = "open" | "viewer" | "technician";

/** Whose request it is. */
export interface Who {
  readonly role: Role;
  /** The technician's name; "" for everybody else. */
  readonly name: string;
}

/** One thing that can be asked of the unit. A POST is of this page alone, and what is sent with it is JSON. */
export interface Route {
  readonly method: "GET" | "POST";
  /** Exactly this, without a query. */
  readonly path: string;
  readonly role: Role;
  /** Bytes that may come with a POST; a few by default. */
  readonly body_max?: number;
  /** `sent`: the value that came with a POST, whatever it is; null for a GET. */
  readonly answer: (asked: Asked, who: Who, sent: unknown) => Answer | Promise<Answer>;
}

/** What every route may know of the unit. */
export interface Unit {
  readonly site: Site;
  readonly version: string;
  readonly ports: PanelPorts;
  /** Null until the first frame. It may be old: `wall` says of when. */
  readonly live: () => Live | null;
  readonly link: () => LinkLive | null;
  readonly watchers: Watchers;
  readonly doors: Doors;
  readonly actuations: Actuations;
}

/** Every route but the page's own files. To add one, write a file that gives rows and name it here. */
const TABLE: readonly ((unit: Unit) => readonly Route[])[] = [
  // One a line.
  loginRoutes,
  liveRoutes,
  unitRoutes,
  commissioningRoutes,
  pastRoutes,
  technicianRoutes,
  actionRoutes,
];

export const routesOf = (unit: Unit): readonly Route[] => TABLE.flatMap((rows) => rows(unit));
