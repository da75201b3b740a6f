import type { Guide } from "../commissioning/guide.ts";
import type { CommandResult, Request } from "../journal/port.ts";
import type { WallTime } from "../traffic/time.ts";
import type { Machine } from "./machine.ts";
import { NO_PAST, type PastPort } from "./past/port.ts";

/** What routes need of the world beside the frames that they are shown; `cli/link.ts` wires it. */
export interface PanelPorts {
  readonly requests: RequestPort;
  readonly machine: () => Promise<Machine>;
  /** The walk before the site is left; null where there is nothing to walk. */
  readonly guide: Guide | null;
  readonly past: PastPort;
}

/** The way to the street side: the journal's inbox. Every request has its one result, which is a record. */
export interface RequestPort {
  /** False if its id is known already, or there is no journal. Throws in words if it cannot be written. */
  offer(request: Request): boolean;
  /** Null until the street side has taken it. */
  result(id: string): CommandResult | null;
}

const NO_MACHINE: Machine = {
  version: "",
  commit: "",
  slot: "",
  uptime_s: 0,
  link_s: 0,
  link_bytes: 0,
  memory: { total_bytes: 0, free_bytes: 0 },
  load_pm: 0,
  disk: null,
  temperature_dc: null,
  clock: { wall: 0 as WallTime, kept: false },
  certificate: null,
};

/** Where there is no street side to ask, and no machine to look at. */
export const NO_PORTS: PanelPorts = {
  requests: { offer: () => false, result: () => null },
  machine: async () => NO_MACHINE,
  guide: null,
  past: NO_PAST,
};
