import type { Preempt, Priority, Site, UnitInput } from "../../traffic/site.ts";
import { tenths } from "../fields.ts";
import { section } from "./columns.ts";

/** Who comes before the ordinary service, and what asks for it. */
export const serviceLines = (site: Site): string[] => [
  ...section("contacts", site.inputs.map(contact)),
  ...section("preempts (the first is the most important; seconds)", site.preempts.toSorted((a, b) => a.number - b.number).map(preempt)),
  ...section("priority (seconds)", priority(site.priority)),
  ...section("automatic flash", flash(site)),
];

const contact = ({ number, name, device, input, does, preempt, priority }: UnitInput): string =>
  `  ${number} ${name}: ${device} input ${input}, ${does}${preempt === null ? "" : ` ${preempt}`}${priority === null ? "" : asks(priority)}`;

const asks = ({ phase, arrival_ds, lasts_ds }: NonNullable<UnitInput["priority"]>): string =>
  ` for phase ${phase}, ${tenths(arrival_ds)} s ahead${lasts_ds === 0 ? "" : `, ${tenths(lasts_ds)} s on`}`;

function preempt(p: Preempt): string {
  const words = [
    p.lock ? "remembered" : "only while it asks",
    ...(p.delay_ds === 0 ? [] : [`after ${tenths(p.delay_ds)}`]),
    ...(p.track.length === 0 ? [] : [`track cleared by ${p.track.join(" and ")} for ${tenths(p.track_green_ds)}`]),
    `dwells in ${p.dwell.join(", ")}${p.min_dwell_ds === 0 ? "" : ` for ${tenths(p.min_dwell_ds)} or longer`}`,
    ...(p.min_duration_ds === 0 ? [] : [`lasts ${tenths(p.min_duration_ds)} at least`]),
    p.exit.length === 0 ? "then whoever waits" : `then ${p.exit.join(" and ")}`,
    ...(p.max_presence_ds === 0 ? [] : [`stuck after ${tenths(p.max_presence_ds)}`]),
  ];
  return `  ${p.number} ${p.name}: ${words.join("; ")}`;
}

function priority({ interval_ds, phases }: Priority): string[] {
  if (phases.length === 0) return [];
  const lines = phases.map(({ phase, extension_ds, reduction_ds, insertion }) => {
    const words = [
      ...(extension_ds === 0 ? [] : [`extended by up to ${tenths(extension_ds)}`]),
      ...(reduction_ds === 0 ? [] : [`cut by up to ${tenths(reduction_ds)}`]),
      ...(insertion ? ["others passed over for it"] : []),
    ];
    return `  phase ${phase}: ${words.join(", ")}`;
  });
  return [...lines, `  from one service to the next at least ${tenths(interval_ds)}`];
}

/** Silent where the file is. */
function flash({ flash: { entry, exit, min_ds } }: Site): string[] {
  if (entry.length === 0 && exit.length === 0 && min_ds === 0) return [];
  const from = entry.length === 0 ? "entered from any phase" : `entered behind ${entry.join(" and ")}`;
  const to = exit.length === 0 ? "left towards the start phases" : `left towards ${exit.join(" and ")}`;
  return [`  ${from}, ${to}, ${tenths(min_ds)} s at least`];
}
