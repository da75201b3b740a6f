import { createServer, type Server, type Socket } from "node:net";

/** Where a machine of the emulator finds the host's own addresses. */
export const HOST = "10.0.2.2";

/** A shell that has done nothing yet says so when it asks. */
const NOTHING = "0 0";

interface Typed {
  readonly number: number;
  readonly words: string;
  readonly done: () => void;
  readonly failed: (why: Error) => void;
}

/**
 * Somebody who sits in an emulated machine and types what he is told. Nobody can log in on the image, and it knows nothing of him: the rig's own ramdisk
 * lays his script over the slot (test/image/direct.ts). He asks the rig what is next, and says with it what he did last and how that ended: what was only
 * sent may have reached nobody.
 */
export class Hands {
  readonly #server: Server;
  readonly #within_ms: number;
  readonly #left: Typed[] = [];
  #typed = 0;
  #doing: Typed | null = null;
  #waits: Socket | null = null;
  /** Why nothing is typed any more. */
  #closed: Error | null = null;

  /** `within_ms`: by our clock, what is typed has to be done by then. */
  static async open(within_ms: number): Promise<Hands> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return new Hands(server, within_ms);
  }

  private constructor(server: Server, within_ms: number) {
    this.#server = server;
    this.#within_ms = within_ms;
    server.on("connection", (asks) => {
      // A machine whose power goes is gone without a word.
      asks.on("error", () => {});
      asks.once("close", () => {
        if (this.#waits === asks) this.#waits = null;
      });
      let said = "";
      asks.setEncoding("utf8").on("data", (text: string) => {
        said += text;
        if (said.endsWith("\n")) this.#asked(asks, said.trim());
      });
    });
  }

  /**
   * What he does from the machine's start on. bash opens the connection: the image has it as Debian makes it, as this host does. (Its busybox has a wget
   * that crashes when it is told how long to wait.) Who dies before he has heard all of it has heard nothing, and it is asked for again.
   */
  get script(): string {
    const { port } = this.#server.address() as { readonly port: number };
    return [
      `did="${NOTHING}"`,
      "while :; do",
      `  if told=$(bash -c 'exec 3<> /dev/tcp/${HOST}/${port} && echo "$0" >&3 && exec cat <&3' "$did" 2> /dev/null) && [ -n "$told" ]; then`,
      `    sh -c "\${told#* }"`,
      `    did="\${told%% *} $?"`,
      "  else sleep 1; fi",
      "done",
      "",
    ].join("\n");
  }

  /** Resolves when it is done, as soon as a machine runs in which he can; rejects in words if it ends with another status than 0, or if nobody does it. */
  type(words: string): Promise<void> {
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => {
        const sent = this.#doing === typed;
        if (sent) this.#doing = null;
        else this.#left.splice(this.#left.indexOf(typed), 1);
        const how = sent ? "it was sent" : "nobody asked for it";
        typed.failed(new Error(`${named(words)} is not done in the machine after ${this.#within_ms / 1_000} s: ${how}`));
      }, this.#within_ms);
      const typed: Typed = {
        number: ++this.#typed,
        words,
        done: () => {
          clearTimeout(late);
          resolve();
        },
        failed: (why) => {
          clearTimeout(late);
          reject(why);
        },
      };
      if (this.#closed !== null) return typed.failed(this.#closed);
      this.#left.push(typed);
      this.#next();
    });
  }

  /** The machine is off: what was being typed will not be finished, and counts as done. */
  dropped(): void {
    this.#doing?.done();
    this.#doing = null;
    this.#waits?.destroy();
    this.#waits = null;
  }

  /** Nothing is typed any more, and whoever waits for it is told why. */
  close(why = new Error("the machine is put away")): void {
    this.#closed = why;
    for (const typed of [this.#doing, ...this.#left.splice(0)]) typed?.failed(why);
    this.#doing = null;
    this.dropped();
    this.#server.close();
  }

  /** Somebody asks what is next, and has said what he did last: the number of it, and its exit status. */
  #asked(asks: Socket, did: string): void {
    this.#waits?.destroy();
    this.#waits = asks;
    const [number, status] = did.split(" ").map(Number);
    const doing = this.#doing;
    this.#doing = null;
    if (doing !== null && doing.number !== number) this.#left.unshift(doing);
    else if (status === 0) doing?.done();
    else doing?.failed(new Error(`${named(doing.words)} has ended with ${status} in the machine`));
    this.#next();
  }

  #next(): void {
    const asks = this.#waits;
    const next = asks === null || this.#doing !== null ? undefined : this.#left.shift();
    if (asks === null || next === undefined) return;
    this.#waits = null;
    this.#doing = next;
    asks.end(`${next.number} ${next.words}\n`);
  }
}

/** By its first line: a site file is typed as well. */
const named = (words: string): string => `"${words.split("\n")[0]}"`;
