import { once } from "node:events";
import { readdirSync } from "node:fs";
import { createConnection } from "node:net";
import t from "tap";
import { openPanel, WATCHERS_MAX } from "../../src/panel/server.ts";
import { web } from "../../src/platform/web.ts";
import type { Live } from "../../src/traffic/live.ts";
import type { Site } from "../../src/traffic/site.ts";
import { until } from "../platform/until.ts";
import { openDoors } from "./doors.ts";
import { fourLeg, linkAt, liveAt } from "./street.ts";

/** The folders of views: each is reached from the page itself. */
const VIEWS = readdirSync(new URL("../../src/panel/page/views", import.meta.url));
const KEY = "c2VjcmV0LWNvbW1hbmQta2V5LW9mLXRoZS1icmFpbiE=";
const site: Site = { ...fourLeg(), brain: { ...fourLeg().brain, command_key: KEY } };
const panel = await openPanel({ site, version: "0.1.0", host: "127.0.0.1", port: 0, web, doors: openDoors });
t.teardown(() => panel.close());
const at = (path: string): string => new URL(path, panel.url).href;

/** A page that listens; events as [name, data]. */
async function watching(language = "") {
  const ending = new AbortController();
  const answer = await fetch(at(`/live${language === "" ? "" : `?language=${language}`}`), { signal: ending.signal });
  const events: (readonly [event: string, data: unknown])[] = [];
  const reading = (async () => {
    let text = "";
    for await (const bytes of answer.body!.pipeThrough(new TextDecoderStream() as never) as unknown as AsyncIterable<string>) {
      text += bytes;
      const whole = text.split("\n\n");
      text = whole.pop()!;
      for (const one of whole) {
        const [, event, data] = /^event: (\w+)\ndata: (.*)$/.exec(one) ?? [];
        if (event !== undefined) events.push([event, JSON.parse(data!)]);
      }
    }
  })().catch(() => {});
  return {
    answer,
    events,
    ended: reading,
    end: async () => {
      ending.abort();
      await reading;
    },
  };
}

const watchers = async (): Promise<number> => ((await (await fetch(at("/health"))).json()) as { watchers: number }).watchers;

async function nobodyWatches(): Promise<void> {
  const deadline = performance.now() + 5_000;
  while ((await watchers()) > 0) if (performance.now() > deadline) throw new Error("a watcher that left is still counted");
}

/** Everything that a browser may load to show the page, in any view and language, from the page itself. */
async function wholePage(): Promise<ReadonlyMap<string, { readonly answer: Response; readonly body: string }>> {
  const loaded = new Map<string, { readonly answer: Response; readonly body: string }>();
  const load = async (path: string): Promise<void> => {
    if (loaded.has(path)) return;
    const answer = await fetch(at(path));
    const body = await answer.text();
    loaded.set(path, { answer, body });
    for (const [, named] of body.matchAll(/(?:src|href)="([^"#]+)"/g)) await load(`/${named}`);
    for (const [, named] of body.matchAll(/"((?:views|plots)\/[^"]+\.css)"/g)) await load(`/${named}`);
    for (const [, named] of body.matchAll(/(?:from|import\() ?"(\.{1,2}\/[^"]+)"/g)) await load(new URL(named!, at(path)).pathname);
  };
  await load("/");
  return loaded;
}

/** As it came, packed. */
function wireBytes({ headers, url }: Response): number {
  if (headers.get("content-encoding") !== "gzip") throw new Error(`${url} came unpacked`);
  return Number(headers.get("content-length"));
}

t.test("the whole page is one unit's own, and lighter than a photograph", async (t) => {
  const page = await wholePage();
  let bytes = 0;
  /** Of which a reader loads one. */
  const languages: number[] = [];
  for (const [path, { answer, body }] of page) {
    t.equal(answer.status, 200, path);
    const own = wireBytes(answer);
    if (/^\/languages\/(en|zh-Hans)\.ts$/.test(path)) languages.push(own);
    else bytes += own;
    t.notMatch(body.replaceAll("http://www.w3.org/2000/svg", ""), /https?:\/\//, `${path} names nobody else`);
    if (path.endsWith(".ts")) {
      t.match(answer.headers.get("content-type"), "text/javascript");
      t.notMatch(body, /^import type|^interface /m, `${path} is what a browser reads`);
    }
  }
  t.equal(languages.length, 2);
  bytes += Math.max(...languages) + wireBytes(await fetch(at("/site.json")));
  t.ok(page.size >= 12, `${page.size} files`);
  for (const view of VIEWS) t.ok(page.has(`/views/${view}/index.ts`), view);
  t.ok(bytes < 100_000, `${bytes} bytes with the site, as they go over the wire`);
  t.comment(`the page weighs ${bytes} bytes over the wire, in ${page.size} files`);
});

t.test("every answer is shut: nothing from elsewhere, nothing guessed, nothing kept", async (t) => {
  for (const path of ["/", "/styles/base.css", "/main.ts", "/site.json", "/health", "/nothing"]) {
    const { headers } = await fetch(at(path));
    t.match(headers.get("content-security-policy"), /^default-src 'self'; /, path);
    t.notMatch(headers.get("content-security-policy"), "unsafe", path);
    t.equal(headers.get("x-content-type-options"), "nosniff", path);
    t.equal(headers.get("cache-control"), "no-store", path);
  }
  const html = await (await fetch(at("/"))).text();
  t.notMatch(html, /<script(?![^>]*src=)|<style| on\w+=| style=/, "no script and no style stands in the page");
});

t.test("the site tells what is drawn, and keeps the brain's address and key to itself", async (t) => {
  const text = await (await fetch(at("/site.json"))).text();
  const told = JSON.parse(text);
  t.equal(told.name, "Harbour Road / Mill Street");
  t.equal(told.detectors.length, site.detectors.length);
  const drawnOf = ({ number, groups }: Site["rings"][number]) => ({ number, groups });
  t.same(told.rings, site.rings.map(drawnOf), "what a ring does when nobody calls is not drawn, and stays in the unit");
  for (const secret of [KEY, "command_key", "brain", site.ports[0]!.path]) t.notOk(text.includes(secret), `not a word of ${secret}`);
});

t.test("what is not there, and what is not possible, is said in words", async (t) => {
  for (const path of ["/nothing", "/__proto__", "/constructor", "/../package.json", "/%2e%2e/package.json", "/tsconfig.json"]) {
    const answer = await fetch(at(path));
    t.equal(answer.status, 404, path);
    t.match(await answer.text(), "There is no", path);
  }
  for (const method of ["POST", "PUT", "DELETE", "OPTIONS", "PATCH"]) {
    const answer = await fetch(at("/live"), { method });
    t.equal(answer.status, 405, method);
    t.equal(answer.headers.get("allow"), method === "POST" ? "GET, HEAD" : "GET, HEAD, POST");
    t.match(await answer.text(), `${method} is not possible here`);
  }
  const head = await fetch(at("/site.json"), { method: "HEAD" });
  t.equal(head.status, 200);
  t.equal(await head.text(), "");
  t.equal((await fetch(at("/live"), { method: "HEAD" })).status, 200);
  t.equal((await fetch(at("/?a=b"))).status, 200);
});

t.test("whoever watches sees every frame, and the link at once", async (t) => {
  panel.showLink(linkAt(0));
  const one = await watching();
  t.equal(one.answer.headers.get("content-type"), "text/event-stream");
  await until(() => one.events.length === 1);
  t.same(one.events[0], ["link", linkAt(0)]);
  for (let ds = 1; ds <= 20; ds++) {
    panel.show(liveAt(site, ds));
    await until(() => one.events.length === 1 + ds);
  }
  t.same(one.events.at(-1), ["live", liveAt(site, 20)]);
  const health = (await (await fetch(at("/health"))).json()) as { unit: string; last_frame: number; link: string };
  t.match(health, { unit: "DEMO-001", last_frame: liveAt(site, 20).wall, link: "connected" });
  // A frame of the past could show a green that has ended.
  const two = await watching();
  await until(() => two.events.length === 1);
  t.equal(two.events[0]![0], "link");
  await Promise.all([one.end(), two.end()]);
  await nobodyWatches();
});

t.test("who reads Chinese gets with each frame what it says in Chinese, and everybody else gets it as it is", async (t) => {
  const [chinese, english] = [await watching("zh-Hans"), await watching("en")];
  const link = { ...linkAt(0), state: "waiting", cause: "not started", errors: [{ wall: 1 as never, words: "closed by us" }] } as const;
  panel.showLink(link);
  const frame = liveAt(site, 1);
  const live: Live = {
    ...frame,
    mode_cause: "the unit has just started",
    detectors: frame.detectors.map((d, i) =>
      i === 0 ? { ...d, fault: "open loop, no activity" } : i === 1 ? { ...d, doubt: "stuck on?" } : d,
    ),
    asked: [{ kind: "flash", left_s: 60, by: "Miller, technician" }],
  };
  panel.show(live);
  await until(() => [chinese, english].every(({ events }) => events.some(([event]) => event === "live")));
  const told = (events: readonly (readonly [string, unknown])[], of: string) => events.findLast(([event]) => event === of)![1] as never;
  t.same([told(english.events, "live"), told(english.events, "link")], [live, link]);
  const { said, ...rest } = told(chinese.events, "live") as Live & { said: readonly (readonly [string, string])[] };
  t.same(rest, live, "what stands in it is what everybody gets");
  const own: readonly (readonly [string, string])[] = [
    ["the unit has just started", "信号机刚启动"],
    ["open loop, no activity", "线圈断路、长时间无车"],
    ["stuck on?", "卡滞在有车状态？"],
  ];
  t.same(
    own.filter(([words, is]) => !said.some(([a, b]) => a === words && b === is)),
    [],
  );
  t.ok(said.some(([words]) => words === "Miller, technician"));
  t.ok(
    said.every(([words, is]) => words !== "" && words !== is),
    "and nothing that is said alike",
  );
  t.same((told(chinese.events, "link") as { said: unknown }).said, [
    ["not started", "尚未启动"],
    ["closed by us", "由本机关闭"],
  ]);
  await Promise.all([chinese.end(), english.end()]);
  await nobodyWatches();
});

t.test("a slow reader gets the newest when it wakes, and nobody waits for it", async (t) => {
  const stuck = createConnection(Number(new URL(panel.url).port), "127.0.0.1");
  await once(stuck, "connect");
  stuck.write("GET /live HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");
  await once(stuck, "readable");
  const quick = await watching();
  await until(() => quick.events.length === 1);
  const padded = (ds: number): Live => ({ ...liveAt(site, ds), mode_cause: "x".repeat(50_000) });
  for (let ds = 1; ds <= 400; ds++) {
    panel.show(padded(ds));
    await until(() => quick.events.length === 1 + ds);
  }
  panel.showLink(linkAt(400));
  let text = "";
  stuck.on("data", (bytes) => {
    text += bytes.toString("latin1");
  });
  await until(() => text.includes(`"at":${400 * 100},`) && text.includes(`"last_seq":${linkAt(400).last_seq},`));
  const seen = [...text.matchAll(/"at":(\d+),/g)].map(([, ms]) => Number(ms) / 100);
  t.same(
    seen,
    [...new Set(seen)].sort((a, b) => a - b),
    "in order, none twice",
  );
  t.ok(seen.length < 300, `of 400 frames ${seen.length} were in the system's hands, the others were replaced`);
  t.equal(seen.at(-1), 400, "and the last is the newest");
  stuck.destroy();
  await quick.end();
  await nobodyWatches();
});

t.test("the seventeenth page gets the place of the oldest, which is told so", async (t) => {
  const pages: Awaited<ReturnType<typeof watching>>[] = [];
  for (let i = 0; i < WATCHERS_MAX; i++) pages.push(await watching());
  const late = await watching();
  t.equal(late.answer.status, 200);
  const [oldest, ...others] = pages;
  await until(() => oldest!.events.some(([event]) => event === "full"));
  await oldest!.ended;
  t.ok(others.every(({ events }) => events.every(([event]) => event !== "full")));
  panel.show(liveAt(site, 1));
  await until(() => [late, ...others].every(({ events }) => events.some(([event]) => event === "live")));
  t.notOk(oldest!.events.some(([event]) => event === "live"));
  t.equal(await watchers(), WATCHERS_MAX);
  await Promise.all([late, ...pages].map((one) => one.end()));
  await nobodyWatches();
});

/** A connection from another address of this machine; what it says, and whether it has ended. */
async function from(address: string, says: string) {
  const socket = createConnection({ host: "127.0.0.1", port: Number(new URL(panel.url).port), localAddress: address });
  const heard = { text: "", ended: false, destroy: () => socket.destroy() };
  socket.on("data", (bytes) => {
    heard.text += bytes.toString("latin1");
  });
  socket.on("error", () => {});
  socket.once("close", () => {
    heard.ended = true;
  });
  await once(socket, "connect");
  socket.write(says);
  return heard;
}

const LIVE = "GET /live HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n";

t.test("somebody who takes every place, again and again, does not lock out the technician", async (t) => {
  const greedy = await Promise.all(Array.from({ length: WATCHERS_MAX }, () => from("127.0.0.2", LIVE)));
  await until(async () => (await watchers()) === WATCHERS_MAX);
  const technician = await from("127.0.0.3", LIVE);
  await until(() => /200 OK/.test(technician.text) && greedy.filter((one) => one.ended).length === 1);
  for (let i = 0; i < 2 * WATCHERS_MAX; i++) greedy.push(await from("127.0.0.2", LIVE));
  await until(() => greedy.filter((one) => !one.ended).length === WATCHERS_MAX - 1);
  t.notOk(technician.ended);
  panel.show(liveAt(site, 7));
  await until(() => technician.text.includes('"at":700,'));

  // Nor do connections that ask for nothing.
  for (let i = 0; i < 200; i++) greedy.push(await from("127.0.0.2", ""));
  t.equal((await fetch(at("/health"))).status, 200);
  t.notOk(technician.ended);
  t.ok(greedy.filter((one) => !one.ended).length < 128);
  for (const one of [...greedy, technician]) one.destroy();
  await nobodyWatches();
});

t.test("a page of somebody else's, under a name that leads to this unit, gets nothing", async (t) => {
  const status = async (host: string) => {
    const said = await from("127.0.0.1", `GET /site.json HTTP/1.1\r\n${host === "" ? "" : `Host: ${host}\r\n`}Connection: close\r\n\r\n`);
    await until(() => said.ended);
    return /^HTTP\/1.1 (\d+)/.exec(said.text)?.[1];
  };
  for (const host of ["127.0.0.1", "127.0.0.1:8080", "192.168.1.10", "[::1]:8080", "[fe80::1]", "localhost", "LOCALHOST:1"])
    t.equal(await status(host), "200", host);
  for (const host of [
    "evil.example",
    "evil.example:8080",
    "127.0.0.1.evil.example",
    "localhost.evil.example",
    "[evil]",
    "::1",
    "1.2.3.4:x",
  ])
    t.equal(await status(host), "421", host);
  t.equal(await status(""), "400", "no name at all");
  const said = await from("127.0.0.1", "POST /live HTTP/1.1\r\nHost: evil.example\r\nContent-Length: 0\r\n\r\n");
  await until(() => said.ended);
  t.match(said.text, /421[\s\S]*content-security-policy[\s\S]*only an address/i);
  const named = await openPanel({ site, version: "0.1.0", host: "localhost", port: 0, web, doors: openDoors });
  t.equal((await fetch(new URL("/health", named.url))).status, 200);
  await named.close();
});

t.test("a port that is taken is told in words, and closing ends every stream", async (t) => {
  const port = Number(new URL(panel.url).port);
  await t.rejects(openPanel({ site, version: "0.1.0", host: "127.0.0.1", port, web, doors: openDoors }), {
    message: `the status page cannot listen on 127.0.0.1:${port}`,
  });
  const other = await openPanel({ site, version: "0.1.0", host: "127.0.0.1", port: 0, web, doors: openDoors });
  const answer = await fetch(new URL("/live", other.url));
  const ended = answer.text().catch(() => "cut");
  await other.close();
  t.ok((await ended) !== undefined);
  await t.rejects(fetch(other.url));
});
