import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "@iarna/toml";
import t from "tap";
import { openPtyPair } from "../../../src/platform/pty.ts";
import { fourLeg } from "../../street/cabinet.ts";
import { type RigFile, rigFile } from "../rig.ts";
import { type Bench, benchOf, problemsIn } from "./file.ts";
import { missingAt } from "./plugged.ts";

const site = fourLeg();
const more = (text: string): RigFile => ({ ...rigFile("table"), more: parse(text) });

t.test("the bench that is drawn in the README has a file without a problem, with an adapter for each of the site's ports", (t) => {
  const file = rigFile("table");
  t.same(problemsIn(file, [site]), []);
  const bench = benchOf(file);
  t.same(Object.keys(bench.lines).toSorted(), site.ports.map(({ name }) => name).toSorted());
  t.equal(bench.boots_ms, 60_000);
  t.same(bench.listen, { host: "192.0.2.1", port: 8_883 });
  t.end();
});

t.test("whoever writes the file wrongly reads what is wrong, all of it at once", (t) => {
  const text = `
[lines]
rack = "/dev/a"
advance = "/dev/b"
camera = "/dev/a"
outputs = "/dev/d"
lamps = "/dev/e"
[power]
on = "relay 1"
boots = "soon"
wait = "5 s"
[broker]
listen = "192.0.2.1"
authority = "ca"
[labgrid]
place = "crossing"
`;
  t.same(problemsIn(more(text), [site]), [
    '[power] has "wait"; it may have off, on, boots, discharges',
    '"labgrid" is nothing that a bench has; it has lines, power, broker, unit',
    '[power] boots is a time such as "60 s", not "soon"',
    "[power] does not say off",
    '[broker] listen is an address and a port such as 192.0.2.1:8883, not "192.0.2.1"',
    "[broker] does not say key",
    "[unit] does not say address",
    `[lines] has no adapter for port "radar" of ${site.id} (${site.name})`,
    `[lines] has "lamps", which is no port of ${site.id}`,
    '"rack" and "camera" have the same adapter, /dev/a',
  ]);
  t.end();
});

t.test(
  "an adapter that is not in its socket, a file in its place, a program and an address that are not here: each is named",
  async (t) => {
    const folder = t.testdir();
    const pty = openPtyPair(join(folder, "good"), () => {});
    t.teardown(() => pty.close());
    writeFileSync(join(folder, "text"), "");
    mkdirSync(join(folder, "ca"));
    const bench: Bench = {
      lines: { rack: pty.path, advance: join(folder, "gone"), camera: join(folder, "text") },
      power: { off: "no-such-program off", on: "true on" },
      boots_ms: 1,
      listen: { host: "192.0.2.1", port: 8_883 },
      discharges_ms: 1,
      authority: join(folder, "ca"),
      key: join(folder, "brain-key.pem"),
      // Nobody listens on these two here, and who refuses is there.
      unit: "127.0.0.1",
    };
    const missing = await missingAt(bench);
    t.equal(missing.length, 6, missing.join("\n"));
    t.match(missing[0], /line "advance": .*gone is not there: is the adapter in its socket\?/);
    t.match(missing[1], /line "camera": .*text is no serial port/);
    t.match(missing[2], /\[power\] off: there is no program "no-such-program" here/);
    t.match(missing[3], /there is no authority in .*ca: stopline ca init/);
    t.match(missing[4], /there is no .*brain-key\.pem: the brain's key/);
    t.match(missing[5], /192\.0\.2\.1 is no address of this computer; it has .*127\.0\.0\.1/);
  },
);
