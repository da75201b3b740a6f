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

const LOOK_MS = 60_000;

/** Asks now and then. What it says is false until the system has said otherwise. */
export function clockWatch(): { readonly kept: () => boolean; readonly end: () => void } {
  let kept = false;
  const look = (): void => {
    void clockInStep().then((inStep) => {
      kept = inStep === true;
    });
  };
  look();
  const timer = setInterval(look, LOOK_MS);
  timer.unref();
  return { kept: () => kept, end: () => clearInterval(timer) };
}
