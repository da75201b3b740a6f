import { html, say } from "../../dom.ts";
import { forms, words } from "../../language.ts";
import type { DrawnSite, Live } from "../../view.ts";
import type { Wanted } from "./asking.ts";
import { phaseName } from "./says.ts";

const w = words.actions.placed;
/** What was served is read within this. */
const READ_MS = 120_000;

interface Call {
  readonly node: HTMLElement;
  readonly name: string;
  readonly phase: number;
  readonly walks: boolean;
  readonly since: number;
  /** It was seen to wait. */
  waited: boolean;
  /** null: it waits. */
  served: number | null;
}

/** Calls that were placed from here, followed until they are served: by the green of their phase, or by its walk. */
export function drawPlaced(site: DrawnSite) {
  const node = html("div", { role: "status" });
  let calls: readonly Call[] = [];

  function keep(those: readonly Call[]): void {
    calls = those;
    node.replaceChildren(...calls.map((call) => call.node));
  }

  /** A call that is served by now says so from then on; any other says what it waits for. */
  function follow(call: Call, { mode, phases }: Live, now: number): void {
    const { node, name, phase, walks, since, waited } = call;
    const shown = phases.find((each) => each.phase === phase);
    if (mode !== "flash" && (walks ? shown?.ped === "walk" : shown?.interval === "green")) {
      call.served = now;
      say(node, waited ? w.served(name, forms.duration(Math.ceil((now - since) / 1_000))) : w.already(name));
    } else {
      call.waited = true;
      const flashes = mode === "flash" || mode === "start-up";
      say(node, flashes ? w.flashes(name) : w.waits(name, words.rings.intervals[shown?.interval ?? "red"]));
    }
  }

  return {
    node,
    add: ({ args }: Wanted): void => {
      const [phase, walks] = [Number(args["phase"]), args["pedestrian"] === true];
      const of = site.phases.find(({ number }) => number === phase);
      const call = { node: html("p", {}), name: w.call(of === undefined ? String(phase) : phaseName(of), walks), phase, walks };
      keep([
        { ...call, since: performance.now(), waited: false, served: null },
        ...calls.filter((each) => each.phase !== phase || each.walks !== walks),
      ]);
    },
    show: (live: Live | null): void => {
      if (live === null || calls.length === 0) return;
      const now = performance.now();
      for (const call of calls) if (call.served === null) follow(call, live, now);
      const read = calls.filter(({ served }) => served === null || now - served < READ_MS);
      if (read.length < calls.length) keep(read);
    },
  };
}
