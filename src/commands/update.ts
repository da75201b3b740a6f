import * as v from "valibot";
import { BUNDLE_BYTES_MAX, UpdateAsked } from "../update/asked.ts";
import type { Command, Wire } from "./command.ts";

const BOUNDS: { readonly [field: string]: string } = {
  bundle: 'a bundle is an https address of 500 characters at most, or "here" for one that is on the unit already',
  version: "a version is three numbers, as in 1.4.0",
  sha256: "sha256 is 64 hexadecimal digits, of the whole bundle",
  size: `a bundle has 1 to ${BUNDLE_BYTES_MAX} bytes`,
};

/** ISO 8601 with a zone. */
const TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})$/;

/**
 * Puts a release into the slot that the unit does not run from, starts into it at a safe moment, and goes back by itself if it does not prove itself.
 * A unit that has only one slot refuses.
 */
export const update: Command<"update"> = {
  name: "update",
  words: "BUNDLE|here VERSION SHA256 BYTES [from TIME] [until TIME] [allow-older]",

  read([bundle = "", version = "", sha256 = "", size = "", ...more]) {
    if (bundle === "" || !/^\d{1,12}$/.test(size)) return null;
    const wire: Wire<"update"> = { bundle: bundle === "here" ? "" : bundle, version, sha256, size: Number(size) };
    while (more.length > 0) {
      const word = more.shift();
      const time = word === "allow-older" ? "" : (more.shift() ?? "");
      if (word === "allow-older") wire.allowOlder = true;
      else if (!TIME.test(time) || Number.isNaN(Date.parse(time))) return null;
      else if (word === "from") wire.notBeforeMs = Date.parse(time);
      else if (word === "until") wire.untilMs = Date.parse(time);
      else return null;
    }
    return v.is(UpdateAsked, update.args(wire)) ? wire : null;
  },

  args: (wire): UpdateAsked => ({
    bundle: wire.bundle ?? "",
    version: wire.version ?? "",
    sha256: wire.sha256 ?? "",
    size: Number(wire.size ?? 0),
    not_before: Number(wire.notBeforeMs ?? 0),
    until: Number(wire.untilMs ?? 0),
    allow_older: wire.allowOlder ?? false,
  }),

  take(_site, args) {
    const read = v.safeParse(UpdateAsked, args);
    if (read.success) return { change: { kind: "link" } };
    const [issue] = read.issues;
    if (issue.message === "window") return { refused: "an update's window ends after it begins" };
    return { refused: BOUNDS[v.getDotPath(issue) ?? ""] ?? "update takes a bundle's address, its version, its SHA-256 and its size" };
  },

  errand: (args) => (v.is(UpdateAsked, args) ? { kind: "update", ...args } : null),
};
