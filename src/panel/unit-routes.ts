import { FAULT_TODO } from "../traffic/fault-words.ts";
import { data } from "./answers.ts";
import type { Route, Unit } from "./routes.ts";

/** What the frames do not tell: the machine in the cabinet and the certificate; when detectors were on last, and what to do about their faults. */
export function unitRoutes({ ports, actuations }: Unit): readonly Route[] {
  return [
    { method: "GET", path: "/unit.json", role: "viewer", answer: async () => data(await ports.machine()) },
    { method: "GET", path: "/detectors.json", role: "viewer", answer: () => data({ ...actuations.told(), todo: FAULT_TODO }) },
  ];
}
