import type { Controller } from "../world.ts";

/** The net's own programs. */
export const shipped = (): Controller => ({
  additional: [],
  subscriptions: [],
  first: () => [],
  step: () => [],
  left: [],
  spent_ms: () => 0,
});
