import { generateKeyPairSync, sign } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Database } from "better-sqlite3";
import { stopline } from "#wire";
import { Brain, type BrainEvents, type Role } from "../../../src/brain/brain.ts";
import type { Order } from "../../../src/brain/orders.ts";
import { Store } from "../../../src/brain/store.ts";
import { planOrders, typedCommand } from "../../../src/commands/index.ts";
import { openBrainDatabase } from "../../../src/platform/brain-database.ts";
import { sqliteEngine } from "../../../src/platform/brain-sqlite.ts";
import { Backoff, BENCH_BACKOFF } from "../../../src/sync/backoff.ts";
import { topic } from "../../../src/sync/topics.ts";
import { Instant } from "../../../src/traffic/time.ts";
import { brainHas } from "../brain-has.ts";
import type { Seen } from "../seen.ts";
import type { SimBroker } from "./broker.ts";
import type { SimTime } from "./time.ts";

/** What a person who commands waits for at most. */
const EXPIRES_S = 60;
const HOUSE = join(import.meta.dirname, "../../..");

/** What `stopline command` makes of it: a plan's file is several. Throws a RangeError for what is no command. */
function ordersIn(typed: string): readonly Order[] {
  const [name = "", ...words] = typed.split(" ");
  if (name === "upload-plan") return planOrders(readFileSync(join(HOUSE, words[0]!), "utf8"));
  const order = typedCommand([name, ...words]);
  if (order === null) throw new RangeError(`"${typed}" is no command`);
  return [order];
}

const keyPair = () => {
  const { publicKey, privateKey } = generateKeyPairSync("ed25519");
  return {
    publicKey: Buffer.from(publicKey.export({ format: "jwk" }).x!, "base64url").toString("base64"),
    sign: (body: Uint8Array) => sign(null, body, privateKey),
  };
};

/** The city's end: the reference brain with its store in a file, people who command, and somebody who has found the broker's password. */
export class Centre {
  readonly #key = keyPair();
  readonly #forger = keyPair();
  readonly #unit: string;
  readonly #folder: string;
  readonly #broker: SimBroker;
  readonly #time: SimTime;
  readonly #see: (seen: Seen) => void;
  readonly #random: () => number;
  #store = 1;
  #db: Database | null = null;
  #brain: Brain | null = null;
  #ids = 0;

  constructor(unit: string, folder: string, broker: SimBroker, time: SimTime, random: () => number, see: (seen: Seen) => void) {
    this.#unit = unit;
    this.#folder = folder;
    this.#broker = broker;
    this.#time = time;
    this.#random = random;
    this.#see = see;
    this.begin();
  }

  /** What a unit pins. */
  get commandKey(): string {
    return this.#key.publicKey;
  }

  begin(): void {
    const { db, brain, kill } = this.#opened("brain", "keeper", { notice: (words) => this.#says(words) });
    [this.#db, this.#brain, this.#kill] = [db, brain, kill];
    brain.start();
  }

  /** A process of the centre's on the store, not started; once it is killed nothing of it goes on. */
  #opened(clientId: string, role: Role, events: BrainEvents): { readonly db: Database; readonly brain: Brain; readonly kill: () => void } {
    const db = openBrainDatabase(join(this.#folder, `brain-${this.#store}.db`));
    let alive = true;
    const brain = new Brain(
      {
        connect: this.#broker.connect,
        address: { host: "brain", port: 8883, tls: true },
        clientId,
        timers: this.#time.timers(() => alive),
        backoff: new Backoff(BENCH_BACKOFF, this.#random),
        store: new Store(sqliteEngine(db)),
        sign: (body) => this.#key.sign(body),
        uuid: () => `hil-${++this.#ids}`,
      },
      role,
      { ...events, notice: (words) => alive && events.notice?.(words) },
    );
    const kill = (): void => {
      alive = false;
    };
    return { db, brain, kill };
  }

  #says(words: string): void {
    this.#see({ kind: "words", at: this.#now, of: "brain", words });
  }

  /** Its process is gone, from one instruction to the next. */
  end(): void {
    this.#kill();
    this.#brain = null;
    this.#broker.vanish("brain");
    this.#db?.close();
    this.#db = null;
  }

  /** Another one takes its place, which has never heard of anything. */
  replace(): void {
    this.end();
    this.#store++;
    this.begin();
  }

  command(typed: string, signed: "brain" | "forger"): void {
    const orders = ordersIn(typed);
    const told = (refused: string): void => this.#see({ kind: "result", at: this.#now, typed, refused });
    if (signed === "forger") {
      const now = this.#time.timers().wall();
      const body = {
        id: `forged-${++this.#ids}`,
        unit: this.#unit,
        issuedMs: now,
        expiresMs: now + EXPIRES_S * 1_000,
        counter: 1_000_000,
        ...orders[0],
      };
      const bytes = stopline.v1.Command.encode(stopline.v1.Command.create(body)).finish();
      const sealed = stopline.v1.SealedCommand.encode({ body: bytes, signature: this.#forger.sign(bytes) }).finish();
      this.#broker.publish(topic("command", this.#unit), sealed);
    } else if (this.#brain === null) this.#commandWithout(orders, told);
    else void this.#send(this.#brain, orders, told);
  }

  /** One after the other, up to the first that is refused. */
  async #send(brain: Brain, orders: readonly Order[], told: (refused: string) => void): Promise<void> {
    try {
      let result = { done: true, refused: "" };
      for (const order of orders) if (result.done) result = await brain.send(this.#unit, order, { expires_s: EXPIRES_S });
      told(result.done ? "" : result.refused);
    } catch (error) {
      told(`no answer: ${(error as Error).message}`);
    }
  }

  /** Who commands needs the key and the broker, and no brain that receives: `stopline command` is a process of its own. */
  #commandWithout(orders: readonly Order[], told: (refused: string) => void): void {
    const by = this.#opened("command", "watcher", {
      connected: () =>
        void this.#send(by.brain, orders, told).then(() => {
          by.kill();
          this.#broker.vanish("command");
          by.db.close();
        }),
    });
    by.brain.start();
  }

  /** The bytes of the last command once more, by whoever reads along. */
  replay(): void {
    const last = this.#broker.lastCommand;
    if (last !== null) this.#broker.publish(last.topic, last.payload);
  }

  /** What the brain has, at the end. */
  tell(acked: { readonly epoch: string; readonly seq: number }): void {
    if (this.#db !== null) this.#see({ kind: "brain", at: this.#now, brain: { ...brainHas(this.#db, this.#unit), acked } });
  }

  get #now(): Instant {
    return Instant(Math.floor(performance.now()));
  }

  #kill: () => void = () => {};
}
