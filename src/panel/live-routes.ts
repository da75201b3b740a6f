import { type Language, languageOf } from "../traffic/language.ts";
import type { LinkLive, Live } from "../traffic/live.ts";
import { data, SHUT } from "./answers.ts";
import { linkInChinese, liveInChinese } from "./chinese/frames.ts";
import { drawn } from "./drawn.ts";
import type { Route, Unit } from "./routes.ts";

/** What is drawn, what goes on now, and whether this page gets it. */
export function liveRoutes({ site, version, live, link, watchers }: Unit): readonly Route[] {
  const site_json = data(drawn(site, version));
  return [
    { method: "GET", path: "/site.json", role: "viewer", answer: () => site_json },
    {
      method: "GET",
      path: "/live",
      role: "viewer",
      answer: ({ query }) => ({
        kind: "events",
        headers: SHUT,
        opened: (reader) => {
          const language = languageOf(query.get("language") ?? "");
          watchers.add(reader, language);
          // The unit's next frame is a tenth away; an old one could show a green that has ended.
          const newest = link();
          if (newest !== null) reader.send("link", linkText(newest, language));
        },
      }),
    },
    {
      method: "GET",
      path: "/health",
      role: "viewer",
      answer: () =>
        data({
          unit: site.id,
          version,
          last_frame: live()?.wall ?? null,
          link: link()?.state ?? null,
          watchers: watchers.count,
          watchers_max: watchers.max,
        }),
    },
  ];
}

export const liveText = (live: Live, language: Language): string => JSON.stringify(language === "zh-Hans" ? liveInChinese(live) : live);
export const linkText = (link: LinkLive, language: Language): string => JSON.stringify(language === "zh-Hans" ? linkInChinese(link) : link);
