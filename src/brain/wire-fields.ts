import $protobuf from "protobufjs/minimal.js";
import description from "../../proto/gen/description.json" with { type: "json" };

/** A message as the .proto files have it: its fields by number, and of what type each is. */
interface Fields {
  readonly [number: number]: { readonly name: string; readonly type: string };
}

interface Described {
  readonly fields?: { readonly [name: string]: { readonly id: number; readonly type: string } };
}

const MESSAGES: { readonly [message: string]: Described } = description.nested.stopline.nested.v1.nested;

const known = new Map<string, Fields>();

function fieldsOf(message: string): Fields | null {
  const described = Object.hasOwn(MESSAGES, message) ? MESSAGES[message]!.fields : undefined;
  if (described === undefined) return null;
  let fields = known.get(message);
  if (fields === undefined) {
    fields = Object.fromEntries(Object.entries(described).map(([name, { id, type }]) => [id, { name, type }]));
    known.set(message, fields);
  }
  return fields;
}

/** What is on the wire and in no .proto file that we have: "Presence.17", "Status.phases.9". Throws what the library throws at broken bytes. */
export function unknownFields(message: string, bytes: Uint8Array, path = message): readonly string[] {
  const fields = fieldsOf(message);
  if (fields === null) return [];
  const reader = $protobuf.Reader.create(bytes);
  const unknown = new Set<string>();
  while (reader.pos < reader.len) {
    const tag = reader.uint32();
    const field = fields[tag >>> 3];
    if (field === undefined) unknown.add(`${path}.${tag >>> 3}`);
    if (field !== undefined && (tag & 7) === 2 && fieldsOf(field.type) !== null) {
      for (const each of unknownFields(field.type, reader.bytes(), `${path}.${field.name}`)) unknown.add(each);
    } else reader.skipType(tag & 7);
  }
  return [...unknown];
}
