import type { Check } from "./index.ts";
import { noteTwice } from "./references.ts";

export const checkPorts: Check = ({ ports }) => {
  const paths = ports.map(({ row }) => ({ row, key: row.value.path }));
  noteTwice(paths, "path", () => "this path", "Two lines cannot share one adapter: look at ls -l /dev/serial/by-path.");
};
