import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import t from "tap";
import { openDevice } from "../../src/detection/protocols/index.ts";
import { LiveLine } from "../platform/live-line.ts";
import { until } from "../platform/until.ts";
import { fourLeg } from "./cabinet.ts";

t.test("`stopline street` has a tty for each port, on which every device answers in time, and takes them away when it ends", async (t) => {
  const folder = mkdtempSync(join(tmpdir(), "stopline-street-"));
  t.teardown(() => rmSync(folder, { recursive: true }));
  const site = fourLeg();
  const root = join(import.meta.dirname, "../..");
  const street = spawn(process.execPath, ["src/cli.ts", "street", "deploy/sites/four-leg.toml", "--ports", folder, "--seed", "3"], {
    cwd: root,
  });
  const ended = new Promise((resolve) => street.on("exit", (code, signal) => resolve(signal ?? code)));
  t.teardown(() => street.kill("SIGKILL"));
  let [said, wrong] = ["", ""];
  street.stdout.on("data", (text) => {
    said += text;
  });
  street.stderr.on("data", (text) => {
    wrong += text;
  });
  await until(() => said.includes("the street is open") || wrong !== "", 20_000);
  t.equal(wrong, "");

  const live = ["rack", "advance", "radar"].map((name) => {
    const port = site.ports.find((p) => p.name === name)!;
    return new LiveLine({ ...port, path: join(folder, name) }, site.devices.filter((d) => d.port === name).map(openDevice));
  });
  await until(() => live.every((l) => l.line.health().every((h) => h.answering)), 10_000);
  const health = () => live.flatMap((l) => l.line.health());
  const polls = health()[0]!.polls;
  await until(() => health()[0]!.polls >= polls + 10, 10_000);
  t.same(
    health().filter((h) => !h.answering || h.noise_bytes > 0),
    [],
  );
  for (const l of live) await l.close();
  street.kill("SIGTERM");
  t.equal(await ended, 0);
  for (const port of site.ports) t.notOk(existsSync(join(folder, port.name)), `${port.name} is gone`);
});
