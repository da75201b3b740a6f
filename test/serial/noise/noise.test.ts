import t from "tap";
import { dice } from "../../dice.ts";
import { allowed, devices, mayMiss } from "./checksums.ts";
import { Interference } from "./interference.ts";
import { noisy } from "./rig.ts";

const HOURS = 0.25;

for (const { name, config } of devices()) {
  t.test(
    `${name} beside an arc welder: no more lies than its checksum lets through, and the next whole answer is understood`,
    async (t) => {
      const quiet = noisy(config, 1e-9, HOURS, 1);
      t.ok(quiet.whole > 0 && quiet.wrong === 0 && quiet.missed === 0, "without noise every answer is understood");
      const frames = quiet.accepted / quiet.sent;
      for (const rate of [1e-6, 1e-5, 1e-4, 1e-3, 1e-2]) {
        const tally = noisy(config, rate, HOURS, 7);
        const limit = allowed(config.protocol, frames, tally);
        t.ok(tally.wrong <= limit, `${rate}: ${tally.wrong} of ${tally.damaged} damaged messages were believed, ${limit} may be`);
        // At 1e-2 next to nothing arrives whole, and who remembers what was said before has nothing to go by.
        if (rate < 1e-2) t.ok(tally.run <= mayMiss(config.protocol), `${rate}: ${tally.run} whole answers in a row were not understood`);
        if (rate >= 1e-3) t.ok(tally.damaged > 0 && tally.noise_bytes > 0, `${rate}: there was noise, and it was counted`);
      }
    },
  );
}

t.test("the welder turns over as many bits as it should, and a byte without its start or stop bit is none", async (t) => {
  const wire = new Interference(1e-3, dice(3));
  const message = new Uint8Array(100);
  let [turned, lost] = [0, 0];
  for (let i = 0; i < 10_000; i++) {
    const out = wire.pass(message);
    lost += message.length - out.length;
    for (const byte of out) for (let bits = byte; bits > 0; bits >>= 1) turned += bits & 1;
  }
  // A million bytes of eight bits, and of two that frame them; four standard deviations.
  t.ok(Math.abs(turned - 8_000) < 4 * Math.sqrt(8_000), `${turned} data bits were turned over`);
  t.ok(Math.abs(lost - 2_000) < 4 * Math.sqrt(2_000), `${lost} bytes were lost`);
});
