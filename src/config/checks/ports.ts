import type { Check } from "./index.ts";
import { noteTwice } from "./references.ts";

export const checkPorts: Check = ({ ports }) => {
  const paths = ports.map(({ row }) => ({ row, key: row.value.path }));
  for (const { row } of ports) {
    for (const key of ["rts_before_ms", "rts_after_ms"] as const) {
      if (row.has(key) && row.value.rs485 === false) row.note(key, `${key} without rs485`, "Write rs485 = true, or take the line away.");
    }
  }
  noteTwice(paths, "path", () => "this path", "Two lines cannot share one adapter: look at ls -l /dev/serial/by-path.");
};
