import { PassThrough } from "node:stream";
import t from "tap";
import { Battery } from "./battery.ts";

t.test(
  "the emulator's monitor tells what the machine's battery clock shows, in the order of asking, and nothing once the power is gone",
  async (t) => {
    const [from, to] = [new PassThrough(), new PassThrough()];
    const battery = new Battery(from, to);
    from.write('{"QMP": {"version": {}, "capabilities": ["oob"]}}\n{"return": {}}\n');
    const [first, second] = [battery.read(), battery.read()];
    from.write('{"return": "0000000009010000: 0x6b08c800\\r\\n"}\n{"timestamp": {}, "event": "RTC_CHANGE"}\n');
    from.write('{"return": "0000000009010000: 0x6b08c801\\r\\n"}\n');
    t.equal(await first, Date.UTC(2026, 10, 27) / 1_000);
    t.equal(await second, Date.UTC(2026, 10, 27) / 1_000 + 1);
    const refused = battery.read();
    from.write('{"error": {"class": "GenericError", "desc": "no"}}\n');
    t.equal(await refused, null);
    const last = battery.read();
    from.destroy();
    t.equal(await last, null);
    const said = String(to.read())
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as { readonly execute: string });
    t.same(
      said.map(({ execute }) => execute),
      ["qmp_capabilities", ...Array<string>(4).fill("human-monitor-command")],
    );
  },
);
