import { execFile } from "node:child_process";
import { promisify } from "node:util";

const ANSWER_MS = 2_000;

/** Whether the system says that network time keeps its clock; null where it says nothing. */
export async function clockInStep(): Promise<boolean | null> {
  try {
    const { stdout } = await promisify(execFile)("timedatectl", ["show", "--property=NTPSynchronized", "--value"], { timeout: ANSWER_MS });
    const said = stdout.trim();
    return said === "yes" ? true : said === "no" ? false : null;
  } catch {
    return null;
  }
}
