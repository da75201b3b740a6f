import { FAULT_TODO } from "../traffic/fault-words.ts";
import { data } from "./answers.ts";
import { saidTo } from "./chinese/index.ts";
import type { Machine } from "./machine.ts";
import type { Route, Unit } from "./routes.ts";
import type { Asked } from "./web.ts";

/** What the frames do not tell: the machine in the cabinet and the certificate; when detectors were on last, and what to do about their faults. */
export function unitRoutes({ ports, actuations }: Unit): readonly Route[] {
  return [
    { method: "GET", path: "/unit.json", role: "viewer", answer: async (asked) => data(machineTo(asked, await ports.machine())) },
    { method: "GET", path: "/detectors.json", role: "viewer", answer: (asked) => data({ ...actuations.told(), todo: todoTo(asked) }) },
  ];
}

const machineTo = (asked: Asked, machine: Machine): Machine => {
  const { certificate } = machine;
  return certificate === null ? machine : { ...machine, certificate: { ...certificate, trouble: saidTo(asked, certificate.trouble) } };
};

const todoTo = (asked: Asked): { readonly [fault: string]: string } =>
  Object.fromEntries(Object.entries(FAULT_TODO).map(([fault, todo]) => [fault, saidTo(asked, todo)]));
