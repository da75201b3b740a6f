import { readFile, stat } from "node:fs/promises";

/**
 * Which process has the lock of a serial port, as a person would look for it: its command line and number; "" where nobody has it, or
 * nobody that this system shows. Every program that locks with flock, as most do by now, stands in /proc/locks. It is read beside the thread that
 * keeps the signals' time: a cabinet's computer with much to do can be long about it.
 */
export async function holderOf(path: string): Promise<string> {
  try {
    const { dev, ino } = await stat(path);
    const file = `${hex(major(dev))}:${hex(minor(dev))}:${ino}`;
    const lines = (await readFile("/proc/locks", "utf8")).split("\n");
    const pid = lines.map((line) => line.trim().split(/\s+/)).find((words) => words[1] === "FLOCK" && words[5] === file)?.[4];
    if (pid === undefined || pid === "0") return "";
    return `"${await commandOf(pid)}" (process ${pid})`;
  } catch {
    return "";
  }
}

const hex = (number: number): string => number.toString(16).padStart(2, "0");

/** As glibc takes a device number apart. */
const major = (dev: number): number => Math.floor(dev / 0x100) & 0xfff;
const minor = (dev: number): number => (dev & 0xff) | (Math.floor(dev / 0x1000) & 0xfff00);

/** Longest command line that is still read by anybody. */
const WORDS_MAX = 100;

async function commandOf(pid: string): Promise<string> {
  const words = (await readFile(`/proc/${pid}/cmdline`, "utf8")).split("\0").join(" ").trim();
  return words.length > WORDS_MAX ? `${words.slice(0, WORDS_MAX)}…` : words;
}
