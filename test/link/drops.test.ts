import t from "tap";
import { BROKERS } from "../platform/brokers.ts";
import { drop, type Outcome } from "./drops/drops.ts";

/** The short form of `make prove-delivery`. */
const DROPS: { readonly [broker: string]: number } = { mosquitto: 200, embedded: 100 };

for (const [name, open] of BROKERS) {
  t.test(`a line that breaks at any byte, again and again, costs no record and doubles none, with the ${name} broker`, async (t) => {
    const outcome: Outcome = await drop({ drops: DROPS[name]!, seed: 11, open });
    const { committed, drops } = outcome;
    t.match(outcome, { acked: committed, stored: committed, contradictions: 0, gaps: 0, wrong: [] });
    t.ok(drops >= DROPS[name]! && outcome.connections >= drops, `${drops} drops, ${outcome.connections} connections`);
    t.ok(outcome.again > 0, `${outcome.again} records came again, and were known`);
  });
}
