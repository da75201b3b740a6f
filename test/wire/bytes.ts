import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import protobuf from "protobufjs";
import { stopline } from "#wire";
import { protoRoot } from "./asyncapi.ts";

/**
 * The bytes of every message as they were released: test/wire/<version>/<message>.json has them and what they mean, which is so for ever.
 * `node test/wire/bytes.ts` (make wire-bytes) writes what is missing for the present version, and never changes a file: a message that has got a
 * field since has a second file.
 */

export const FOLDER = new URL("./", import.meta.url);

export interface Released {
  /** "0.1.0/Presence.json" */
  readonly file: string;
  readonly message: string;
  readonly hex: string;
  /** As protobufjs's toObject has it: numbers, enums by name, bytes in base64. */
  readonly means: { readonly [field: string]: unknown };
}

export interface Codec {
  encode(message: object): { finish(): Uint8Array };
  decode(bytes: Uint8Array): object;
  fromObject(object: object): object;
  toObject(message: object, options: object): { [field: string]: unknown };
}

export const codecOf = (message: string): Codec => (stopline.v1 as unknown as { readonly [name: string]: Codec })[message]!;

export const meaningOf = (message: string, bytes: Uint8Array) =>
  codecOf(message).toObject(codecOf(message).decode(bytes), { enums: String, bytes: String });

export function released(): readonly Released[] {
  const versions = readdirSync(FOLDER, { withFileTypes: true }).filter((each) => each.isDirectory());
  return versions.flatMap(({ name }) =>
    readdirSync(new URL(`${name}/`, FOLDER)).map((file) => ({
      file: `${name}/${file}`,
      ...JSON.parse(readFileSync(new URL(`${name}/${file}`, FOLDER), "utf8")),
    })),
  );
}

/** Every message that travels by itself, with every field set; of a choice, once with each. */
export function samples(): readonly { readonly name: string; readonly message: string; readonly object: object }[] {
  const types = protoRoot().nestedArray.filter((each) => each instanceof protobuf.Type);
  return types.flatMap((type) => {
    const [choice] = type.oneofsArray;
    if (choice === undefined) return [{ name: type.name, message: type.name, object: sampleOf(type, null) }];
    return choice.fieldsArray.map((field) => ({ name: `${type.name}.${field.name}`, message: type.name, object: sampleOf(type, field) }));
  });
}

function sampleOf(type: protobuf.Type, chosen: protobuf.Field | null): { [field: string]: unknown } {
  const fields = type.fieldsArray.filter((field) => field.partOf === null || field === chosen);
  return Object.fromEntries(
    fields.map((field) => {
      field.resolve();
      const values = [sampleValue(field, 1), sampleValue(field, 2)];
      // The generated code has its names so.
      return [protobuf.util.camelCase(field.name), field.repeated ? values : values[0]];
    }),
  );
}

function sampleValue(field: protobuf.Field, salt: number): unknown {
  const { id, name, type, resolvedType } = field;
  if (resolvedType instanceof protobuf.Enum) return Object.values(resolvedType.values).at(-1);
  if (resolvedType instanceof protobuf.Type) return sampleOf(resolvedType, null);
  if (type === "string") return `${name} ${salt}, ü`;
  if (type === "bytes") return Buffer.from([0, 127, 128, 255, id, salt]).toString("base64");
  if (type === "bool") return true;
  if (type === "uint64") return 2 ** 40 + id * 10 + salt;
  if (type === "sint64") return -(2 ** 40) - id * 10 - salt;
  if (type === "sint32") return -(2 ** 30) - id * 10 - salt;
  if (type === "uint32") return 2 ** 31 + id * 10 + salt;
  throw new Error(`no sample of type ${type}: write one here`);
}

function write(): void {
  const { version } = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8")) as { readonly version: string };
  const folder = new URL(`${version}/`, FOLDER);
  mkdirSync(folder, { recursive: true });
  const there = released();
  for (const { name, message, object } of samples()) {
    const hex = Buffer.from(codecOf(message).encode(codecOf(message).fromObject(object)).finish()).toString("hex");
    if (there.some((each) => each.message === message && each.hex === hex)) continue;
    let file = new URL(`${name}.json`, folder);
    for (let count = 2; existsSync(file); count++) file = new URL(`${name}.${count}.json`, folder);
    writeFileSync(file, `${JSON.stringify({ message, hex, means: meaningOf(message, Buffer.from(hex, "hex")) }, null, 2)}\n`, {
      flag: "wx",
    });
    console.log(`wrote ${file.pathname}`);
  }
}

if (import.meta.main) write();
