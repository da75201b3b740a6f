import { connectMqtt } from "../../../src/platform/mqtt.ts";
import type { BrokerAddress, Connection } from "../../../src/sync/broker.ts";
import { type TopicName, topic } from "../../../src/sync/topics.ts";

type Attempt = readonly [words: string, may: boolean, does: (connection: Connection) => Promise<void>];

const says = (name: TopicName, unit: string, may: boolean): Attempt => [
  `says ${unit}'s ${name}`,
  may,
  (connection) => connection.publish(topic(name, unit), new Uint8Array(), { qos: 1, retain: false }),
];

const hears = (name: TopicName, unit: string, may: boolean): Attempt => [
  `hears ${unit === "+" ? "everybody" : unit}'s ${name}`,
  may,
  (connection) => connection.subscribe([topic(name, unit)]),
];

/** What unit A may and may not; each on a connection of its own, because a broker may hang up on whoever goes too far. */
const ATTEMPTS: readonly Attempt[] = [
  says("departures", "A", true),
  hears("ack", "A", true),
  hears("departures", "B", true),
  says("live", "B", false),
  says("presence", "B", false),
  says("ack", "A", false),
  says("command", "B", false),
  hears("command", "B", false),
  hears("live", "B", false),
  hears("command", "+", false),
];

/** What the broker lets A, which dials `address`, do and should not, or the other way about. */
export async function wrongRights(address: BrokerAddress): Promise<readonly string[]> {
  const wrong: string[] = [];
  for (const [i, [words, may, does]] of ATTEMPTS.entries()) {
    const connection = await connectMqtt(address, `tries-${i}`, { message: () => {}, closed: () => {} });
    const did = await does(connection).then(
      () => true,
      () => false,
    );
    if (did !== may) wrong.push(`A ${words}: ${did ? "may and should not" : "should and may not"}`);
    await connection.close();
  }
  return wrong;
}
