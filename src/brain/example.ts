/** A centre in thirty lines, to copy: `node example.ts BROKER:PORT STORE [UNIT]`. Prints one unit's records once each, places a call, shows the fleet. */
import { setTimeout as pause } from "node:timers/promises";
import { openBrain, type Place } from "stopline/brain";

const [broker = "127.0.0.1:18830", store = "centre.db", unit = "DEMO-001"] = process.argv.slice(2);
const [host = "", port] = broker.split(":");

// In use: { host, port: 8884, certificates: "/etc/stopline/certificates" }, as `stopline ca brain` has made them, and a store in PostgreSQL.
const brain = await openBrain(
  { broker: { host, port: Number(port), tls: false }, store, key: "centre-key.pem" },
  { notice: (words) => console.log(`notice: ${words}`), lost: (cause) => console.log(`lost: ${cause}`) },
);
process.once("SIGTERM", () => brain.close().then(() => process.exit()));

// One result for each command: done, refused with the reason in words, or the words of NoAnswer.
brain.send(unit, { placeCall: { phase: 2, pedestrian: false } }, { expires_s: 30 }).then(
  ({ done, refused }) => console.log(`command: ${done ? "done" : refused}`),
  (error: Error) => console.log(`command: ${error.message}`),
);

// Every record once, in order. Keep `place` with what you make of the records, in one transaction, and go on from there after a restart.
for (let place: Place | null = null; ; ) {
  const records = await brain.records(unit, place);
  for (const record of records)
    console.log(`record ${record.seq}: code ${record.code}, ${record.param}, at ${new Date(record.wall_ms).toISOString()}`);
  place = records.at(-1) ?? place;
  if (records.length > 0) continue;
  for (const view of await brain.fleet()) console.log(`${view.unit} ${view.presence}: ${view.mode}, ${view.behind} records to come`);
  await pause(500);
}
