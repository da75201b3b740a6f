import { readdirSync, readFileSync } from "node:fs";
import { statfs } from "node:fs/promises";
import { availableParallelism, loadavg, totalmem, uptime } from "node:os";
import { dirname } from "node:path";
import type { Certificate, Machine } from "../panel/machine.ts";
import { endingWords, readCertificates } from "./certificates.ts";
import { wallNow } from "./clock.ts";
import { slotIn } from "./slot.ts";
import { ORIGIN, VERSION } from "./version.ts";

export interface MachineSource {
  /** The journal's file: its disk is the one that matters. */
  readonly journal: string;
  readonly slot: string;
  /** The folder; "" for a unit that shows none. */
  readonly certificates: string;
  readonly clockKept: () => boolean;
  /** Where the kernel shows its thermal zones; a test has a folder of its own. */
  readonly thermal?: string;
}

const THERMAL = "/sys/class/thermal";

/** Looks at the machine as it is now: some small files, and one question to the disk. */
export async function lookAtMachine({ journal, slot, certificates, clockKept, thermal = THERMAL }: MachineSource): Promise<Machine> {
  return {
    version: VERSION,
    commit: ORIGIN?.commit ?? "",
    slot: slotIn(slot),
    uptime_s: Math.floor(uptime()),
    link_s: Math.floor(performance.now() / 1_000),
    link_bytes: process.memoryUsage.rss(),
    memory: { total_bytes: totalmem(), free_bytes: process.availableMemory() },
    load_pm: Math.round((loadavg()[0]! / availableParallelism()) * 1_000),
    disk: await diskOf(dirname(journal)),
    temperature_dc: hottest(thermal),
    clock: { wall: wallNow(), kept: clockKept() },
    certificate: certificates === "" ? null : certificateIn(certificates),
  };
}

async function diskOf(folder: string): Promise<Machine["disk"]> {
  try {
    const { blocks, bavail, bsize } = await statfs(folder);
    return { total_bytes: blocks * bsize, free_bytes: bavail * bsize };
  } catch {
    return null;
  }
}

/** A zone that is read while its sensor sleeps says nothing; one that is broken says what no board survives. */
const BELIEVED_DC = [-500, 1_500] as const;

/** In tenths of a degree; the kernel says thousandths. */
function hottest(thermal: string): number | null {
  let most: number | null = null;
  try {
    for (const zone of readdirSync(thermal)) {
      if (!zone.startsWith("thermal_zone")) continue;
      const dc = degrees(`${thermal}/${zone}/temp`);
      if (dc !== null && dc >= BELIEVED_DC[0] && dc <= BELIEVED_DC[1] && dc > (most ?? Number.NEGATIVE_INFINITY)) most = dc;
    }
  } catch {
    return null;
  }
  return most;
}

function degrees(file: string): number | null {
  try {
    const said = readFileSync(file, "utf8").trim();
    return /^-?\d+$/.test(said) ? Math.round(Number(said) / 100) : null;
  } catch {
    return null;
  }
}

function certificateIn(folder: string): Certificate {
  try {
    const own = readCertificates(folder);
    return { name: own.name, begins: own.begins, ends: own.ends, trouble: endingWords(own, wallNow()) };
  } catch (error) {
    return { name: "", begins: 0 as Certificate["begins"], ends: 0 as Certificate["ends"], trouble: (error as Error).message };
  }
}
