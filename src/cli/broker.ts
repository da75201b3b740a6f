import { parseArgs } from "node:util";
import { openBroker } from "../platform/broker.ts";
import { untilAsked } from "./site-file.ts";
import { UsageError, type Verb } from "./verb.ts";

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
    const port = Number(values.port);
    if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new UsageError(`--port must be 0 to 65535, not "${values.port}".`);
    const broker = await openBroker({ host: values.host, port });
    console.log(`broker: listening on ${values.host}:${broker.port}; stop it with Ctrl-C`);
    return untilAsked(() => broker.close());
  },
};
