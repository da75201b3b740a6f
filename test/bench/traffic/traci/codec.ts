import { COMMAND, type Domain, SUBSCRIBE, TYPE, VARIABLE } from "./words.ts";

/** A compound is the list of what is in it. */
export type Value = number | string | readonly Value[];
/** Of one object, by the variable's number. */
export type Values = ReadonlyMap<number, Value>;

/** What SUMO said of the subscriptions of one step, by domain and object. */
export type Seen = { readonly [D in Domain]: ReadonlyMap<string, Values> };

const HEAD = 4;
/** Taken out by whoever speaks here, not arrived. */
const REMOVED = 3;

const int = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
};
const double = (value: number): Buffer => {
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleBE(value);
  return bytes;
};
const text = (value: string): Buffer => Buffer.concat([int(Buffer.byteLength(value)), Buffer.from(value)]);
const strings = (values: readonly string[]): Buffer => Buffer.concat([int(values.length), ...values.map(text)]);

/** One command: its length (in one byte, or a zero and four bytes), its number, what it says. */
function command(id: number, ...parts: readonly Buffer[]): Buffer {
  const body = Buffer.concat(parts);
  const short = body.length + 2;
  if (short <= 255) return Buffer.concat([Buffer.of(short, id), body]);
  return Buffer.concat([Buffer.of(0), int(short + HEAD), Buffer.of(id), body]);
}

export const version = (): Buffer => command(COMMAND.version);
export const close = (): Buffer => command(COMMAND.close);
/** One step further. */
export const step = (): Buffer => command(COMMAND.step, double(0));

/** `letters`: one for each link of the traffic light. */
export const showLight = (tls: string, letters: string): Buffer =>
  command(COMMAND.setLight, Buffer.of(VARIABLE.lightState), text(tls), Buffer.of(TYPE.string), text(letters));

/** Nobody of these classes may use the lane any more. */
export const closeLane = (lane: string, classes: readonly string[]): Buffer =>
  command(COMMAND.setLane, Buffer.of(VARIABLE.disallowed), text(lane), Buffer.of(TYPE.strings), strings(classes));

/** A way over these edges, by which a vehicle can be sent. */
export const addRoute = (route: string, edges: readonly string[]): Buffer =>
  command(COMMAND.setRoute, Buffer.of(VARIABLE.add), text(route), Buffer.of(TYPE.strings), strings(edges));

/** A vehicle of a type that the files have sets out on a route as soon as it can, in the lane that suits it, as fast as that goes. */
export function addVehicle(vehicle: string, type: string, route: string): Buffer {
  const words = [route, type, "now", "best", "base", "max", "current", "max", "current", "", "", ""];
  const nobody = Buffer.concat([Buffer.of(TYPE.integer), int(0)]);
  const items = [...words.map((word) => Buffer.concat([Buffer.of(TYPE.string), text(word)])), nobody, nobody];
  return command(COMMAND.setVehicle, Buffer.of(VARIABLE.addFull), text(vehicle), Buffer.of(TYPE.compound), int(items.length), ...items);
}

/** It is gone, wherever it is. */
export const removeVehicle = (vehicle: string): Buffer =>
  command(COMMAND.setVehicle, Buffer.of(VARIABLE.remove), text(vehicle), Buffer.of(TYPE.byte, REMOVED));

/** From now on every step says these variables of the object. */
export const subscribe = (domain: Domain, object: string, variables: readonly number[]): Buffer =>
  command(SUBSCRIBE[domain], double(-(2 ** 30)), double(2 ** 30), text(object), Buffer.of(variables.length, ...variables));

/** Whether a command is a subscription, which is answered by more than its status. */
export const subscribes = (command: Buffer): boolean => {
  const id = command[0] === 0 ? command[5]! : command[1]!;
  return id >= SUBSCRIBE.loop && id <= SUBSCRIBE.person;
};

export const message = (commands: readonly Buffer[]): Buffer => {
  const body = Buffer.concat(commands);
  return Buffer.concat([int(body.length + HEAD), body]);
};

/** The length of the message at the front of `bytes` if it is there as a whole; 0 if not. */
export function whole(bytes: Buffer): number {
  if (bytes.length < HEAD) return 0;
  const length = bytes.readInt32BE(0);
  return bytes.length >= length ? length : 0;
}

/** Reads an answer from its front to its end. Throws an Error in SUMO's words where it refuses a command. */
export class Answer {
  readonly #bytes: Buffer;
  #at = HEAD;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  /** The status of a command, which comes before anything that it answers. */
  status(): void {
    this.#length();
    const id = this.#ubyte();
    const result = this.#ubyte();
    const words = this.#text();
    if (result !== 0) throw new Error(`SUMO refuses command 0x${id.toString(16)}: ${words || `result ${result}`}`);
  }

  /** What was subscribed to, behind the status of a step. */
  step(into: Map<number, Map<string, Values>>): void {
    for (let left = this.#int(); left > 0; left--) this.subscription(into);
  }

  /** One object's variables: also the answer to the subscription itself. */
  subscription(into: Map<number, Map<string, Values>>): void {
    this.#length();
    const domain = this.#ubyte() - 0x10;
    const object = this.#text();
    const values = new Map<number, Value>();
    for (let left = this.#ubyte(); left > 0; left--) {
      const variable = this.#ubyte();
      const result = this.#ubyte();
      const value = this.#value();
      if (result !== 0) throw new Error(`SUMO cannot say variable 0x${variable.toString(16)} of "${object}": ${value}`);
      values.set(variable, value);
    }
    const objects = into.get(domain) ?? new Map<string, Values>();
    objects.set(object, values);
    into.set(domain, objects);
  }

  #value(): Value {
    const type = this.#ubyte();
    switch (type) {
      case TYPE.ubyte:
        return this.#ubyte();
      case TYPE.byte:
        return this.#bytes.readInt8(this.#at++);
      case TYPE.integer:
        return this.#int();
      case TYPE.double:
        return this.#double();
      case TYPE.position:
        return [this.#double(), this.#double()];
      case TYPE.string:
        return this.#text();
      case TYPE.strings:
        return Array.from({ length: this.#int() }, () => this.#text());
      case TYPE.doubles:
        return Array.from({ length: this.#int() }, () => this.#double());
      case TYPE.compound:
        return Array.from({ length: this.#int() }, () => this.#value());
    }
    throw new Error(`SUMO sent a value of type 0x${type.toString(16)}, which the bench has never asked for`);
  }

  #length(): number {
    return this.#ubyte() || this.#int();
  }

  #ubyte(): number {
    return this.#bytes.readUInt8(this.#at++);
  }

  #int(): number {
    this.#at += 4;
    return this.#bytes.readInt32BE(this.#at - 4);
  }

  #double(): number {
    this.#at += 8;
    return this.#bytes.readDoubleBE(this.#at - 8);
  }

  #text(): string {
    const length = this.#int();
    this.#at += length;
    return this.#bytes.toString("utf8", this.#at - length, this.#at);
  }
}
