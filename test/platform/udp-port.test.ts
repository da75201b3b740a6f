import { createSocket } from "node:dgram";
import { once } from "node:events";
import t, { type Test as Tap } from "tap";
import { openUdpPort } from "../../src/platform/udp-port.ts";
import { callRequest, diagnosticRequest } from "../../src/serial/framing/ts2/detectors.ts";
import { enclose } from "../../src/serial/framing/ts2/octets.ts";
import type { FieldLine } from "../../src/street/street.ts";
import type { Port } from "../../src/traffic/site.ts";
import { Instant } from "../../src/traffic/time.ts";
import { freePorts, gateway, type Ports, pathOf } from "./gateway.ts";
import { until } from "./until.ts";

const NOBODY: FieldLine = { heard: () => {}, saysAt: Number.POSITIVE_INFINITY, said: () => null };
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");

/** Our end, at 127.0.0.1. */
function plugged(t: Tap, ports: Ports) {
  const config: Port = { name: "port-1", path: pathOf(ports), baud: 153_600, parity: "none", stop_bits: 1 };
  const told: string[] = [];
  const heard: string[] = [];
  const open = openUdpPort(config, {
    opened: () => told.push("open"),
    closed: (cause) => told.push(cause),
    heard: (bytes) => heard.push(hex(bytes)),
  });
  t.teardown(() => open.close());
  return { open, told, heard };
}

t.test("frames go to the gateway one a datagram, and what it says comes enclosed as on any line", async (t) => {
  const ports = await freePorts();
  const box = await gateway(t, ports, NOBODY, () => Instant(0));
  const { open, told, heard } = plugged(t, ports);
  await until(() => told.length > 0);
  t.same(told, ["open"]);
  open.write(Uint8Array.of(...enclose(callRequest(1)), ...enclose(diagnosticRequest(4, 9))));
  let came: readonly Uint8Array[] = [];
  await until(() => {
    came = [...came, ...box.heard()];
    return came.length === 2;
  });
  t.same(came.map(hex), ["088314", "0b831b09"], "no flags, no check: those are the gateway's");
  box.say(Uint8Array.of(0x10, 0x83, 128));
  await until(() => heard.length > 0);
  t.same(heard, [hex(enclose(Uint8Array.of(0x10, 0x83, 128)))]);
});

t.test("whoever else is on the network is not heard", async (t) => {
  const ports = await freePorts();
  const box = await gateway(t, ports, NOBODY, () => Instant(0));
  const { told, heard } = plugged(t, ports);
  await until(() => told.length > 0);
  const stranger = createSocket("udp4");
  t.teardown(() => stranger.close());
  stranger.bind(0, "127.0.0.3");
  await once(stranger, "listening");
  const otherPort = createSocket("udp4");
  t.teardown(() => otherPort.close());
  otherPort.bind(0, "127.0.0.2");
  await once(otherPort, "listening");
  for (const socket of [stranger, otherPort])
    await new Promise((sent) => socket.send(Uint8Array.of(0x10, 0x83, 128), ports.local, "127.0.0.1", sent));
  box.say(Uint8Array.of(0x10, 0x83, 129));
  await until(() => heard.length > 0);
  t.same(heard, [hex(enclose(Uint8Array.of(0x10, 0x83, 129)))], "the gateway's own, and nothing before it");
});

t.test("a gateway that is not there yet is one that does not answer: the port is open, and finds it when it comes", async (t) => {
  const ports = await freePorts();
  const { open, told, heard } = plugged(t, ports);
  await until(() => told.length > 0);
  for (let i = 0; i < 5; i++) open.write(enclose(callRequest(1)));
  const box = await gateway(t, ports, NOBODY, () => Instant(0));
  await until(() => {
    open.write(enclose(callRequest(1)));
    return box.heard().length > 0;
  });
  box.say(Uint8Array.of(0x08, 0x83, 0x94));
  await until(() => heard.length > 0);
  t.same(told, ["open"]);
});

t.test("another program has our port: it is told in words, and tried again until it is free", async (t) => {
  const ports = await freePorts();
  const other = createSocket("udp4");
  other.bind(ports.local);
  await once(other, "listening");
  const { told } = plugged(t, ports);
  await until(() => told.length > 0);
  t.match(told[0], `port "port-1": gateway 127.0.0.2:${ports.port}: another program has our port`);
  // It has been tried some times since.
  const began = performance.now();
  await until(() => performance.now() > began + 500);
  t.equal(told.length, 1);
  other.close();
  await until(() => told.includes("open"));
  t.equal(told.length, 2, "told once");
});

t.test("a path that names no gateway", async (t) => {
  const config: Port = { name: "a", path: "udp://gateway:10001", baud: 153_600, parity: "none", stop_bits: 1 };
  t.throws(() => openUdpPort(config, { opened: () => {}, closed: () => {}, heard: () => {} }), {
    message: 'port "a": udp://gateway:10001 names no gateway; write udp://ADDRESS:PORT',
  });
});
