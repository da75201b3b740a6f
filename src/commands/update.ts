import * as v from "valibot";
import type { Command } from "./command.ts";

/** Where a bundle lies, which release it is, and what it must be to the last bit. */
const Args = v.strictObject({
  bundle: v.pipe(v.string(), v.regex(/^https:\/\/[!-~]{1,500}$/)),
  version: v.pipe(v.string(), v.regex(/^\d{1,4}\.\d{1,4}\.\d{1,4}$/)),
  sha256: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
});

const BOUNDS: { readonly [field: string]: string } = {
  bundle: "a bundle is an https address of 500 characters at most",
  version: "a version is three numbers, as in 1.4.0",
  sha256: "sha256 is 64 hexadecimal digits, of the whole bundle",
};

/** Puts a release into the slot that the unit does not run from. A unit that has only one refuses. */
export const update: Command<"update"> = {
  name: "update",
  words: "BUNDLE VERSION SHA256",

  read([bundle = "", version = "", sha256 = "", ...more]) {
    return more.length > 0 || !v.is(Args, { bundle, version, sha256 }) ? null : { bundle, version, sha256 };
  },

  args: (wire) => ({ bundle: wire.bundle ?? "", version: wire.version ?? "", sha256: wire.sha256 ?? "" }),

  take(_site, args) {
    const read = v.safeParse(Args, args);
    if (read.success) return { change: { kind: "link" } };
    return { refused: BOUNDS[v.getDotPath(read.issues[0]) ?? ""] ?? "update takes a bundle's address, its version and its SHA-256" };
  },

  errand: (args) => (v.is(Args, args) ? { kind: "update" } : null),
};
