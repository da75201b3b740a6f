import { connect, createServer } from "node:net";
import { openMosquitto, type TestBroker } from "./brokers.ts";

/** Debian's mosquitto as a broker that knows no MQTT 5: it hangs up on it without a word, as old ones do. */
export async function openOldMosquitto(): Promise<TestBroker> {
  const broker = await openMosquitto();
  const server = createServer((near) => {
    near.on("error", () => {});
    near.once("data", (bytes: Buffer) => {
      // The protocol's level follows on its name.
      if (bytes[bytes.indexOf("MQTT") + 4] !== 4) return near.destroy();
      const far = connect({ host: "127.0.0.1", port: broker.port });
      far.on("error", () => {});
      far.write(bytes);
      near.pipe(far);
      far.pipe(near);
      near.once("close", () => far.destroy());
      far.once("close", () => near.destroy());
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("a TCP server has an address");
  return {
    port: address.port,
    close: async () => {
      await broker.close();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
