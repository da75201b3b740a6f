import type { CommandResult, Request } from "../journal/port.ts";

/** What routes need of the world beside the frames that they are shown; `cli/link.ts` wires it. */
export interface PanelPorts {
  readonly requests: RequestPort;
}

/** The way to the street side: the journal's inbox. Every request has its one result, which is a record. */
export interface RequestPort {
  /** False if its id is known already, or there is no journal. Throws in words if it cannot be written. */
  offer(request: Request): boolean;
  /** Null until the street side has taken it. */
  result(id: string): CommandResult | null;
}

/** Where there is no street side to ask. */
export const NO_PORTS: PanelPorts = { requests: { offer: () => false, result: () => null } };
