import { html } from "../../dom.ts";
import { words } from "../../language.ts";
import { card } from "../../parts/card.ts";
import type { DrawnSite } from "../../view.ts";
import type { Wanted } from "./asking.ts";
import { phaseName } from "./says.ts";

const w = words.actions;
type Kind = keyof typeof w.kinds;

/** What each asks for, and the seconds that it begins with. */
const KINDS: { readonly [K in Kind]: { readonly asks: readonly Field[]; readonly for_s?: readonly [usual: number, most: number] } } = {
  "place-call": { asks: ["phase", "pedestrian"] },
  hold: { asks: ["phase"], for_s: [30, 120] },
  "force-off": { asks: ["phase"] },
  omit: { asks: ["phase", "pedestrian"], for_s: [120, 900] },
  "force-detector": { asks: ["detector", "on"], for_s: [300, 14_400] },
  flash: { asks: [], for_s: [600, 7_200] },
  "roll-back-plan": { asks: [] },
  "restart-link": { asks: [] },
  "reset-fault": { asks: [] },
};
type Field = "phase" | "pedestrian" | "detector" | "on";

/** What is wanted, chosen with a thumb. `wanted`: it is to be told what that would do. */
export function drawChoose(site: DrawnSite, wanted: (what: Wanted) => void) {
  const option = (value: string | number, text: string): HTMLOptionElement => html("option", { value }, text);
  const kind = html("select", { id: "action-kind" }, ...(Object.keys(KINDS) as Kind[]).map((each) => option(each, w.kinds[each])));
  const phase = html("select", { id: "action-phase" }, ...site.phases.map((each) => option(each.number, phaseName(each))));
  const calling = site.detectors.filter(({ call_phase, kind: what }) => call_phase !== null && what !== "zone");
  const detector = html("select", { id: "action-detector" }, ...calling.map(({ number, name }) => option(number, `${number} ${name}`)));
  const pedestrian = html("input", { id: "action-pedestrian", type: "checkbox" });
  const on = html("select", { id: "action-on" }, option("on", w.on), option("off", w.off));
  const seconds = html("input", { id: "action-seconds", type: "number", min: 1, step: 1, required: "", inputmode: "numeric" });
  const line = (id: string, label: string, field: HTMLElement) => html("div", { class: "field" }, html("label", { for: id }, label), field);
  const fields = {
    phase: line("action-phase", w.phase, phase),
    pedestrian: line("action-pedestrian", w.pedestrian, pedestrian),
    detector: line("action-detector", w.detector, detector),
    on: line("action-on", w.counts, on),
    seconds: line("action-seconds", w.seconds, seconds),
  };
  const form = html(
    "form",
    {},
    line("action-kind", w.what, kind),
    ...Object.values(fields),
    html("button", { type: "submit", class: "main" }, w.tell),
  );

  const walks = (): boolean => (site.phases.find(({ number }) => number === Number(phase.value))?.walk_ds ?? 0) > 0;
  const fit = (): void => {
    const { asks, for_s } = KINDS[kind.value as Kind];
    for (const field of ["phase", "pedestrian", "detector", "on"] as const) fields[field].hidden = !asks.includes(field);
    if (!walks()) fields.pedestrian.hidden = true;
    fields.seconds.hidden = for_s === undefined;
    seconds.disabled = for_s === undefined;
    if (for_s !== undefined) seconds.max = String(for_s[1]);
  };
  kind.addEventListener("change", () => {
    const usual = KINDS[kind.value as Kind].for_s?.[0];
    if (usual !== undefined) seconds.value = String(usual);
    fit();
  });
  phase.addEventListener("change", fit);
  fit();

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const command = kind.value as Kind;
    const { asks, for_s } = KINDS[command];
    wanted({
      command,
      args: {
        ...(asks.includes("phase") ? { phase: Number(phase.value) } : {}),
        ...(asks.includes("pedestrian") ? { pedestrian: pedestrian.checked && walks() } : {}),
        ...(asks.includes("detector") ? { detector: Number(detector.value) } : {}),
        ...(asks.includes("on") ? { on: on.value === "on" } : {}),
        ...(for_s === undefined ? {} : { for_s: Number(seconds.value) }),
      },
    });
  });
  return { node: card("action", w.title, form), focus: (): void => kind.focus() };
}
