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

  function says({ name, phase, since, waited, served }: Call, live: Live): string {
    if (served !== null) return waited ? w.served(name, forms.duration(Math.ceil((served - since) / 1_000))) : w.already(name);
    if (live.mode === "flash" || live.mode === "start-up") return w.flashes(name);
    const shown = live.phases.find((each) => each.phase === phase);
    return w.waits(name, words.rings.intervals[shown?.interval ?? "red"]);
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
      for (const call of calls) {
        const shown = live.phases.find(({ phase }) => phase === call.phase);
        const served = live.mode !== "flash" && (call.walks ? shown?.ped === "walk" : shown?.interval === "green");
        if (served) call.served ??= now;
        call.waited ||= call.served === null;
        say(call.node, says(call, live));
      }
      const read = calls.filter(({ served }) => served === null || now - served < READ_MS);
      if (read.length < calls.length) keep(read);
    },
  };
}
