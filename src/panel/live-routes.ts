import { data, SHUT } from "./answers.ts";
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
      answer: () => ({
        kind: "events",
        headers: SHUT,
        opened: (reader) => {
          watchers.add(reader);
          // The unit's next frame is a tenth away; an old one could show a green that has ended.
          const newest = link();
          if (newest !== null) reader.send("link", JSON.stringify(newest));
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
