import { byId } from "./dom.ts";
import { banner, drawHeader } from "./header.ts";
import { drawIntersection } from "./intersection.ts";
import { drawLegend } from "./legend.ts";
import { drawPlan } from "./plan.ts";
import { drawRings } from "./rings.ts";
import { listen } from "./stream.ts";
import { drawStrip } from "./strip.ts";
import { drawDetectors, drawDevices, drawJournal, drawLink } from "./tables.ts";
import type { DrawnSite, Live } from "./view.ts";
import { drawWeighed } from "./weighed.ts";

const AGAIN_MS = 2_000;

/** The site as the unit tells it, asked for until it comes. */
async function siteText(): Promise<string> {
  for (;;) {
    try {
      const answer = await fetch("site.json");
      if (answer.ok) return await answer.text();
    } catch {
      // The unit is not there; the banner says so.
    }
    await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
  }
}

const asked = await siteText();
const site = JSON.parse(asked) as DrawnSite;
const header = drawHeader(site);
const link = drawLink();
const drawn = {
  intersection: drawIntersection(site),
  rings: drawRings(site),
  plan: drawPlan(site),
  weighed: drawWeighed(site),
  strip: drawStrip(site),
  detectors: drawDetectors(site),
  devices: drawDevices(site),
  journal: drawJournal(),
};
for (const [id, { node }] of Object.entries({ ...drawn, link })) byId(id).append(node);
byId("intersection").append(drawLegend());
const views = [header, ...Object.values(drawn)];

let newest: Live | null = null;
let asked_frame = false;

/** Draws at most once a frame of the screen, and not at all while nobody looks. */
function draw(live: Live | null): void {
  newest = live;
  if (asked_frame) return;
  asked_frame = true;
  requestAnimationFrame(() => {
    asked_frame = false;
    for (const view of views) view.show(newest);
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
link.show(null);
listen({
  live: (live) => {
    wall = live.wall;
    stream("live");
    draw(live);
  },
  link: (now) => link.show(now),
  lost: () => {
    stream("lost");
    draw(null);
  },
  back: () => void siteText().then((now) => now !== asked && location.reload()),
  refused: () => {
    banner(
      byId("lost"),
      "lost",
      "No live data: too many status pages of this unit are open, and this one has made room. It tries again by itself.",
    );
  },
});
