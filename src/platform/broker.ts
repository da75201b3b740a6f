import { createServer, type Server, type Socket } from "node:net";
import { Aedes } from "aedes";
import { listenWords } from "./listen-words.ts";

export interface OpenBroker {
  readonly port: number;
  close(): Promise<void>;
}

/**
 * A broker in this process (aedes, MQTT 3.1.1, in memory): for `stopline run`, benches and tests. It knows no users and keeps nothing
 * when it ends; deploy/broker has the settings for a real one. `port` 0 takes a free one. Rejects in words if it cannot listen.
 */
export async function openBroker({ host, port }: { readonly host: string; readonly port: number }): Promise<OpenBroker> {
  const aedes = await Aedes.createBroker();
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
    socket.setNoDelay(true);
    aedes.handle(socket);
  });
  // A client that breaks the protocol or dies is its own affair.
  aedes.on("clientError", () => {});
  aedes.on("connectionError", () => {});
  try {
    await listen(server, host, port);
  } catch (error) {
    await new Promise<void>((resolve) => aedes.close(() => resolve()));
    throw new Error(listenWords("the broker", host, port, error as Error));
  }
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("a TCP server has an address");
  return {
    port: address.port,
    close: async () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      await new Promise<void>((resolve) => aedes.close(() => resolve()));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
      server.removeListener("error", reject);
      resolve();
    });
  });
}
