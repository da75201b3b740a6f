import { generateKeyPairSync, randomUUID, sign } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import t, { type Test } from "tap";
import { stopline } from "#wire";
import { Brain } from "../../../src/brain/brain.ts";
import { Corridor } from "../../../src/brain/corridor/corridor.ts";
import { Escort } from "../../../src/brain/corridor/escort.ts";
import { sealedBy } from "../../../src/brain/corridor/report.ts";
import { requestOf } from "../../../src/commands/index.ts";
import type { ResultDetail } from "../../../src/journal/port.ts";
import { openBrainStore } from "../../../src/platform/brain-store.ts";
import { openBroker } from "../../../src/platform/broker.ts";
import { type Key, openKey } from "../../../src/platform/keys.ts";
import { connectMqtt } from "../../../src/platform/mqtt.ts";
import { signatureBy } from "../../../src/platform/signature.ts";
import { ticks } from "../../../src/sim.ts";
import { Backoff } from "../../../src/sync/backoff.ts";
import type { Connection, Message } from "../../../src/sync/broker.ts";
import { topic } from "../../../src/sync/topics.ts";
import { CODE } from "../../../src/traffic/codes.ts";
import type { WallTime } from "../../../src/traffic/time.ts";
import { until } from "../../platform/until.ts";
import { worldOf } from "../../streets.ts";
import { HandTimers } from "../../sync/hand-timers.ts";
import { CROSS, graphOf, keyOf, reportAt } from "./graphs.ts";

/** Four legs at which an ambulance may have its green, within these limits. */
const SITE = `${readFileSync(new URL("../../../deploy/sites/four-leg.toml", import.meta.url), "utf8")}
[priority]
interval = 0.0
phases = [
  { phase = 2, extension = 40.0, reduction = 20.0, insertion = true },
  { phase = 6, extension = 40.0, reduction = 20.0 },
  { phase = 4, extension = 30.0, reduction = 20.0, insertion = true },
  { phase = 8, extension = 30.0, reduction = 20.0, insertion = true },
  { phase = 1, reduction = 10.0 }, { phase = 3, reduction = 10.0 }, { phase = 5, reduction = 10.0 }, { phase = 7, reduction = 10.0 },
]
`;
const MIDNIGHT = Date.UTC(2026, 0, 5);
/** Until traffic is as usual. */
const WARM_S = 120;

/** A whole unit on its simulated street, a second at a time, that takes sealed commands off a real broker. */
class SimulatedUnit {
  readonly world: ReturnType<typeof worldOf>;
  readonly unit: string;
  readonly #seconds: Iterator<unknown>;
  readonly #verify: (body: Uint8Array, signature: Uint8Array) => boolean;
  #connection: Connection | null = null;
  #told = 0;
  /** By id: a command that is sent again is the same one. */
  readonly commands = new Map<string, stopline.v1.Command>();

  constructor(unit: string, seed: number, commandKey: string) {
    this.unit = unit;
    this.world = worldOf(SITE.replace('id = "DEMO-001"', `id = "${unit}"`), seed, { began_ms: 8 * 3_600_000 });
    this.#seconds = ticks(this.world);
    this.#verify = signatureBy(commandKey);
  }

  async connect(port: number): Promise<void> {
    const message = (m: Message) => this.#heard(m);
    this.#connection = await connectMqtt({ host: "127.0.0.1", port, tls: false }, `unit-${this.unit}`, { message, closed: () => {} });
    await this.#connection.subscribe([topic("command", this.unit)]);
    const { ONLINE } = stopline.v1.Presence.State;
    const said = stopline.v1.Presence.encode({ unit: this.unit, state: ONLINE, epoch: "e", sinceMs: MIDNIGHT }).finish();
    await this.#connection.publish(topic("presence", this.unit), said, { qos: 1, retain: true });
  }

  /** A second of the street; then what became of commands goes to the brain. */
  async second(): Promise<void> {
    for (let tick = 0; tick < 10; tick++) this.#seconds.next();
    const { entries } = this.world.recorder;
    for (; this.#told < entries.length; this.#told++) {
      const { code, detail, at } = entries[this.#told]!;
      if (code !== CODE.commandResult) continue;
      const { id, done, refused } = JSON.parse(detail) as ResultDetail;
      const result = { unit: this.unit, commandId: id, done, refused, wallMs: MIDNIGHT + at };
      await this.#connection?.publish(topic("result", this.unit), stopline.v1.Result.encode(result).finish(), { qos: 1, retain: false });
    }
  }

  /** When this phase's green began and ended, in ms. */
  greens(phase: number): readonly (readonly [began: number, ended: number])[] {
    const own = this.world.recorder.entries.filter(({ code, param }) => param === phase && (code === 1 || code === 7));
    return own.flatMap(({ code, at }, i) => (code === 1 ? [[at, own[i + 1]?.at ?? Number.POSITIVE_INFINITY] as const] : []));
  }

  isGreen(phase: number): boolean {
    return this.greens(phase).some(([, ended]) => ended === Number.POSITIVE_INFINITY);
  }

  /** Places that vehicles have in the unit now. */
  get places(): readonly string[] {
    const { unit, recorder } = this.world;
    return unit.live(recorder.status(), 0).priority.map(({ vehicle }) => vehicle);
  }

  async close(): Promise<void> {
    await this.#connection?.close();
  }

  #heard({ payload }: Message): void {
    const { body, signature } = stopline.v1.SealedCommand.decode(payload);
    if (!this.#verify(body, signature)) return;
    const command = stopline.v1.Command.decode(body);
    if (this.commands.has(command.id)) return;
    const { command: name, args } = requestOf(command)!;
    this.commands.set(command.id, command);
    this.world.recorder.inbox.push({ id: command.id, command: name, args, expires: command.expiresMs as WallTime, refused: "" });
  }
}

const AMBULANCE = generateKeyPairSync("ed25519");
const own = Buffer.from(AMBULANCE.publicKey.export({ format: "jwk" }).x!, "base64url").toString("base64");
const graph = graphOf(CROSS.replace(keyOf(1), own));

async function openEscort(t: Test, port: number, key: Key, timers: HandTimers) {
  const store = await openBrainStore(":memory:");
  const corridor = new Corridor({ graph, verifierOf: signatureBy });
  const notices: string[] = [];
  const count = { sent: 0, answered: 0, heard: 0 };
  const escort: Escort = new Escort({
    corridor,
    units: graph.units,
    timers,
    async send(...order) {
      count.sent += 1;
      const result = await brain.send(...order);
      count.answered += 1;
      return result;
    },
    lastOf: (unit, code) => store.lastOf(unit, code),
    notice: (words) => notices.push(words),
  });
  const ports = {
    connect: connectMqtt,
    address: { host: "127.0.0.1", port, tls: false },
    clientId: `brain-${randomUUID().slice(0, 8)}`,
    timers,
    backoff: new Backoff({ base_ms: 20, cap_ms: 50, steady_ms: 1_000 }, Math.random),
    store,
    sign: key.sign,
    uuid: randomUUID,
  };
  const brain: Brain = new Brain(
    ports,
    "keeper",
    {
      heard: (arrival) => escort.heard(arrival),
      position(vehicle, payload) {
        count.heard += 1;
        escort.position(vehicle, payload);
      },
    },
    () => store.close(),
  );
  t.teardown(async () => {
    escort.close();
    await brain.close();
  });
  brain.start();
  await until(() => brain.cause === "");
  escort.start();
  return { escort, brain, notices, count };
}

/** An ambulance from the west over J1 and J2, which stops at red; a report each second, everything in its order. */
async function drive(
  t: Test,
  seed: number,
  { brains = 1, forged = false, silentAfter_s = Number.POSITIVE_INFINITY, diesAfter_s = Number.POSITIVE_INFINITY } = {},
) {
  const broker = await openBroker({ host: "127.0.0.1", port: 0 });
  t.teardown(() => broker.close());
  const key = openKey(join(t.testdir(), "key.pem"));
  const timers = new HandTimers(MIDNIGHT);
  const units = [new SimulatedUnit("J1", seed, key.publicKey), new SimulatedUnit("J2", seed + 1, key.publicKey)] as const;
  for (const unit of units) {
    await unit.connect(broker.port);
    t.teardown(() => unit.close());
  }
  const escorts = await Promise.all(Array.from({ length: brains }, () => openEscort(t, broker.port, key, timers)));
  const box = await connectMqtt({ host: "127.0.0.1", port: broker.port, tls: false }, "box", { message: () => {}, closed: () => {} });
  t.teardown(() => box.close());
  const signer = forged ? generateKeyPairSync("ed25519").privateKey : AMBULANCE.privateKey;
  const sum = (of: "sent" | "answered" | "heard") => escorts.reduce((all, { count }) => all + count[of], 0);
  const taken = () => units.reduce((all, { commands }) => all + commands.size, 0);

  const seen = { took_s: 0, stops: 0, at_line_ms: [] as number[], most: 0 };
  let [at_m, speed_m, reported] = [0, 13.8, 0];
  for (let s = 1; at_m < 1_150 && s < 600; s++) {
    const under_way = s > WARM_S;
    if (under_way) {
      seen.took_s += 1;
      if (seen.took_s === diesAfter_s) for (const { escort } of escorts) escort.close();
      const before_m = speed_m;
      const line = [400, 800].findIndex((line_m) => at_m < line_m && at_m + 13.8 >= line_m);
      const waits = line >= 0 && !units[line]!.isGreen(2);
      speed_m = waits ? Math.max(0, [399, 799][line]! - at_m) : 13.8;
      if (line >= 0 && !waits) seen.at_line_ms.push(s * 1_000);
      if (speed_m < 1 && before_m >= 1) seen.stops += 1;
      at_m += speed_m;
      if (seen.took_s <= silentAfter_s) {
        const report = reportAt(graph, "RTW-1", timers.wall(), [at_m - 400, 3], { speed_ms: speed_m });
        const sealed = sealedBy(report, (body) => sign(null, body, signer));
        await box.publish(topic("position", "RTW-1"), sealed, { qos: 0, retain: false });
        reported += 1;
        await until(() => sum("heard") === reported * brains);
      }
    }
    await timers.pass(1_000);
    // What the escorts have sent is with the units before those live through the second, and their answers are back before the next.
    await until(() => taken() === sum("sent"));
    for (const unit of units) await unit.second();
    await until(() => sum("answered") === sum("sent"));
    seen.most = Math.max(seen.most, ...units.map(({ places }) => places.length));
  }
  return { units, escorts, ...seen };
}

t.test("greens open ahead of an ambulance at two units that stand at a real broker, and nobody's minimum is cut for it", async (t) => {
  let [with_s, without_s, withStops, withoutStops] = [0, 0, 0, 0];
  for (const seed of [1, 4, 7]) {
    await t.test(`seed ${seed}`, async (t) => {
      const led = await drive(t, seed);
      const alone = await drive(t, seed, { silentAfter_s: 0 });
      [with_s, without_s] = [with_s + led.took_s, without_s + alone.took_s];
      [withStops, withoutStops] = [withStops + led.stops, withoutStops + alone.stops];
      t.same(led.escorts[0]!.notices, []);
      for (const [i, unit] of led.units.entries()) {
        const at = led.at_line_ms[i]!;
        t.ok(
          unit.greens(2).some(([began, ended]) => began < at && at <= ended),
          `${unit.unit} is green when it comes`,
        );
        t.ok(unit.commands.size > 1 && unit.commands.size < 15, `${unit.commands.size} commands`);
        t.same(unit.places, [], "it is told that the ambulance has passed");
        const { site, recorder } = unit.world;
        t.equal(recorder.entries.filter(({ code }) => code === CODE.monitorFault).length, 0);
        for (const { number, min_green_ds } of site.phases)
          for (const [began, ended] of unit.greens(number))
            if (ended - began < min_green_ds * 100) t.fail(`a green of ${ended - began} ms`);
      }
      t.equal(alone.units[0].commands.size + alone.units[1].commands.size, 0, "who does not report gets nothing");
    });
  }
  t.comment(
    `over three seeds ${with_s} s and ${withStops} stops with it, ${without_s} s and ${withoutStops} stops without; free flow 252 s`,
  );
  t.ok(with_s < without_s && withStops < withoutStops, `${with_s} s and ${withStops} stops against ${without_s} s and ${withoutStops}`);
});

t.test("a report under another's key opens nothing, and a person is told once", async (t) => {
  const { units, escorts } = await drive(t, 2, { forged: true });
  for (const unit of units) t.equal(unit.commands.size, 0);
  t.equal(
    escorts[0]!.notices.length > 0 && escorts[0]!.notices.length < 4,
    true,
    `${escorts[0]!.notices.length} notices for every report of a drive`,
  );
  t.match(escorts[0]!.notices[0], /RTW-1 is not taken: the signature is not by the key/);
});

t.test("two brains with one key lead one ambulance: it has one place in each unit, and its way is free", async (t) => {
  const { units, escorts, most } = await drive(t, 3, { brains: 2 });
  t.equal(most, 1);
  for (const { count } of escorts) t.ok(count.sent > 0, "both ask");
  for (const unit of units) {
    t.same(unit.places, []);
    t.equal(unit.world.recorder.entries.filter(({ code }) => code === CODE.monitorFault).length, 0);
  }
});

t.test("an ambulance that falls silent on its way, or a brain that dies, leaves no unit holding anything", async (t) => {
  const silent = await drive(t, 5, { silentAfter_s: 8 });
  const dead = await drive(t, 5, { diesAfter_s: 8 });
  for (const { units, most } of [silent, dead]) {
    t.equal(most, 1, "it had a place");
    for (const unit of units) t.same(unit.places, []);
  }
  const said = [...silent.units[0].commands.values()];
  t.ok(said.at(-1)?.cancelPriority, "a brain that lives takes it back");
  t.notOk([...dead.units[0].commands.values()].some(({ cancelPriority }) => cancelPriority));
});
