import { html, say } from "../../dom.ts";
import { forms, words } from "../../language.ts";
import { flashes } from "../../parts/green.ts";
import type { DrawnSite, Live } from "../../view.ts";
import type { Wanted } from "./asking.ts";
import { phaseName } from "./says.ts";

const w = words.actions.placed;
/** What was served is read within this, from when it first stood on the screen. */
const READ_MS = 120_000;
/** Frames come ten times a second; in a gap as long as this a green may have come and gone. */
const GAP_MS = 2_000;

interface Call {
  readonly node: HTMLElement;
  readonly name: string;
  readonly phase: number;
  readonly walks: boolean;
  readonly since: number;
  /** It was seen to wait. */
  waited: boolean;
  /** The page heard nothing for a while, as a phone that was locked: it may have been served then. */
  missed: boolean;
  served: boolean;
  /** Since when it stands on the screen as served; null: it does not yet. */
  read: number | null;
}

/** Calls that were placed from here, followed until they are served: by the green of their phase, or by its walk. */
export function drawPlaced(site: DrawnSite) {
  const node = html("div", { role: "status" });
  let calls: readonly Call[] = [];
  let heard = Date.now();

  function keep(those: readonly Call[]): void {
    calls = those;
    node.replaceChildren(...calls.map((call) => call.node));
  }

  /** A call that is served by now says so from then on; any other says what it waits for. */
  function follow(call: Call, live: Live, now: number): void {
    const { node, name, phase, walks, since, waited, missed } = call;
    const shown = live.phases.find((each) => each.phase === phase);
    const dark = flashes(live);
    if (!dark && (walks ? shown?.ped === "walk" : shown?.interval === "green")) {
      call.served = true;
      const after = forms.duration(Math.ceil((now - since) / 1_000));
      say(node, missed ? w.servedBy(name, after) : waited ? w.served(name, after) : w.already(name));
    } else {
      call.waited = true;
      const shows = words.rings.intervals[shown?.interval ?? "red"];
      say(node, missed ? w.missed(name, shows) : dark || live.mode === "start-up" ? w.flashes(name) : w.waits(name, shows));
    }
  }

  return {
    node,
    add: ({ args }: Wanted): void => {
      const [phase, walks] = [Number(args["phase"]), args["pedestrian"] === true];
      const of = site.phases.find(({ number }) => number === phase);
      const name = w.call(of === undefined ? String(phase) : phaseName(of), walks);
      // By the phone's clock: the other one stands still while a phone sleeps.
      const call = { node: html("p", {}), name, phase, walks, since: Date.now(), waited: false, missed: false, served: false, read: null };
      keep([call, ...calls.filter((each) => each.phase !== phase || each.walks !== walks)]);
    },
    /** Every frame, whichever view is shown: who has placed a call looks at the street. */
    heard: (live: Live | null): void => {
      const now = Date.now();
      const gap = live === null || now - heard > GAP_MS;
      heard = now;
      for (const call of calls) {
        if (call.served) continue;
        call.missed ||= gap && call.waited;
        if (live !== null) follow(call, live, now);
      }
    },
    /** It stands on the screen. */
    show: (): void => {
      const now = Date.now();
      for (const call of calls) if (call.served) call.read ??= now;
      const unread = calls.filter(({ read }) => read === null || now - read < READ_MS);
      if (unread.length < calls.length) keep(unread);
    },
  };
}
