import * as v from "valibot";
import type { Command } from "./command.ts";
import { Vehicle } from "./request-priority.ts";

const Args = v.strictObject({ vehicle: Vehicle });

/** The check-out: the vehicle has passed the stop line, or goes another way. What was held or hurried for it is over. */
export const cancelPriority: Command<"cancelPriority"> = {
  name: "cancel-priority",
  words: "VEHICLE",

  read: ([vehicle = "", ...more]) => (more.length > 0 || !v.is(Vehicle, vehicle) ? null : { vehicle }),

  args: (wire) => ({ vehicle: wire.vehicle ?? "" }),

  take(_site, args) {
    const read = v.safeParse(Args, args);
    if (!read.success) return { refused: "cancel-priority takes the name of the vehicle that asked" };
    return { change: { kind: "cancel-priority", vehicle: read.output.vehicle } };
  },
};
