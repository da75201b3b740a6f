import { readFileSync } from "node:fs";
import protobuf from "protobufjs";
import t from "tap";
import { asyncapi, protoRoot, yaml } from "./asyncapi.ts";
import { codecOf, meaningOf, released, samples } from "./bytes.ts";

t.test("what was released means the same for ever, and is said in the same bytes", async (t) => {
  t.ok(released().length > 0);
  for (const { file, message, hex, means } of released()) {
    t.same(meaningOf(message, Buffer.from(hex, "hex")), means, file);
    t.equal(Buffer.from(codecOf(message).encode(codecOf(message).fromObject(means)).finish()).toString("hex"), hex, `${file}, encoded`);
  }
});

t.test("the bytes of every message with every field of it are kept; make wire-bytes writes what is missing", async (t) => {
  const kept = new Set(released().map(({ message, hex }) => `${message} ${hex}`));
  for (const { name, message, object } of samples()) {
    const hex = Buffer.from(codecOf(message).encode(codecOf(message).fromObject(object)).finish()).toString("hex");
    t.ok(kept.has(`${message} ${hex}`), name);
  }
});

t.test("no message has two fields of one number or name, and none of a number that protobuf keeps for itself", async (t) => {
  for (const type of protoRoot().nestedArray.filter((each) => each instanceof protobuf.Type)) {
    const ids = type.fieldsArray.map(({ id }) => id);
    t.equal(new Set(ids).size, ids.length, type.name);
    t.ok(ids.every((id) => id >= 1 && (id < 19_000 || id > 19_999)));
  }
});

t.test(
  "proto/asyncapi.yaml says what the table of topics and the .proto files say, and every reference in it leads somewhere",
  async (t) => {
    const kept = readFileSync(new URL("../../proto/asyncapi.yaml", import.meta.url), "utf8");
    const document = asyncapi();
    t.equal(kept.slice(kept.indexOf("\n")), yaml(document), "make asyncapi writes it");
    for (const [, path] of kept.matchAll(/"\$ref": "#\/([^"]+)"/g)) {
      const found = path!.split("/").reduce<unknown>((at, key) => (at as { readonly [key: string]: unknown } | undefined)?.[key], document);
      t.not(found, undefined, `#/${path}`);
    }
  },
);
