import { existsSync } from "node:fs";
import { type Browser, chromium } from "playwright-core";

/** Debian's Chromium without what draws a window: its pages take two thirds of the processor time. */
const CHROMIUM = "/usr/bin/chromium-headless-shell";
/** Nothing but what a test asks for: it fetches nothing for itself, and keeps to TCP. */
const QUIET = ["--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-quic"];

/** A real browser. Rejects, and says what to type, if there is none. */
export async function openChromium(): Promise<Browser> {
  if (!existsSync(CHROMIUM)) throw new Error(`${CHROMIUM} is not there: type make deps`);
  return chromium.launch({ executablePath: CHROMIUM, args: ["--no-sandbox", "--disable-gpu", ...QUIET] });
}
