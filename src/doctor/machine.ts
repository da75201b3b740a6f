import type { WallWords } from "../journal/words.ts";
import type { Machine } from "../panel/machine.ts";
import type { LinkSight } from "../platform/link-sight.ts";
import type { Hang } from "../platform/process-life.ts";
import type { WallTime } from "../traffic/time.ts";
import { type Finding, finding } from "./finding.ts";

/** A journal's bound lies below it; what is less leaves no room for an update or for a journal that is made anew. */
const DISK_PM = 50;
/** Boards of ours slow down from 80 °C on. */
const HOT_DC = 800;
const MEMORY_PM = 50;

export function machineFindings({ disk, temperature_dc, memory, slot, version }: Machine): readonly Finding[] {
  const findings = [finding("version", "release", `stopline ${version}${slot === "" ? ", one slot" : `, slot ${slot}`}`)];
  if (disk !== null) {
    const found = `${sizeWords(disk.free_bytes)} of ${sizeWords(disk.total_bytes)} free`;
    findings.push(finding(disk.free_bytes * 1_000 < disk.total_bytes * DISK_PM ? "disk-full" : "disk-good", "disk", found));
  }
  if (temperature_dc !== null)
    findings.push(
      finding(temperature_dc >= HOT_DC ? "machine-hot" : "machine-cool", "temperature", `${(temperature_dc / 10).toFixed(1)} °C`),
    );
  if (memory.free_bytes * 1_000 < memory.total_bytes * MEMORY_PM)
    findings.push(finding("memory-short", "memory", `${sizeWords(memory.free_bytes)} of ${sizeWords(memory.total_bytes)} free`));
  return findings;
}

/** Of a disk or a memory, as shops say it. */
const sizeWords = (bytes: number): string => (bytes < 10e9 ? `${Math.round(bytes / 1e6)} MB` : `${Math.round(bytes / 1e9)} GB`);

/** For so long a link may do nothing before it is said to hang: a busy machine, or a disk, keeps it waiting for less. */
export const HANGS_MS = 5_000;
/** Why it does nothing, by what the kernel says of it, and what to do where it is not what the code has to do. */
const HANGS: { readonly [H in Hang]: { readonly cause: string; readonly todo?: string } } = {
  stopped: { cause: "something has stopped it: a signal (SIGSTOP, Ctrl-Z) or a debugger" },
  disk: {
    cause: "it waits for the disk that the journal lies on, which does not answer",
    todo: 'Nothing ends it until the disk answers, and "systemctl restart" waits as well. See what "dmesg" says of the disk or card, then start the machine anew: the signals flash meanwhile. If it comes again, change the card.',
  },
  waits: { cause: "it waits for what does not come: a fault of its own, or a disk" },
  computes: { cause: "it computes without end: a fault of its own" },
};

function linkFinding({ state, broker, cause, life, at }: LinkSight, local: WallWords): Finding {
  if (life === "gone") return finding("link-gone", "link", "its process is no more; since when is not known");
  if (life !== "works") {
    const found = `its process is there and has done nothing for ${HANGS_MS / 1_000} s; since when is not known`;
    return { ...finding("link-hangs", "link", found), ...HANGS[life] };
  }
  const since = local.secondInZone(at as WallTime);
  if (state === "connected") return finding("link-good", "link", `connected to ${broker} since ${since}`);
  return { ...finding("link-away", "link", `not connected to ${broker} since ${since}`), cause };
}

/** What the link has last said of itself; null where it has said nothing. It says what changes: when it came to hang, or ended, nobody wrote down. */
export function linkFindings(sight: LinkSight | null, local: WallWords): readonly Finding[] {
  if (sight === null) return [finding("link-unheard", "link", "it has left no word beside the journal")];
  const link = linkFinding(sight, local);
  if (sight.update === "") return [link];
  return [link, finding(/fell back|refused|given up/i.test(sight.update) ? "update-failed" : "update-stands", "update", sight.update)];
}

export interface WalkSight {
  readonly by: string;
  readonly at: WallTime;
  readonly finished: boolean;
  readonly safe: boolean;
  readonly open: number;
  /** Whether it was for the site file that lies here now. */
  readonly same_site: boolean;
}

export function walkFinding(walk: WalkSight | null, local: WallWords): Finding {
  const about = "commissioning";
  if (walk === null) return finding("walk-none", about, "nobody has walked through the checklist");
  const when = `by ${walk.by}, ${local.secondInZone(walk.at)}`;
  if (!walk.same_site) return finding("walk-old", about, `for another site file than this one, ${when}`);
  if (!walk.finished) return finding("walk-open", about, `${walk.open} steps open, begun ${when}`);
  return walk.safe
    ? finding("walk-safe", about, `safe to leave, ${when}`)
    : finding("walk-unsafe", about, `${walk.open} steps open, ${when}`);
}
