import { readdirSync, readFileSync } from "node:fs";
import protobuf from "protobufjs";
import { TOPICS, type TopicName, topic } from "../../src/sync/topics.ts";

/**
 * The AsyncAPI 3 document of the contract, made from the table of topics and from the .proto files with their comments, so that it cannot say
 * anything else than they do. `node test/wire/asyncapi.ts > proto/asyncapi.yaml` writes it; a test holds the file against this.
 */

const PROTO = new URL("../../proto/stopline/v1/", import.meta.url);

type Json = string | number | boolean | readonly Json[] | { readonly [key: string]: Json };

export function protoRoot(): protobuf.Namespace {
  const root = new protobuf.Root();
  for (const file of readdirSync(PROTO).toSorted())
    protobuf.parse(readFileSync(new URL(file, PROTO), "utf8"), root, { keepCase: true, alternateCommentMode: true });
  return root.lookup("stopline.v1") as protobuf.Namespace;
}

const ref = (path: string): Json => ({ $ref: `#/${path}` });

export function asyncapi(): Json {
  const names = Object.keys(TOPICS) as TopicName[];
  const messages = [...new Set(names.map((name) => TOPICS[name].message))];
  const { version } = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8")) as { readonly version: string };
  return {
    asyncapi: "3.0.0",
    info: {
      title: "stopline: a unit at the roadside and the brain of its city",
      version,
      description:
        "Said from the unit's side: it sends what is under `send` and hears what is under `receive` (but `position`: a vehicle sends it, under its own name). Bodies are protobuf (proto/stopline/v1); the schemas " +
        "here describe them decoded, with each field's number. The conversation is told as a story in proto/README.md. Written by test/wire/asyncapi.ts.",
      license: { name: "Apache-2.0" },
    },
    defaultContentType: "application/x-protobuf",
    servers: {
      units: {
        host: "brain.example.net:8883",
        protocol: "secure-mqtt",
        protocolVersion: "5.0",
        description: "The broker, for units. MQTT 5 where it has it, 3.1.1 where not: nothing here needs MQTT 5.",
        security: [{ type: "X509", description: "TLS 1.3, a certificate on both sides; the unit's common name is its id." }],
        bindings: { mqtt: { cleanSession: true, keepAlive: 15, bindingVersion: "0.2.0" } },
      },
    },
    channels: Object.fromEntries(names.map((name) => [name, channel(name)])),
    operations: Object.fromEntries(
      names.map((name) => operation(name, TOPICS[name].from === "brain" ? "receive" : "send")).concat(hearing()),
    ),
    components: {
      parameters: { unit: { description: "The unit's id: 1 to 32 letters, digits and dashes." } },
      messages: Object.fromEntries(messages.map((message) => [message, messageOf(message)])),
      schemas: schemas(),
    },
  };
}

function channel(name: TopicName): Json {
  const { message, why } = TOPICS[name];
  return {
    address: topic(name, "{unit}"),
    description: why,
    parameters: { unit: ref("components/parameters/unit") },
    messages: { [message]: ref(`components/messages/${message}`) },
  };
}

/** Whether a message is retained is its sender's to say, and stands where it is received as well. */
function operation(name: TopicName, action: "send" | "receive", as = name as string): [string, Json] {
  const { message, qos, retain } = TOPICS[name];
  return [
    as,
    {
      action,
      channel: ref(`channels/${name}`),
      messages: [ref(`channels/${name}/messages/${message}`)],
      bindings: { mqtt: { qos, retain, bindingVersion: "0.2.0" } },
    },
  ];
}

/** A unit hears its neighbours, too. */
const hearing = (): [string, Json][] => [operation("departures", "receive", "neighbours")];

function messageOf(message: string): Json {
  const type = protoRoot().lookupType(message);
  return {
    name: `stopline.v1.${message}`,
    summary: type.comment ?? "",
    contentType: `application/x-protobuf;type=stopline.v1.${message}`,
    payload: ref(`components/schemas/${message}`),
  };
}

function schemas(): Json {
  const found: { [name: string]: Json } = {};
  const nested = (space: protobuf.NamespaceBase, before = ""): void => {
    for (const each of space.nestedArray) {
      if (each instanceof protobuf.Enum)
        found[before + each.name] = { type: "string", enum: Object.keys(each.values), description: words(each.comment) };
      if (!(each instanceof protobuf.Type)) continue;
      found[before + each.name] = schemaOf(each);
      nested(each, `${before}${each.name}.`);
    }
  };
  nested(protoRoot());
  return Object.fromEntries(Object.entries(found).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

function schemaOf(type: protobuf.Type): Json {
  const properties = type.fieldsArray.map((field): [string, Json] => {
    field.resolve();
    const one =
      field.resolvedType === null
        ? SCALARS[field.type]!
        : ref(`components/schemas/${field.resolvedType.fullName.replace(".stopline.v1.", "")}`);
    const about = { ...(field.comment ? { description: words(field.comment) } : {}), "x-protobuf": { number: field.id, type: field.type } };
    return [
      field.name,
      field.repeated
        ? { type: "array", items: one, ...about }
        : field.resolvedType === null
          ? { ...(one as object), ...about }
          : { allOf: [one], ...about },
    ];
  });
  const choices = type.oneofsArray.map(({ name, fieldsArray }): [string, Json] => [name, fieldsArray.map((field) => field.name)]);
  return {
    type: "object",
    ...(type.comment ? { description: words(type.comment) } : {}),
    properties: Object.fromEntries(properties),
    ...(choices.length > 0 ? { "x-oneof": Object.fromEntries(choices) } : {}),
  };
}

const words = (comment: string | null): string => comment ?? "";

const WHOLE = { type: "integer" };
const SCALARS: { readonly [type: string]: Json } = {
  string: { type: "string" },
  bytes: { type: "string", contentEncoding: "base64" },
  bool: { type: "boolean" },
  uint32: WHOLE,
  sint32: WHOLE,
  uint64: { ...WHOLE, maximum: Number.MAX_SAFE_INTEGER },
  sint64: { ...WHOLE, minimum: Number.MIN_SAFE_INTEGER, maximum: Number.MAX_SAFE_INTEGER },
};

/** YAML of what is above: every text in quotes, as JSON has them, and nothing else that a reader of YAML could take for something else. */
export function yaml(value: Json, indent = ""): string {
  if (Array.isArray(value))
    return value.length === 0 ? " []\n" : `\n${value.map((each: Json) => `${indent}-${inline(each, `${indent}  `)}`).join("")}`;
  if (typeof value === "object") {
    const rows = Object.entries(value).map(
      ([key, each]) => `${indent}${/^[A-Za-z][\w.-]*$/.test(key) ? key : JSON.stringify(key)}:${yaml(each, `${indent}  `)}`,
    );
    return rows.length === 0 ? " {}\n" : `\n${rows.join("")}`;
  }
  return ` ${JSON.stringify(value)}\n`;
}

/** An object in a list begins on the line of its dash. */
const inline = (value: Json, indent: string): string => {
  const text = yaml(value, indent);
  return text.startsWith("\n") ? ` ${text.slice(1 + indent.length)}` : text;
};

if (import.meta.main)
  process.stdout.write(
    `# Written by test/wire/asyncapi.ts from the table of topics and the .proto files: change those, and type \`make asyncapi\`.${yaml(asyncapi())}`,
  );
