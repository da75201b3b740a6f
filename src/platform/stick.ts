import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { BUNDLE_BYTES_MAX } from "../update/asked.ts";
import type { SlotState } from "../update/desk.ts";
import { order, type Release, securityIn, VERSION_SHAPE, whyNot } from "../update/release.ts";
import { manifestOf } from "./rauc.ts";
import { stickCopyIn, takeCopy } from "./slot.ts";

type Taken = Pick<SlotState, "id" | "version" | "sha256" | "size" | "words">;

/** Whoever has more than this on a stick has to say which. */
const BUNDLES_MAX = 8;

/**
 * The newest bundle in the top folder of a stick that this unit may take, copied to where only root writes. Signature and versions are looked at in the
 * copy; a stick is anybody's. An older release comes by signed command alone.
 */
export async function takeFromStick(
  folder: string,
  kept: string,
  running: Release,
  conf: string | null,
): Promise<Taken | { readonly refused: string }> {
  const names = readdirSync(folder)
    .filter((name) => name.endsWith(".raucb") && !name.startsWith("."))
    .slice(0, BUNDLES_MAX);
  if (names.length === 0) return { refused: "there is no *.raucb in the top folder of the stick" };
  const said: { readonly name: string; readonly version: string }[] = [];
  const refusals: string[] = [];
  for (const name of names) {
    const manifest = await manifestOf(join(folder, name), conf);
    if ("refused" in manifest) refusals.push(`${name}: its signature does not hold: ${manifest.refused}`);
    else if (!VERSION_SHAPE.test(manifest.version)) refusals.push(`${name}: its version is no version`);
    else said.push({ name, version: manifest.version });
  }
  const newest = said.toSorted((a, b) => order(b.version, a.version))[0];
  if (newest === undefined) return { refused: refusals.join("; ").slice(0, 300) };
  const { sha256, size } = takeCopy(join(folder, newest.name), stickCopyIn(kept), BUNDLE_BYTES_MAX);
  // The stick may have been another one the second time.
  const manifest = await manifestOf(stickCopyIn(kept), conf);
  if ("refused" in manifest) return { refused: `${newest.name}: its signature does not hold: ${manifest.refused}` };
  const security = securityIn(manifest.build);
  if (security === null || !VERSION_SHAPE.test(manifest.version))
    return { refused: `${newest.name}: its manifest names no security number` };
  const not = whyNot({ version: manifest.version, security }, running, false);
  if (not !== "") return { refused: `${newest.name}: ${not}` };
  const days = statSync(join(folder, newest.name)).mtime.toISOString().slice(0, 10);
  return {
    id: `stick-${sha256.slice(0, 12)}`,
    version: manifest.version,
    sha256,
    size,
    words: `from a stick: ${newest.name.slice(0, 60)} of ${days}`,
  };
}
