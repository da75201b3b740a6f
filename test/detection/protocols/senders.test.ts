import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import t from "tap";
import { openDevice } from "../../../src/detection/protocols/index.ts";
import { openPtyPair } from "../../../src/platform/pty.ts";
import type { Reading } from "../../../src/serial/device.ts";
import { Line } from "../../../src/serial/line.ts";
import { Instant } from "../../../src/traffic/time.ts";
import { until } from "../../platform/until.ts";

/** The senders that the page of the count sentence shows, as they stand there. */
const page = readFileSync(new URL("../../../src/detection/protocols/count-sentence/README.md", import.meta.url), "utf8");
const block = (language: string) => new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\`$`, "ms").exec(page)![1]!;
const folder = mkdtempSync(join(tmpdir(), "stopline-senders-"));
t.teardown(() => rmSync(folder, { recursive: true }));

/** What a camera program prints in two intervals. */
const PRINTED = `1 3 12.5 48.2
2 0 0 -
zone 17 6

1 1 - -
32 65535 100 300
`;
const count = (input: number, volume: number, occupancy_pm: number, speed_dkmh: number): Reading => ({
  kind: "count",
  input,
  volume,
  occupancy_pm,
  speed_dkmh,
  interval_ms: 10_000,
});
const HEARD: readonly Reading[] = [
  count(1, 3, 125, 482),
  count(2, 0, 0, -1),
  { kind: "zone", input: 17, vehicles: 6 },
  count(1, 1, -1, -1),
  count(32, 65_535, 1_000, 3_000),
];

function python(): readonly string[] {
  const file = join(folder, "sender.py");
  writeFileSync(file, block("python"));
  return ["/usr/bin/python3", "-W", "error", file];
}

function c(): readonly string[] {
  const file = join(folder, "sender.c");
  writeFileSync(file, block("c"));
  execFileSync("cc", ["-std=gnu11", "-Wall", "-Wextra", "-Werror", "-o", join(folder, "sender"), file]);
  return [join(folder, "sender")];
}

for (const [language, make] of Object.entries({ Python: python, C: c })) {
  t.test(`the page's sender in ${language} says what a camera printed, and the unit understands all of it`, async (t) => {
    const config = { name: "camera", port: "a", protocol: "count-sentence", profile: "", address: 0, poll_ms: 0, timeout_ms: 30_000 };
    const line = new Line("a", [openDevice(config)]);
    line.opened(Instant(0));
    const port = openPtyPair(join(folder, `camera-${language}`), (bytes) => void line.heard(Instant(1), bytes));
    t.teardown(() => port.close());
    const [program, ...args] = make();
    const sender = spawn(program!, [...args, port.path, "10000"], { stdio: ["pipe", "inherit", "pipe"] });
    let wrong = "";
    sender.stderr.on("data", (text) => {
      wrong += text;
    });
    const gone = new Promise((resolve) => sender.on("exit", resolve));
    sender.stdin.end(PRINTED);
    const heard: Reading[] = [];
    await until(() => {
      for (const each of line.drain()) if (each.kind === "reading") heard.push(each.reading);
      return heard.length >= HEARD.length || wrong !== "";
    }, 20_000);
    t.equal(await gone, 0);
    t.equal(wrong, "");
    t.same(heard, HEARD);
    t.equal(line.health()[0]!.noise_bytes, 0);
  });
}
