import type { Result } from "./run.ts";
import { type Group, grouped, median } from "./table.ts";

/** Pixels. */
const [NAMES, WIDE, ROW, HEAD, FOOT, RIGHT] = [190, 640, 20, 34, 26, 20] as const;
const TICKS_S = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000] as const;

/** Mean delay as SVG: a panel a scenario and demand, a row a controller, a dot a seed, a bar at the median; seconds on a logarithmic scale. */
export function plot(results: readonly Result[]): string {
  const panels = [...Map.groupBy(grouped(results), ({ scenario, demand }) => `${scenario}, demand ${demand}`)];
  let y = 0;
  const drawn = panels.map(([title, groups]) => {
    const at = y;
    y += HEAD + groups.length * ROW + FOOT;
    return `<g transform="translate(0 ${at})">${panel(title, groups)}</g>`;
  });
  const width = NAMES + WIDE + RIGHT;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${y}" viewBox="0 0 ${width} ${y}" font-family="sans-serif" font-size="12">`,
    `<rect width="100%" height="100%" fill="white"/>`,
    ...drawn,
    "</svg>",
    "",
  ].join("\n");
}

function panel(title: string, groups: readonly Group[]): string {
  const all = groups.flatMap(({ results }) => results.map(delayOf));
  const least = TICKS_S.findLast((tick) => tick <= Math.min(...all)) ?? TICKS_S[0];
  const most = TICKS_S.find((tick) => tick >= Math.max(...all)) ?? TICKS_S.at(-1)!;
  const span = Math.log(most / least) || 1;
  const x = (delay_s: number): string => (NAMES + (WIDE * Math.log(delay_s / least)) / span).toFixed(1);
  const bottom = HEAD + groups.length * ROW;
  const ticks = TICKS_S.filter((tick) => tick >= least && tick <= most).map(
    (tick) =>
      `<path d="M${x(tick)} ${HEAD}V${bottom}" stroke="#ddd"/><text x="${x(tick)}" y="${bottom + 14}" text-anchor="middle" fill="#555">${tick} s</text>`,
  );
  const rows = groups.map((group, g) => {
    const y = HEAD + g * ROW + ROW / 2;
    const delays = group.results.map(delayOf);
    const ours = group.detection !== "none";
    const color = ours ? "#0b6" : "#666";
    const name = ours ? `${group.controller}, ${group.detection}` : group.controller;
    const dots = delays.map((delay) => `<circle cx="${x(delay)}" cy="${y}" r="3.5" fill="${color}" fill-opacity="0.6"/>`).join("");
    const middle = x(median(delays));
    return `<text x="${NAMES - 10}" y="${y + 4}" text-anchor="end">${escaped(name)}</text>${dots}<path d="M${middle} ${y - 8}v16" stroke="${color}" stroke-width="2"/>`;
  });
  return `<text x="10" y="22" font-weight="bold">${escaped(title)}: mean delay</text>${ticks.join("")}${rows.join("")}`;
}

const delayOf = ({ mean_delay_s }: Result): number => Math.max(1, mean_delay_s);
const escaped = (text: string): string => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
