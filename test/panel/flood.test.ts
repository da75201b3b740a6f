import { once } from "node:events";
import { Agent, request } from "node:http";
import { createConnection } from "node:net";
import t from "tap";
import { RATES } from "../../src/panel/limits.ts";
import { until } from "../platform/until.ts";
import { fourLeg } from "./street.ts";
import { unitWithDoors } from "./unit-with-doors.ts";

/** The status of an answer, or 0 for a connection that was cut. */
const asks = (url: URL, localAddress: string, agent: Agent | false, cookie = ""): Promise<number> =>
  new Promise((resolve) => {
    const asked = request(url, { localAddress, agent, headers: { cookie } }, (answer) => {
      answer.resume();
      answer.once("end", () => resolve(answer.statusCode ?? 0));
      answer.once("error", () => resolve(0));
    });
    asked.once("error", () => resolve(0)).end();
  });

t.test("of a flood from one address no more is answered than its allowance, and who has logged in is answered all through", async (t) => {
  const burst = 40;
  const rates = { ...RATES, requests: { one: [1, burst], all: [1_000, 1_000] } } as const;
  const { viewer, panel, doors } = await unitWithDoors(t, fourLeg(), {}, rates);
  const cookie = await viewer();
  const agent = new Agent({ keepAlive: true, maxSockets: 20 });
  const flood = async (): Promise<readonly number[]> =>
    Promise.all(Array.from({ length: 3 * burst }, () => asks(new URL("/session", panel.url), "127.0.0.2", agent)));
  const theirs = () => asks(new URL("/health", panel.url), "127.0.0.2", false, cookie);
  const first = await flood();
  t.equal(first.filter((status) => status === 200).length, burst);
  t.equal(first.filter((status) => status === 429).length, 2 * burst, "and each is told so");
  t.equal(await theirs(), 200, "from the flood's own address");
  doors.clock += 5_000;
  t.equal((await flood()).filter((status) => status === 200).length, 5, "five seconds later it may ask for five seconds' worth");
  t.equal(await theirs(), 200);
  agent.destroy();
});

t.test("two hundred streams from one address are sixteen, and the newest of somebody else's stays", async (t) => {
  const { panel, viewer, show } = await unitWithDoors(t);
  const cookie = await viewer();
  const { port, host } = new URL(panel.url);
  const open = async (localAddress: string) => {
    const socket = createConnection({ port: Number(port), host: "127.0.0.1", localAddress });
    const heard = { text: "", ended: false, end: () => socket.destroy() };
    socket.on("error", () => {});
    socket.on("data", (bytes) => {
      heard.text += bytes.toString("latin1");
    });
    socket.once("close", () => {
      heard.ended = true;
    });
    await once(socket, "connect");
    socket.write(`GET /live HTTP/1.1\r\nHost: ${host}\r\nCookie: ${cookie}\r\n\r\n`);
    return heard;
  };
  const mine = await open("127.0.0.3");
  const flood: Awaited<ReturnType<typeof open>>[] = [];
  for (let i = 0; i < 200; i++) flood.push(await open("127.0.0.2"));
  await until(() => flood.filter(({ ended }) => !ended).length < 16);
  show();
  await until(() => mine.text.includes("event: live"));
  t.notOk(mine.ended);
  t.ok(flood.filter(({ text }) => text.includes("event: live")).length < 16);
  for (const one of [mine, ...flood]) one.end();
});
