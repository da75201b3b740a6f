import { generateKeyPairSync, sign } from "node:crypto";
import { join } from "node:path";
import type { Database } from "better-sqlite3";
import { stopline } from "#wire";
import { Brain } from "../../../src/brain/brain.ts";
import { Store } from "../../../src/brain/store.ts";
import { typedCommand } from "../../../src/commands/index.ts";
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
    this.#db = openBrainDatabase(join(this.#folder, `brain-${this.#store}.db`));
    let alive = true;
    const timers = this.#time.timers(() => alive);
    const brain = new Brain(
      {
        connect: this.#broker.connect,
        address: { host: "brain", port: 8883, tls: true },
        clientId: "brain",
        timers,
        backoff: new Backoff(BENCH_BACKOFF, this.#random),
        store: new Store(sqliteEngine(this.#db)),
        sign: (body) => this.#key.sign(body),
        uuid: () => `hil-${++this.#ids}`,
      },
      "keeper",
      { notice: (words) => alive && this.#see({ kind: "words", at: this.#now, of: "brain", words }) },
    );
    this.#kill = () => {
      alive = false;
    };
    brain.start();
    this.#brain = brain;
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
    const order = typedCommand(typed.split(" "));
    if (order === null) throw new RangeError(`"${typed}" is no command`);
    const told = (refused: string): void => this.#see({ kind: "result", at: this.#now, typed, refused });
    if (signed === "forger") {
      const now = this.#time.timers().wall();
      const body = {
        id: `forged-${++this.#ids}`,
        unit: this.#unit,
        issuedMs: now,
        expiresMs: now + EXPIRES_S * 1_000,
        counter: 1_000_000,
        ...order,
      };
      const bytes = stopline.v1.Command.encode(stopline.v1.Command.create(body)).finish();
      const sealed = stopline.v1.SealedCommand.encode({ body: bytes, signature: this.#forger.sign(bytes) }).finish();
      this.#broker.publish(topic("command", this.#unit), sealed);
    } else if (this.#brain === null) told("there is no brain");
    else
      this.#brain.send(this.#unit, order, { expires_s: EXPIRES_S }).then(
        ({ done, refused }) => told(done ? "" : refused),
        (error: Error) => told(`no answer: ${error.message}`),
      );
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
