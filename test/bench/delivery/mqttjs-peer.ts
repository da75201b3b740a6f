import { connectAsync } from "mqtt";

/** MQTT.js as anybody uses it, but for a window of unconfirmed messages: PORT COUNT BYTES WINDOW. Prints what peer.c prints. */
const [port, count, bytes, window] = process.argv.slice(2).map(Number) as [number, number, number, number];
const client = await connectAsync({ host: "127.0.0.1", port, protocolVersion: 5 });
const body = Buffer.alloc(bytes);
let sent = 0;
let confirmed = 0;
const [begun, spent] = [performance.now(), process.cpuUsage()];
await new Promise<void>((resolve) => {
  const fill = () => {
    while (sent < count && sent - confirmed < window) {
      body.writeUInt32LE(sent++);
      client.publish("peer/records", body, { qos: 1 }, () => {
        if (++confirmed === count) resolve();
        else fill();
      });
    }
  };
  fill();
});
const { user, system } = process.cpuUsage(spent);
console.log(JSON.stringify({ seconds: (performance.now() - begun) / 1_000, cpu_s: (user + system) / 1e6 }));
await client.endAsync();
