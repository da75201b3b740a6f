import { readFileSync } from "node:fs";
import * as v from "valibot";
import { type Hang, lifeOf } from "./process-life.ts";
import { keepWhole } from "./whole-file.ts";

/** The link in a line, as it was when that last changed: for the doctor, who has no way to ask it. */
const Sight = v.object({
  state: v.picklist(["connected", "connecting", "waiting"]),
  broker: v.string(),
  cause: v.string(),
  update: v.string(),
  /** Wall time. */
  at: v.number(),
  /** The process that wrote it; absent in files of earlier releases. */
  pid: v.optional(v.number()),
  /** The start of the machine in which it did: behind another one its number is somebody else's. */
  boot: v.optional(v.string()),
});
type Written = v.InferOutput<typeof Sight>;
/** `life` of the process that wrote it: unless it works, this is a word of the past. */
export type LinkSight = Omit<Written, "pid" | "boot"> & { readonly life: "works" | "gone" | Hang };

/** A link that calls again and again says so a few times an hour: flash is not worn by it. */
const APART_MS = 60_000;

/** Writes it down beside the journal when it has changed, once a minute at most. */
export function linkTeller(path: string, now: () => number): (sight: Omit<Written, "at" | "pid" | "boot">) => void {
  let [said, saidAt, writing] = ["", Number.NEGATIVE_INFINITY, false];
  return (sight) => {
    const words = JSON.stringify(sight);
    if (words === said || sight.state === "connecting" || writing || now() - saidAt < APART_MS) return;
    [said, saidAt, writing] = [words, now(), true];
    keepWhole(path, `${JSON.stringify({ ...sight, at: now(), pid: process.pid, boot: bootId() })}\n`)
      // A disk that takes nothing is told of elsewhere.
      .catch(() => {})
      .finally(() => {
        writing = false;
      });
  };
}

/** What the link has last said, and how it is now: one that does nothing is looked at for so long before that is said. */
export async function linkSight(path: string, hangs_ms: number): Promise<LinkSight | null> {
  let written: Written;
  try {
    written = v.parse(Sight, JSON.parse(readFileSync(path, "utf8")));
  } catch {
    return null;
  }
  const { pid, boot, ...sight } = written;
  if (boot !== undefined && boot !== bootId()) return { ...sight, life: "gone" };
  return { ...sight, life: pid === undefined ? "works" : await lifeOf(pid, hangs_ms) };
}

/** Another one for each start of the machine; in a container without it none is another. */
function bootId(): string {
  try {
    return readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
  } catch {
    return "";
  }
}
