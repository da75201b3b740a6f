import { readFileSync } from "node:fs";
import t from "tap";
import { stopline } from "#wire";
import { TOPICS, type TopicName, topic, topicOf } from "../../src/sync/topics.ts";

t.test("the table in proto/README.md is the table of the code", async (t) => {
  const readme = readFileSync(new URL("../../proto/README.md", import.meta.url), "utf8");
  const rows = [...readme.matchAll(/^\| ((?!type\/)\w+\/\w+) +\|(.*)\|$/gm)].map(([, path, rest]) => [
    path,
    ...rest!.split("|").map((c) => c.trim()),
  ]);
  const table = Object.values(TOPICS).map((each) => [
    `${each.type}/${each.code}`,
    each.message,
    each.from,
    String(each.qos),
    each.retain ? "yes" : "no",
    each.why,
  ]);
  t.same(rows, table);
});

t.test("every message in the table is one of proto/stopline/v1", async (t) => {
  for (const { message } of Object.values(TOPICS)) t.type(stopline.v1[message], "function", message);
});

t.test("a topic is understood as it is written, and nothing else is", async (t) => {
  for (const name of Object.keys(TOPICS) as TopicName[]) t.same(topicOf(topic(name, "DEMO-001")), { name, unit: "DEMO-001" });
  const others = [
    "",
    "stopline",
    "stopline/v2/A/ack/journal",
    "stopline/v1//ack/journal",
    "stopline/v1/A/ack/journal/x",
    "stopline/v1/A/ack/live",
  ];
  for (const other of others) t.equal(topicOf(other), null, other);
});

t.test("only what is complete in itself is retained, and everything that must arrive is confirmed", async (t) => {
  for (const [name, { retain, qos }] of Object.entries(TOPICS)) {
    t.equal(retain, ["presence", "status", "ack"].includes(name), `${name} retained`);
    t.equal(qos, ["status", "departures", "position"].includes(name) ? 0 : 1, `${name} QoS`);
  }
});
