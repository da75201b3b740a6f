import { stopline } from "#wire";
import { connectMqtt } from "../../src/platform/mqtt.ts";
import type { Connection, Message } from "../../src/sync/broker.ts";
import { TOPICS, type TopicName, topic, topicOf } from "../../src/sync/topics.ts";

const { Ack, Chunk, Command, Presence, Result, SealedCommand, Status } = stopline.v1;

export const BASE_MS = Date.UTC(2026, 0, 5, 12);

/** The record that a fake unit has under this seq. */
export const recordOf = (seq: number) => ({
  atMs: seq * 100,
  code: 81 + (seq % 2),
  param: 1 + (seq % 16),
  value: seq,
  detail: "",
  input: true,
});

/** An encoded chunk with records `from` to `to`. */
export function chunkOf(unit: string, epoch: string, from: number, to: number, record: (seq: number) => object = recordOf): Uint8Array {
  const records = Array.from({ length: to - from + 1 }, (_, i) => record(from + i));
  return Chunk.encode({ unit, epoch, session: 1, firstSeq: from, wallBaseMs: BASE_MS, records }).finish();
}

export function gapOf(unit: string, epoch: string, from: number, to: number, reason: string): Uint8Array {
  return chunkOf(unit, epoch, from, from, () => ({ ...recordOf(from), code: 301, value: 0, detail: JSON.stringify({ from, to, reason }) }));
}

export const presenceOf = (unit: string, epoch: string, said: Partial<stopline.v1.Presence.$Properties> = {}): Uint8Array =>
  Presence.encode({ unit, epoch, state: Presence.State.ONLINE, sinceMs: BASE_MS, version: "0.1.0", ...said }).finish();

export const statusOf = (unit: string, epoch: string, said: Partial<stopline.v1.Status.$Properties> = {}): Uint8Array =>
  Status.encode({ unit, epoch, wallMs: BASE_MS, mode: "actuated", ...said }).finish();

/** A chunk with one record: the result of a command. */
export function journaledResult(
  unit: string,
  epoch: string,
  seq: number,
  said: { id: string; done: boolean; refused?: string },
): Uint8Array {
  const detail = JSON.stringify({ command: "place-call", refused: "", ...said });
  return chunkOf(unit, epoch, seq, seq, () => ({ ...recordOf(seq), code: 341, param: 0, value: said.done ? 1 : 0, detail, input: false }));
}

export const message = (name: TopicName, unit: string, payload: Uint8Array, retained = false): Message => ({
  topic: topic(name, unit),
  payload,
  retained,
});

/** The unit's half of the contract, without a street, a journal or doubts: it says what the test tells it to. */
export class FakeUnit {
  readonly unit: string;
  readonly epoch: string;
  readonly acks: number[] = [];
  /** What the brain's clock said in each. */
  readonly ackWalls: number[] = [];
  readonly commands: { readonly command: stopline.v1.Command; readonly body: Uint8Array; readonly signature: Uint8Array }[] = [];
  /** What it answers; null answers nothing. */
  answer: ((command: stopline.v1.Command) => Partial<stopline.v1.Result.$Properties>) | null = () => ({ done: true });
  #connection: Connection | null = null;

  constructor(unit: string, epoch = "e1") {
    this.unit = unit;
    this.epoch = epoch;
  }

  get acked(): number {
    return this.acks.at(-1) ?? 0;
  }

  async connect(port: number, said: Partial<stopline.v1.Presence.$Properties> = {}): Promise<void> {
    const on = { message: (m: Message) => this.#heard(m), closed: () => {} };
    this.#connection = await connectMqtt({ host: "127.0.0.1", port, tls: false }, `unit-${this.unit}`, on);
    await this.#connection.subscribe([topic("ack", this.unit), topic("command", this.unit)]);
    await this.say("presence", presenceOf(this.unit, this.epoch, said));
  }

  say(name: TopicName, body: Uint8Array, unit = this.unit): Promise<void> {
    return this.#connection!.publish(topic(name, unit), body, { qos: TOPICS[name].qos, retain: TOPICS[name].retain });
  }

  chunk(from: number, to: number, lane: "live" | "backfill" = "live"): Promise<void> {
    return this.say(lane, chunkOf(this.unit, this.epoch, from, to));
  }

  status(said: Partial<stopline.v1.Status.$Properties>): Promise<void> {
    return this.say("status", Status.encode({ unit: this.unit, epoch: this.epoch, wallMs: BASE_MS, ...said }).finish());
  }

  result(commandId: string, said: Partial<stopline.v1.Result.$Properties>): Promise<void> {
    return this.say("result", Result.encode({ unit: this.unit, commandId, wallMs: BASE_MS, ...said }).finish());
  }

  async close(): Promise<void> {
    await this.#connection?.close();
  }

  #heard({ topic: text, payload }: Message): void {
    const name = topicOf(text)?.name;
    if (name === "ack") {
      const { epoch, seq, wallMs } = Ack.decode(payload);
      if (epoch !== this.epoch) return;
      this.acks.push(seq);
      this.ackWalls.push(wallMs);
    }
    if (name === "command") {
      const { body, signature } = SealedCommand.decode(payload);
      const command = Command.decode(body);
      this.commands.push({ command, body, signature });
      if (this.answer !== null) void this.result(command.id, this.answer(command));
    }
  }
}
