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
  /** This computer's clock. */
  readonly wall: () => WallTime;
  readonly pause: (ms: number) => Promise<unknown>;
  /** 16 hexadecimal digits that nobody has had. */
  readonly name: () => string;
  /** Whether somebody at this address is on a net of this unit's own. */
  readonly near: (address: string) => boolean;
  /** Starts this process anew, when what is being answered is on its way. */
  readonly restart: () => void;
  readonly plans: PlansPort;
}

/** Trials of plans, each in a process of its own. */
export interface PlansPort {
  /** `id`: of whoever asks. */
  begin(hash: string, id: string): void;
  /** What the last one came to; null while there was none in this process's life. `words`: why it came to nothing, or what was found. */
  trial(): { readonly hash: string; readonly state: "running" | "passed" | "failed"; readonly words: string } | null;
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
  wall: () => 0 as WallTime,
  pause: async () => {},
  name: () => "0000000000000000",
  near: () => false,
  restart: () => {},
  plans: { begin: () => {}, trial: () => null },
};
