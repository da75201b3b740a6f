import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import t from "tap";
import { openKey } from "../../../src/platform/keys.ts";
import { watchLive } from "../../../src/platform/live-socket.ts";
import type { Live } from "../../../src/traffic/live.ts";
import { verbChild } from "../../cli/verb-child.ts";
import { openMosquitto } from "../../platform/brokers.ts";
import { until } from "../../platform/until.ts";
import { cruiseShip } from "./cruise-ship.ts";

// Alone: a unit on real ttys in real time, five processes beside it.
// Long: the unit tries two plans at the lowest of all priorities.

const root = new URL("../../..", import.meta.url).pathname;
// Within what the test has in all: then it says what was said instead of ending without a word.
const LONG_MS = 150_000;
// An hour and lane: in an hour without a crowd its pattern is no slower than the site's own, so its rehearsal hangs on no hour that the journal has.
const VEHICLES = 200;
const SURGES = `
[city]
name = "Harbour"
time_zone = "UTC"
${cruiseShip("west", VEHICLES)}`;

t.test(
  "a person begins a surge and ends it: what stopline surge says goes by a mosquitto and the unit's link to the lamps, and back again",
  async (t) => {
    // Not below the tree: a socket's path is short.
    const folder = mkdtempSync(join(tmpdir(), "stopline-surge-"));
    t.teardown(() => rmSync(folder, { recursive: true, force: true }));
    const at = (name: string) => join(folder, name);
    writeFileSync(at("surges.toml"), SURGES);
    const broker = await openMosquitto();
    t.teardown(() => broker.close());
    mkdirSync(at("tty"), { recursive: true });
    await promisify(execFile)(process.execPath, ["test/plans/recorded-hours.ts", at("journal.db")], { cwd: root });
    const site = join(root, "deploy/sites/four-leg.toml");
    const own = ["--journal", at("journal.db"), "--live", at("live.sock")];
    const broker_ = ["--broker", `127.0.0.1:${broker.port}`, "--plain"];
    const centre = [...broker_, "--store", at("brain.db"), "--key", at("key.pem")];
    verbChild(t, "street", site, "--ports", at("tty"));
    const brain = verbChild(t, "brain", ...centre, "--surges", at("surges.toml"));
    verbChild(t, "unit", site, ...own, "--ports", at("tty"));
    verbChild(t, "link", site, ...own, ...broker_, "--command-key", openKey(at("key.pem")).publicKey);
    let live: Live | null = null;
    /** In how many tenths a channel was green under a pattern. */
    const greens = new Map<number, number>();
    const watch = watchLive(
      at("live.sock"),
      (now) => {
        live = now;
        if (now.channels.some(({ indication }) => indication === "green")) greens.set(now.pattern, (greens.get(now.pattern) ?? 0) + 1);
      },
      () => {},
    );
    t.teardown(() => watch.close());
    const pattern = () => (live as Live | null)?.pattern ?? 0;

    await until(() => /DEMO-001: cruise-ship: in force/.test(brain.said()), LONG_MS).catch(() => t.fail(brain.said()));
    t.equal(pattern(), 1, "its plan has the surge, and nobody has begun it");

    const start = verbChild(t, "surge", at("surges.toml"), "start", "cruise-ship", ...centre);
    t.equal(await start.ended, 0, start.said());
    await until(() => pattern() === 100 && (greens.get(100) ?? 0) > 100, LONG_MS).catch(() => t.fail(brain.said()));
    await until(() => /DEMO-001: cruise-ship ashore, pattern 100/.test(brain.said()), LONG_MS);

    const stop = verbChild(t, "surge", at("surges.toml"), "stop", "cruise-ship", ...centre);
    t.equal(await stop.ended, 0, stop.said());
    const before = greens.get(1) ?? 0;
    await until(() => pattern() === 1 && (greens.get(1) ?? 0) > before + 100, LONG_MS);
    await until(() => /DEMO-001: cruise-ship ashore is over; back to pattern 1/.test(brain.said()), LONG_MS);
    t.equal((live as Live | null)?.mode, "actuated");
  },
);
