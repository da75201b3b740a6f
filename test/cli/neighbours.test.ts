import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import t from "tap";
import { stopline } from "#wire";
import { openBroker } from "../../src/platform/broker.ts";
import { watchLive } from "../../src/platform/live-socket.ts";
import { connectMqtt } from "../../src/platform/mqtt.ts";
import { openLinkJournal } from "../../src/platform/recorder.ts";
import { topic } from "../../src/sync/topics.ts";
import { CODE } from "../../src/traffic/codes.ts";
import type { Live } from "../../src/traffic/live.ts";
import { until } from "../platform/until.ts";

const CLI = new URL("../../src/cli.ts", import.meta.url).pathname;
const SMALL = readFileSync(new URL("../config/small.toml", import.meta.url), "utf8");
const ROAD = `
[[neighbours]]
unit = "NEXT"
approach = "south"
distance = 300
lanes = [{ approach = "south", lane = 1 }]
`;

t.test(
  "what a neighbour says reaches the street side's journal, and the neighbour hears who leaves us: both processes, a broker, sockets",
  async (t) => {
    const folder = mkdtempSync(join(tmpdir(), "stopline-next-"));
    const broker = await openBroker({ host: "127.0.0.1", port: 0 });
    const site = join(folder, "site.toml");
    writeFileSync(site, SMALL + ROAD);
    const own = ["--journal", join(folder, "journal.db"), "--live", join(folder, "live.sock")];
    const children = [
      ["unit", site, ...own, "--ports", folder],
      ["link", site, ...own, "--broker", `127.0.0.1:${broker.port}`, "--plain"],
    ].map((args) => spawn(process.execPath, [CLI, ...args], { stdio: "ignore" }));
    const ended = children.map((child) => new Promise((resolve) => child.once("close", resolve)));
    let live: Live | null = null;
    const watch = watchLive(
      join(folder, "live.sock"),
      (now) => {
        live = now;
      },
      () => {},
    );
    t.teardown(async () => {
      watch.close();
      for (const child of children) child.kill("SIGKILL");
      await Promise.all(ended);
      await broker.close();
      rmSync(folder, { recursive: true });
    });

    const heard: stopline.v1.Departures[] = [];
    const next = await connectMqtt({ host: "127.0.0.1", port: broker.port, tls: false }, "next", {
      message: ({ payload }) => heard.push(stopline.v1.Departures.decode(payload)),
      closed: () => {},
    });
    await next.subscribe([topic("departures", "TEST-002")]);
    await until(() => heard.length > 0, 30_000);
    t.match(heard[0], { unit: "TEST-002" });

    let issuedMs = 1;
    const say = () =>
      stopline.v1.Departures.encode({ unit: "NEXT", issuedMs: issuedMs++, lanes: [{ approach: "south", lane: 1, left: [2] }] }).finish();
    const knows = () => live?.neighbours[0]?.silent_ds != null;
    await until(() => {
      if (!knows()) void next.publish(topic("departures", "NEXT"), say(), { qos: 0, retain: false });
      return knows();
    }, 30_000);
    t.match(live!.neighbours, [{ unit: "NEXT", approach: "south" }]);
    await next.close();

    // Ended, it has committed everything.
    children[0]!.kill("SIGTERM");
    await ended[0];
    const journal = openLinkJournal(join(folder, "journal.db"), "TEST-002");
    const records = journal.chunksAfter(0, 100).flatMap(({ body }) => stopline.v1.Chunk.decode(body).records);
    journal.close();
    const announced = records.filter(({ code }) => code === CODE.announced);
    t.ok(announced.length > 0);
    t.match(announced[0], { param: 1, value: 200, input: true });
  },
);
