import { once } from "node:events";
import { createConnection } from "node:net";
import t, { type Test } from "tap";
import { Limit, RATES } from "../../src/panel/limits.ts";
import { openPanel } from "../../src/panel/server.ts";
import { SESSION_MS, Sessions } from "../../src/panel/sessions.ts";
import { secrets } from "../../src/platform/page-code.ts";
import { web } from "../../src/platform/web.ts";
import { until } from "../platform/until.ts";
import { lockedDoors, openDoors, PAGE_CODE, TECHNICIAN_CODE } from "./doors.ts";
import { fourLeg } from "./street.ts";

const site = fourLeg();
const opened = async (t: Test, doors = lockedDoors()) => {
  const panel = await openPanel({ site, version: "0.1.0", host: "127.0.0.1", port: 0, web, doors });
  t.teardown(() => panel.close());
  const at = (path: string): string => new URL(path, panel.url).href;
  const origin = panel.url.slice(0, -1);
  const post = (path: string, body: unknown, headers: { readonly [name: string]: string } = {}) =>
    fetch(at(path), {
      method: "POST",
      headers: { origin, "content-type": "application/json", ...headers },
      body: typeof body === "string" ? body : JSON.stringify(body),
    });
  const get = (path: string, cookie = "") => fetch(at(path), { headers: { cookie } });
  /** The cookie of a new session. */
  const admitted = async (): Promise<string> => {
    const answer = await post("/login", { code: PAGE_CODE });
    t.equal(answer.status, 200);
    return answer.headers.get("set-cookie")!.split(";")[0]!;
  };
  return { panel, doors, at, post, get, admitted, origin };
};

t.test("who does not have the unit's code sees the empty page and nothing of the unit", async (t) => {
  const { get } = await opened(t);
  t.equal((await get("/")).status, 200);
  t.same(await (await get("/session")).json(), { role: "open", name: "", login: true, technicians: true, again: false });
  for (const path of ["/site.json", "/live", "/health"]) {
    const answer = await get(path);
    t.equal(answer.status, 401, path);
    t.match(await answer.json(), { refused: "code" });
  }
  for (const cookie of ["stopline-DEMO-001=", "stopline-DEMO-001=x", "=", ";;;", `stopline-DEMO-001=${"a".repeat(4_000)}`])
    t.equal((await get("/site.json", cookie)).status, 401, cookie.slice(0, 40));
});

t.test("who has it gets a session that scripts cannot read and other pages cannot send", async (t) => {
  const { post, get } = await opened(t);
  const answer = await post("/login", { code: "471108253391" });
  const cookie = answer.headers.get("set-cookie")!;
  t.match(cookie, /^stopline-DEMO-001=[\w-]{43}; Path=\/; Max-Age=129600; HttpOnly; SameSite=Strict$/);
  t.equal((await get("/site.json", cookie.split(";")[0])).status, 200);
  t.equal((await get("/site.json", `a=b; ${cookie.split(";")[0]}; c=d`)).status, 200, "among others");
  t.match(await (await get("/session", cookie.split(";")[0])).json(), { role: "viewer" });
});

t.test("a browser that had given the code is told so when it is asked again: the link restarted, time is over, it made room", async (t) => {
  const { doors, get, admitted, post } = await opened(t);
  const again = async (cookie: string) => ((await (await get("/session", cookie)).json()) as { again: boolean }).again;
  const cookie = await admitted();
  t.equal(await again(cookie), false, "who is in is in");
  t.equal(await again(""), false);
  t.equal(await again("stopline-DEMO-001="), false);
  t.equal(await again("stopline-DEMO-002=x"), false, "another unit's, at the same address");
  const restarted = await opened(t);
  t.match(await (await restarted.get("/session", cookie)).json(), { role: "open", again: true });
  const pushedOut = await admitted();
  for (let i = 0; i < 64; i++) {
    doors.clock += 10_000;
    await admitted();
  }
  t.equal(await again(pushedOut), true);
  doors.clock = SESSION_MS;
  t.equal(await again(cookie), true);
  const left = await post("/logout", {}, { cookie });
  t.match(left.headers.get("set-cookie"), "=; Path=/; Max-Age=0", "who has left has nothing that could be brought");
});

t.test("a cookie that is played again after logout is nobody's, and what was open with it ends", async (t) => {
  const { post, get, at, admitted, panel } = await opened(t);
  const [mine, another] = [await admitted(), await admitted()];
  const stream = await fetch(at("/live"), { headers: { cookie: mine } });
  const others = await fetch(at("/live"), { headers: { cookie: another } });
  const ended = stream.text();
  const left = await post("/logout", {}, { cookie: mine });
  t.match(left.headers.get("set-cookie"), "Max-Age=0");
  await ended;
  t.equal((await get("/site.json", mine)).status, 401);
  t.equal((await get("/site.json", another)).status, 200, "another's goes on");
  const health = (await (await get("/health", another)).json()) as { watchers: number };
  t.equal(health.watchers, 1);
  void others.body?.cancel();
  await panel.close();
});

t.test("a session ends after twelve hours, whatever is done with it, and so does a stream that asks for nothing", async (t) => {
  const sessions = new Sessions("U", secrets);
  let closed = 0;
  sessions.begin(0).session.open.add(() => closed++);
  sessions.begin(1).session.open.add(() => closed++);
  sessions.sweep(SESSION_MS - 1);
  t.equal(closed, 0);
  sessions.sweep(SESSION_MS);
  t.equal(closed, 1);
  for (let i = 0; i < 64; i++) sessions.begin(2);
  t.equal(closed, 2, "nor are there more than somebody could use");

  const { doors, get, admitted } = await opened(t);
  const cookie = await admitted();
  doors.clock = SESSION_MS - 1;
  t.equal((await get("/site.json", cookie)).status, 200);
  doors.clock = SESSION_MS;
  t.equal((await get("/site.json", cookie)).status, 401);
});

t.test("codes are guessed eight at a time and then one in ten seconds, and who is in does not notice", async (t) => {
  const { doors, post, get, admitted } = await opened(t);
  const cookie = await admitted();
  const guess = async () => (await post("/login", { code: "0000-0000-0000" })).status;
  for (let i = 0; i < 7; i++) t.equal(await guess(), 401);
  t.equal(await guess(), 429);
  const guesses = doors.guesses;
  t.equal((await post("/login", { code: PAGE_CODE })).status, 429, "the right one is not even looked at");
  t.equal(doors.guesses, guesses);
  t.equal((await get("/site.json", cookie)).status, 200);
  doors.clock += 10_000;
  t.equal(await guess(), 401);
  t.equal(await guess(), 429);
});

t.test("who guesses at the door keeps nobody who is in from giving the technician's code, and who is in guesses no faster", async (t) => {
  const { post, admitted } = await opened(t);
  const cookie = await admitted();
  while ((await post("/login", { code: "0000-0000-0000" })).status !== 429);
  const begin = (code: string) => post("/technician", { code, name: "Meyer" }, { cookie });
  t.equal((await begin(TECHNICIAN_CODE)).status, 409, "the code was read: there is no street side in this test");
  const tried: number[] = [];
  for (let i = 0; i < 9; i++) tried.push((await begin("0000-0000-0000")).status);
  t.same(tried, [...Array(7).fill(401), 429, 429]);
});

t.test("a thousand addresses guess no faster than all may together, and those that are refused keep nobody else out", async (t) => {
  const limit = new Limit(RATES.logins);
  let taken = 0;
  for (let i = 0; i < 1_000; i++) if (limit.take(`10.0.${i >> 8}.${i & 255}`, 0)) taken++;
  t.equal(taken, 20);
  for (let i = 0; i < 1_000; i++) limit.take("10.9.9.9", 0);
  t.ok(limit.take("10.8.8.8", 2_000), "one that floods alone takes from itself");
  const six = new Limit({ one: [0.001, 1], all: [1, 100] });
  t.ok(six.take("2001:db8::1", 0));
  t.notOk(six.take("2001:db8:0:0:ffff::2", 0), "one holder of 2^64 addresses is one");
  t.ok(six.take("2001:db8:0:1::2", 0));
  t.ok(six.take("::ffff:10.0.0.1", 0));
  t.notOk(six.take("10.0.0.1", 0));
});

t.test("a page of somebody else's can neither log in nor out, nor send what a form sends", async (t) => {
  const { post, get, admitted, at, origin } = await opened(t);
  const cookie = await admitted();
  for (const other of [
    "",
    "null",
    "http://evil.example",
    origin.replace("http", "https"),
    `${origin}.evil.example`,
    "http://127.0.0.1:1",
  ]) {
    const answer = await post("/logout", {}, { cookie, origin: other });
    t.equal(answer.status, 403, other);
  }
  const without = await fetch(at("/logout"), { method: "POST", headers: { cookie, "content-type": "application/json" }, body: "{}" });
  t.equal(without.status, 403, "no origin at all");
  for (const type of ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "application/jsonx"])
    t.equal((await post("/logout", "{}", { cookie, "content-type": type })).status, 415, type);
  t.equal((await get("/site.json", cookie)).status, 200, "still in");
});

t.test("what is too long, no JSON, no text or not what is wanted is refused in words", async (t) => {
  const { post, at, origin } = await opened(t);
  t.equal((await post("/login", { code: "1".repeat(5_000) })).status, 413);
  t.equal((await post("/login", { code: "1".repeat(65) })).status, 400);
  for (const body of ["", "{", "code=1", "nul"]) t.equal((await post("/login", body)).status, 400, body);
  for (const body of [null, [], 1, "x", { code: 4711 }, { code: PAGE_CODE, more: 1 }, { __proto__: null }])
    t.equal((await post("/login", JSON.stringify(body))).status, 400, JSON.stringify(body));
  const bytes = await fetch(at("/login"), {
    method: "POST",
    headers: { origin, "content-type": "application/json" },
    body: new Uint8Array([0x22, 0xff, 0xfe, 0x22]),
  });
  t.equal(bytes.status, 413, "no text");
});

t.test("a body that says it is short and goes on, or comes in pieces without end, is cut off at its bound", async (t) => {
  const { panel } = await opened(t);
  const { port, host } = new URL(panel.url);
  const socket = createConnection(Number(port), "127.0.0.1");
  socket.on("error", () => {});
  await once(socket, "connect");
  let said = "";
  socket.on("data", (bytes) => {
    said += bytes.toString("latin1");
  });
  socket.write(
    `POST /login HTTP/1.1\r\nHost: ${host}\r\nOrigin: http://${host}\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n`,
  );
  for (let i = 0; i < 5; i++) socket.write(`3e8\r\n${"x".repeat(1_000)}\r\n`);
  await until(() => /413/.test(said) && socket.destroyed);
  t.match(said, /connection: close/i);
});

t.test("a unit without a code shows itself to who is on it, and refuses in words to be reached from elsewhere", async (t) => {
  for (const host of ["0.0.0.0", "::", "192.168.1.10", "cabinet.example", "127.0.0.1.example"])
    await t.rejects(openPanel({ site, version: "0.1.0", host, port: 0, web, doors: openDoors }), {
      message: /^it listens on .* only with a code, and this unit has none: flash it/,
    });
  const panel = await openPanel({ site, version: "0.1.0", host: "localhost", port: 0, web, doors: openDoors });
  t.equal((await fetch(new URL("/site.json", panel.url))).status, 200);
  await panel.close();
  const wide = await openPanel({ site, version: "0.1.0", host: "0.0.0.0", port: 0, web, doors: lockedDoors() });
  t.equal((await fetch(new URL("/site.json", wide.url))).status, 401);
  await wide.close();
});
