import { createServer, type Server, type ServerResponse } from "node:http";

/** Where a machine of the emulator finds the host's own addresses. */
export const HOST = "10.0.2.2";

/**
 * Somebody who sits in an emulated machine and types what he is told. Nobody can log in on the image, and it knows nothing of him: the rig's own ramdisk
 * lays his script over the slot (test/image/direct.ts), and he asks the rig what is next.
 */
export class Hands {
  readonly #server: Server;
  readonly #port: number;
  readonly #left: { readonly words: string; readonly done: () => void }[] = [];
  #doing: (() => void) | null = null;
  #waits: ServerResponse | null = null;

  static async open(): Promise<Hands> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return new Hands(server);
  }

  private constructor(server: Server) {
    this.#server = server;
    this.#port = (server.address() as { readonly port: number }).port;
    server.on("request", (_, answer) => {
      // Whoever asks has done what he was told before.
      this.#doing?.();
      this.#doing = null;
      this.#waits = answer;
      answer.once("close", () => {
        if (this.#waits === answer) this.#waits = null;
      });
      this.#next();
    });
  }

  /** What he does from the machine's start on. */
  get script(): string {
    return [
      "while :; do",
      `  if busybox wget -q -T 3600 -O /run/typed-next http://${HOST}:${this.#port}/ 2> /dev/null; then sh /run/typed-next; else sleep 1; fi`,
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
    this.#server.closeAllConnections();
    this.#server.close();
  }

  #next(): void {
    const answer = this.#waits;
    const next = answer === null || this.#doing !== null ? undefined : this.#left.shift();
    if (answer === null || next === undefined) return;
    this.#waits = null;
    this.#doing = next.done;
    answer.end(`${next.words}\n`);
  }
}
