import { gatewayOf, PORT_1_BAUD } from "../../traffic/gateway.ts";
import type { Row } from "../rows.ts";
import type { PORT } from "../tables/wiring.ts";
import type { Check } from "./index.ts";
import { noteTwice } from "./references.ts";

export const checkPorts: Check = ({ ports }) => {
  for (const { row } of ports) checkGateway(row);
  const paths = ports.map(({ row }) => ({ row, key: row.value.path }));
  for (const { row } of ports) {
    for (const key of ["rts_before_ms", "rts_after_ms"] as const) {
      if (row.has(key) && row.value.rs485 === false) row.note(key, `${key} without rs485`, "Write rs485 = true, or take the line away.");
    }
  }
  noteTwice(paths, "path", () => "this path", "Two lines cannot share one adapter: look at ls -l /dev/serial/by-path.");
};

/** The bus behind a gateway has its own speed and no parity; a serial port has another. */
function checkGateway(row: Row<typeof PORT>): void {
  const { path, baud } = row.value;
  if (path === undefined) return;
  const gateway = gatewayOf(path) !== null;
  if (gateway) {
    for (const key of ["parity", "stop_bits", "rs485"] as const)
      if (row.has(key)) row.note(key, `an SDLC gateway has no ${key}`, "Take the line away.");
    if (baud !== undefined && baud !== PORT_1_BAUD)
      row.note("baud", `baud is ${baud}, but Port 1 behind an SDLC gateway has ${PORT_1_BAUD}`, `Write baud = ${PORT_1_BAUD}.`);
  } else if (baud === PORT_1_BAUD) {
    row.note(
      "baud",
      `baud is ${baud}, the speed of NEMA TS 2 Port 1, which is synchronous: no serial port can speak it`,
      'Write path = "udp://ADDRESS:PORT" of an SDLC gateway, or the speed that is set on the devices.',
    );
  }
}
