import { parseArgs } from "node:util";
import { openBroker } from "../platform/broker.ts";
import { whole } from "./numbers.ts";
import { untilAsked } from "./site-file.ts";
import type { Verb } from "./verb.ts";

export const verb: Verb = {
  summary: "an MQTT broker for the bench",
  usage: `
stopline broker [--host HOST] [--port PORT]

  --host HOST   the address to listen on (127.0.0.1)
  --port PORT   the TCP port (1883)

MQTT 3.1.1, in memory, without users: for a bench or a demonstration. deploy/broker has the settings for a real one.`,

  async run(args) {
    const { values } = parseArgs({
      args: [...args],
      options: { host: { type: "string", default: "127.0.0.1" }, port: { type: "string", default: "1883" } },
    });
    const port = whole("port", values.port, 0, 65_535);
    const broker = await openBroker({ host: values.host, port });
    console.log(`broker: listening on ${values.host}:${broker.port}; stop it with Ctrl-C`);
    return untilAsked(() => broker.close());
  },
};
