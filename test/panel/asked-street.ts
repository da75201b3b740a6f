import { takeRequest } from "../../src/commands/index.ts";
import { technicianIn } from "../../src/commands/technician.ts";
import type { CommandResult, Request } from "../../src/journal/port.ts";
import { NO_PORTS, type PanelPorts } from "../../src/panel/ports.ts";
import { Technician } from "../../src/technician.ts";
import { CODE } from "../../src/traffic/codes.ts";
import type { Entry } from "../../src/traffic/entry.ts";
import type { Live } from "../../src/traffic/live.ts";
import type { Site } from "../../src/traffic/site.ts";
import { Instant, WallTime } from "../../src/traffic/time.ts";

/** The street side as the page's routes meet it: it takes what lies in the inbox when it is looked into, with the real session and the real bounds. */
export function askedStreet(site: Site) {
  const technician = new Technician();
  const entries: Entry[] = [];
  const results = new Map<string, CommandResult>();
  const done: { readonly command: string; readonly args: unknown; readonly by: string }[] = [];
  let names = 0;
  const state = {
    now: Instant(0),
    taken: [] as Request[],
    near: true,
    restarts: 0,
    tried: [] as string[],
    /** False: it does not run. */
    runs: true,
    /** It is of an earlier release, which takes no name at an end. */
    earlier: false,
    /** False: it refuses to end a session, so that a page has something to say. */
    ended: true,
    /** True: what it has done cannot be read yet. */
    slow: false,
  };
  const street = Object.assign(state, {
    done,
    sessions: () => entries.filter(({ code }) => code === CODE.technician).map(({ value, detail }) => [value, JSON.parse(detail).name]),
    live: (live: Live): Live => {
      technician.step(state.now, entries);
      const held = technician.live(state.now);
      return held === null ? live : { ...live, technician: held };
    },
    ports: {
      ...NO_PORTS,
      requests: {
        offer: (request: Request): boolean => {
          state.taken.push(request);
          if (state.runs) results.set(request.id, { ...outcome(request), id: request.id, command: request.command, wall: WallTime(0) });
          return true;
        },
        result: (id: string) => (state.slow ? null : (results.get(id) ?? null)),
      },
      name: () => String(++names).padStart(16, "0"),
      near: () => state.near,
      restart: () => {
        state.restarts += 1;
      },
      plans: { begin: (hash: string) => state.tried.push(hash), trial: () => null },
    } satisfies PanelPorts,
  });
  function outcome(request: Request): { readonly done: boolean; readonly refused: string } {
    const read = technicianIn(request, WallTime(0));
    if ("refused" in read) return { done: false, refused: read.refused };
    const { asked } = read;
    if (state.earlier && asked.does === "end" && asked.name !== undefined) return { done: false, refused: "technician says nothing else" };
    if (!state.ended && asked.does === "end") return { done: false, refused: "its disk is full" };
    const refused = (() => {
      if (asked.does === "begin") return technician.begin(asked.session, asked.name, asked.instead, state.now, entries);
      if (asked.does === "end") return technician.end(asked.session, state.now, entries);
      const over = technician.does(asked.session, state.now);
      if (over !== "" || asked.command === "reset-fault") return over;
      const taken = takeRequest(site, { ...request, command: asked.command, args: JSON.stringify(asked.args) }, state.now, WallTime(0));
      return "refused" in taken ? taken.refused : "";
    })();
    if (refused === "" && asked.does === "command") done.push({ command: asked.command, args: asked.args, by: asked.name });
    return { done: refused === "", refused };
  }
  return street;
}
