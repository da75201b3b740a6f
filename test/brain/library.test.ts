import { spawn } from "node:child_process";
import { copyFileSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import t from "tap";
import { openBroker } from "../../src/platform/broker.ts";
import { until } from "../platform/until.ts";
import { FakeUnit } from "./fake-unit.ts";

const ROOT = new URL("../..", import.meta.url).pathname;

t.test(
  "the example, copied into a project of its own that has stopline installed, reads records once each and commands a unit",
  async (t) => {
    // What `npm install /path/to/stopline` makes.
    const folder = t.testdir();
    mkdirSync(join(folder, "node_modules"));
    symlinkSync(ROOT, join(folder, "node_modules/stopline"));
    writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
    copyFileSync(join(ROOT, "src/brain/example.ts"), join(folder, "centre.ts"));
    const broker = await openBroker({ host: "127.0.0.1", port: 0 });
    t.teardown(() => broker.close());
    const unit = new FakeUnit("A");
    t.teardown(() => unit.close());
    await unit.connect(broker.port);
    await unit.status({ mode: "actuated", lastSeq: 9 });

    const start = () => {
      const child = spawn(process.execPath, ["centre.ts", `127.0.0.1:${broker.port}`, "centre.db", "A"], {
        cwd: folder,
        stdio: ["ignore", "pipe", "inherit"],
      });
      let said = "";
      child.stdout.on("data", (bytes: Buffer) => {
        said += bytes;
      });
      const ended = new Promise((resolve) => child.once("close", resolve));
      t.teardown(async () => {
        child.kill("SIGKILL");
        await ended;
      });
      const seqs = () => [...said.matchAll(/^record (\d+):/gm)].map(([, seq]) => Number(seq));
      return { child, ended, said: () => said, seqs };
    };
    const first = start();
    await until(() => first.said().includes("A online: actuated"), 20_000);
    await unit.chunk(1, 5);
    await unit.chunk(8, 9);
    await until(() => first.seqs().length === 5 && first.said().includes("command: done"), 20_000);
    t.equal(unit.commands.at(-1)!.command.placeCall?.phase, 2);
    await unit.chunk(4, 7, "backfill");
    await until(() => first.seqs().length === 9, 20_000);
    t.same(first.seqs(), [1, 2, 3, 4, 5, 6, 7, 8, 9], "in order, though they came otherwise");
    first.child.kill("SIGTERM");
    t.equal(await first.ended, 0);
    const second = start();
    await until(() => second.seqs().length === 9, 20_000);
    t.same(second.seqs(), [1, 2, 3, 4, 5, 6, 7, 8, 9], "the store has them from before");
  },
);
