import type { Check } from "./index.ts";
import { noteTwice } from "./references.ts";

export const checkApproaches: Check = ({ approaches }) => {
  const by = (key: "name" | "heading") => approaches.map((row) => ({ row, key: row.value[key] }));
  noteTwice(by("name"), "name", (name) => `the name "${name}"`, "Give each leg its own name.");
  noteTwice(by("heading"), "heading", (heading) => `the heading ${heading}`, "Two legs cannot lie in one direction: correct one of them.");
};
