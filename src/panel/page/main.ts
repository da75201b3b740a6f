import { drawBar } from "./bar.ts";
import { byId } from "./dom.ts";
import { entered } from "./entry.ts";
import { drawHeader } from "./header.ts";
import { words } from "./language.ts";
import { codeInAddress, login, tryCode } from "./login.ts";
import { drawNavigation } from "./navigation.ts";
import { banner } from "./parts/banner.ts";
import { openShell } from "./shell.ts";
import { listen } from "./stream.ts";
import type { DrawnSite, Live } from "./view.ts";

const AGAIN_MS = 2_000;

/** The site as the unit tells it, asked for until it comes. */
async function siteText(): Promise<string> {
  for (;;) {
    try {
      const answer = await fetch("site.json");
      if (answer.ok) return await answer.text();
      // The link has started anew, or the session is over.
      if (answer.status === 401) location.reload();
    } catch {
      // The unit is not there; the banner says so.
    }
    await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
  }
}

banner(byId("lost"), "lost", words.header.noDataYet);
drawNavigation();
await entered();
const asked = await siteText();
const site = JSON.parse(asked) as DrawnSite;
// Heard before the shell hears it.
addEventListener("hashchange", () => {
  banner(byId("other-code"), "warning", "");
  const code = codeInAddress();
  if (code !== null) void scanned(code);
});
const header = drawHeader(site);
const bar = drawBar();
const shell = openShell({ site });

let newest: Live | null = null;
let due = false;

/** Draws at most once a frame of the screen, and not at all while nobody looks. */
function draw(live: Live | null): void {
  newest = live;
  shell.heard(live);
  if (due) return;
  due = true;
  requestAnimationFrame(() => {
    due = false;
    header.show(newest);
    bar.show(newest);
    shell.show(newest);
  });
}

let wall: number | null = null;

function stream(state: "waiting" | "live" | "lost"): void {
  if (document.documentElement.dataset["stream"] === state) return;
  document.documentElement.dataset["stream"] = state;
  if (state === "live") banner(byId("lost"), "", "");
  else header.lost(wall);
}

stream("waiting");
draw(null);
listen({
  live: (live) => {
    wall = live.wall;
    stream("live");
    draw(live);
  },
  link: shell.link,
  lost: () => {
    stream("lost");
    draw(null);
  },
  back: () => void siteText().then((now) => now !== asked && location.reload()),
  refused: () => {
    void outside().then((is) => is || banner(byId("lost"), "lost", words.header.full));
  },
});

/** A label's link was put into this tab: whoever is in stays in, and is told where it is another unit's; a code that did not come in now is asked for. */
async function scanned(code: string): Promise<void> {
  if (await outside(() => tryCode(code))) return;
  const outcome = await tryCode(code);
  if (outcome.is === "wrong") banner(byId("other-code"), "warning", words.login.stillIn);
}

/** A session that is over is begun again with the code; the page then starts as a new one does. Whether it was over, or cannot be known. */
async function outside(before: () => Promise<unknown> = async () => {}): Promise<boolean> {
  try {
    if ((await login()).role !== "open") return false;
    await before();
    location.reload();
  } catch {
    // The unit is not there; the banner says so.
  }
  return true;
}
addEventListener("shut", () => void outside());
