import { createServer, type Server, type Socket } from "node:net";

/** Where a machine of the emulator finds the host's own addresses. */
export const HOST = "10.0.2.2";

/**
 * Somebody who sits in an emulated machine and types what he is told. Nobody can log in on the image, and it knows nothing of him: the rig's own ramdisk
 * lays his script over the slot (test/image/direct.ts), and he asks the rig what is next.
 */
export class Hands {
  readonly #server: Server;
  readonly #left: { readonly words: string; readonly done: () => void }[] = [];
  #doing: (() => void) | null = null;
  #waits: Socket | null = null;

  static async open(): Promise<Hands> {
    const server = createServer({ allowHalfOpen: true });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return new Hands(server);
  }

  private constructor(server: Server) {
    this.#server = server;
    server.on("connection", (asks) => {
      // A machine whose power goes is gone without a word.
      asks.on("error", () => {});
      // Whoever asks has done what he was told before.
      this.#doing?.();
      this.#doing = null;
      this.#waits = asks;
      asks.once("close", () => {
        if (this.#waits === asks) this.#waits = null;
      });
      this.#next();
    });
  }

  /**
   * What he does from the machine's start on. bash opens the connection: the image has it as Debian makes it, as this host does. (Its busybox has a wget
   * that crashes when it is told how long to wait.)
   */
  get script(): string {
    const { port } = this.#server.address() as { readonly port: number };
    return [
      "while :; do",
      `  if words=$(bash -c 'cat < /dev/tcp/${HOST}/${port}' 2> /dev/null); then sh -c "$words"; else sleep 1; fi`,
      "done",
      "",
    ].join("\n");
  }

  /** Resolves when it is done, as soon as a machine runs in which he can. */
  type(words: string): Promise<void> {
    return new Promise((done) => {
      this.#left.push({ words, done });
      this.#next();
    });
  }

  /** The machine is off: what was being typed will not be finished, and counts as done. */
  dropped(): void {
    this.#doing?.();
    this.#doing = null;
    this.#waits?.destroy();
    this.#waits = null;
  }

  close(): void {
    this.dropped();
    this.#server.close();
  }

  #next(): void {
    const asks = this.#waits;
    const next = asks === null || this.#doing !== null ? undefined : this.#left.shift();
    if (asks === null || next === undefined) return;
    this.#waits = null;
    this.#doing = next.done;
    asks.end(`${next.words}\n`);
  }
}
