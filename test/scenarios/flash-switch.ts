import type { Scenario } from "../hil/scenario.ts";

export default {
  story: "A technician throws the flash switch: by way of the entry phases into flash, and out of it through all red.",
  site: "arterial",
  lasts: "8 min",
  weather: [{ at: "3 min", lasts: "90 s", fault: { kind: "contact-closed", contact: 3 } }],
  expects: [
    { kind: "records", code: 173, least: 2 },
    { kind: "lamps", channel: 4, shows: "green", how: "never", window: { from: "230 s", to: "270 s" } },
    { kind: "greens", channel: 4, least: 1, window: { from: "5 min" } },
    { kind: "brain-has-all" },
  ],
} satisfies Scenario;
