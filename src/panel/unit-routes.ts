import { data } from "./answers.ts";
import type { Route, Unit } from "./routes.ts";

/** What the frames do not tell: the machine in the cabinet, and the certificate. */
export function unitRoutes({ ports }: Unit): readonly Route[] {
  return [{ method: "GET", path: "/unit.json", role: "viewer", answer: async () => data(await ports.machine()) }];
}
