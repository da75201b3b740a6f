import t, { type Test } from "tap";
import { openServer } from "./server.ts";
import type { CityMap, Frame } from "./shown.ts";

const MAP = { seed: 7 } as CityMap;

async function served(t: Test) {
  const pressed: string[] = [];
  const server = await openServer("127.0.0.1", 0, MAP, {
    send: (errand) => pressed.push(`send ${errand}`) > 0 && errand < 3,
    finish: (trip) => pressed.push(`finish ${trip}`) > 0,
    speed: (times) => pressed.push(`speed ${times}`) > 0,
  });
  t.teardown(() => server.close());
  const press = (what: string, origin = server.url.slice(0, -1)) => fetch(`${server.url}${what}`, { method: "POST", headers: { origin } });
  return { server, pressed, press };
}

t.test("the page is served as a browser takes it, with its map, and nothing else is", async (t) => {
  const { server } = await served(t);
  const page = await fetch(server.url);
  t.match(page.headers.get("content-type"), "text/html");
  t.match(page.headers.get("content-security-policy"), "default-src 'self'");
  t.match(await page.text(), /An ambulance does not wait/);
  const script = await fetch(`${server.url}main.ts`);
  t.match(script.headers.get("content-type"), "text/javascript");
  t.notMatch(await script.text(), /const map: CityMap/, "without its types");
  t.same(await (await fetch(`${server.url}city.json`)).json(), { seed: 7 });
  t.equal((await fetch(`${server.url}server.ts`)).status, 404);
  t.equal((await fetch(`${server.url}tsconfig.json`)).status, 404);
});

t.test("each second is an event of the stream, and who comes later gets the last one at once", async (t) => {
  const { server } = await served(t);
  server.show({ at_s: 41 } as Frame);
  const stream = await fetch(`${server.url}live`);
  t.equal(stream.headers.get("content-type"), "text/event-stream");
  const reader = stream.body!.pipeThrough(new TextDecoderStream()).getReader();
  t.equal((await reader.read()).value, 'event: second\ndata: {"at_s":41}\n\n');
  server.show({ at_s: 42 } as Frame);
  t.equal((await reader.read()).value, 'event: second\ndata: {"at_s":42}\n\n');
  await reader.cancel();
});

t.test("the page's own buttons act, and say when they cannot", async (t) => {
  const { pressed, press } = await served(t);
  t.equal((await press("send?n=2")).status, 200);
  t.equal((await press("send?n=9")).status, 409, "there is no such errand");
  t.equal((await press("finish?n=1")).status, 200);
  t.equal((await press("speed?n=5")).status, 200);
  t.same(pressed, ["send 2", "send 9", "finish 1", "speed 5"]);
  for (const odd of ["send", "send?n=", "send?n=1.5", "send?n=x"]) t.equal((await press(odd)).status, 409, odd);
  for (const odd of ["toString?n=1", "live?n=1"]) t.equal((await press(odd)).status, 404, odd);
  t.equal(pressed.length, 4);
});

t.test("a page of somebody else's presses no button, and a name that leads here gets no page", async (t) => {
  const { server, pressed, press } = await served(t);
  t.equal((await press("send?n=1", "http://elsewhere.example")).status, 403);
  t.equal((await fetch(`${server.url}send?n=1`, { method: "POST" })).status, 403);
  t.same(pressed, []);
  const { request } = await import("node:http");
  const status = await new Promise((resolve) => {
    request(server.url, { headers: { host: "elsewhere.example" } }, (answer) => {
      answer.resume();
      resolve(answer.statusCode);
    }).end();
  });
  t.equal(status, 421);
});
