import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Played } from "../run.ts";
import { escaped } from "./junit.ts";
import type { Result } from "./keep.ts";
import { timelineOf } from "./timeline.ts";

const asset = (name: string): string => readFileSync(join(import.meta.dirname, name), "utf8");

/** In a script element nothing may look like its end. */
const json = (value: unknown): string => JSON.stringify(value).replaceAll("<", "\\u003c");

/** One file that needs nothing else: what happened, when, and what was expected. */
export function pageOf(played: Played, result: Result, rig: string, again: string): string {
  const { play, verdicts, watches } = played;
  const data = { until: play.until, wall: play.wall, zone: play.site.time_zone, rows: timelineOf(played) };
  const line = (ok: boolean, words: string): string => `<li class="${ok ? "kept" : "broken"}">${escaped(words)}</li>`;
  const watched = watches.map(({ watcher, violations, unjudged, ok, trips }) => {
    const found =
      violations.length === 0
        ? unjudged === ""
          ? "nothing found"
          : `not judged: ${unjudged}`
        : violations
            .slice(0, 5)
            .map(({ at, words }) => `${(at / 1_000).toFixed(1)} s: ${words}`)
            .join("; ");
    return line(ok && unjudged === "", `${watcher}: ${found}${trips === "" ? "" : ` (it must find something: ${trips})`}`);
  });
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(play.name)}</title>
<style>${asset("style.css")}</style>
<header>
  <p><a href="../index.html">the run</a></p>
  <h1><span class="${result.outcome}">${result.outcome}</span> ${escaped(play.name.replaceAll("-", " "))}</h1>
  <p>${escaped(play.scenario.story)}</p>
  <p>Site ${escaped(play.scenario.site)}, rig ${escaped(rig)}, seed ${play.seed}, ${escaped(play.scenario.lasts)}. Again: <code>${escaped(again)}</code></p>
  ${result.why === "" ? "" : `<pre class="broken">${escaped(result.why)}</pre>`}
</header>
<section id="timeline" aria-label="Timeline"></section>
<section><h2>Expected</h2><ul>${verdicts.map(({ expected, wrong }) => line(wrong === "", wrong === "" ? expected : `${expected}: ${wrong}`)).join("")}</ul></section>
<section><h2>Watched</h2><ul>${watched.join("")}</ul></section>
<p class="files"><a href="journal.db">journal.db</a> (<code>stopline journal journal.db</code>), <a href="site.toml">site.toml</a>, <a href="result.json">result.json</a></p>
<script type="application/json" id="data">${json(data)}</script>
<script>${asset("timeline.js")}</script>
</html>
`;
}
