import { html, say } from "../dom.ts";

/** Words and what stands beside them; a line with nothing beside it is not there. A line that is marked `data-ok="false"` stands out, "look" a little. */
export function facts<const N extends string>(names: { readonly [K in N]: string }) {
  const lines = (Object.keys(names) as N[]).map((name) => {
    const value = html("dd", {}, "–");
    return { name, value, line: html("div", {}, html("dt", {}, names[name]), value) };
  });
  const show = (said: { readonly [K in N]: string } | null): void => {
    for (const { name, value, line } of lines) {
      const says = said === null ? "–" : said[name];
      say(value, says);
      if (line.hidden !== (says === "")) line.hidden = says === "";
    }
  };
  const rows = {} as { [K in N]: HTMLElement };
  for (const { name, line } of lines) rows[name] = line;
  return { node: html("dl", {}, ...lines.map((l) => l.line)), show, rows };
}
