import type { DriverProtocol } from "../../signals/drivers/index.ts";
import type { SiteFile } from "../file.ts";
import type { Row } from "../rows.ts";
import type { DEVICE } from "../tables/wiring.ts";
import { DRIVER_POLL_MAX_MS, driverOf, protocolOf } from "./devices.ts";
import type { Check } from "./index.ts";
import type { References } from "./references.ts";

type DeviceRow = Row<typeof DEVICE>;

/** A lamp changes within the tenth that decided it, whatever else is said on its line. */
const LAMP_WITHIN_MS = 100;
const BOARD_TIMEOUT_MAX_MS = 150;
/** A vehicle is a call at the latest this much later, and no longer behind a device of its line that is gone. */
const CALL_WITHIN_MS = 500;
/** A start bit, eight data bits, parity, a stop bit. */
const BITS_A_BYTE = 11;
/** Silence around a frame, in bytes. */
const GAP_BYTES = 3.5;

/** How long the street waits for a line, at worst: lamps for their board, boards for their heartbeat, vehicles for their call. */
export const checkWaiting: Check = (file, refs) => {
  for (const { name } of file.ports) {
    const devices = file.devices.filter((row) => row.value.port === name);
    const boards = devices.flatMap((row) => boardOf(row, file, refs) ?? []);
    for (const board of boards) checkBoard(board, boards);
    if (boards.length > 0) for (const row of devices) checkNeighbour(row, boards[0]!.row);
    else checkCalls(devices, file);
  }
};

interface Board {
  readonly row: DeviceRow;
  readonly driver: DriverProtocol;
  readonly baud: number;
  readonly timeout_ms: number;
  /** A write with its confirmation, and the write alone, on the line. */
  readonly exchange_ms: number;
  readonly write_ms: number;
}

function boardOf(row: DeviceRow, { channels }: SiteFile, { ports }: References): Board | null {
  const driver = driverOf(row.value.protocol);
  const baud = row.value.port === undefined ? undefined : ports.get(row.value.port)?.value.baud;
  if (driver === undefined || baud === undefined) return null;
  const used = channels.filter(({ value }) => value.device === row.value.name);
  const highest = Math.max(1, ...used.flatMap(({ value: { red, yellow, green } }) => [red ?? 0, yellow ?? 0, green ?? 0]));
  const { write, confirmation } = driver.bytes(Math.min(highest, driver.outputs));
  const ms = (bytes: number) => (bytes * BITS_A_BYTE * 1_000) / baud;
  const exchange_ms = ms(write + confirmation + 2 * GAP_BYTES);
  return { row, driver, baud, timeout_ms: row.value.timeout_ms ?? driver.timeout_ms, exchange_ms, write_ms: ms(write) };
}

function checkBoard(board: Board, boards: readonly Board[]): void {
  const { row, driver, baud, timeout_ms, exchange_ms, write_ms } = board;
  const whole_ms = Math.ceil(boards.reduce((sum, each) => sum + each.exchange_ms, 0));
  if (whole_ms > LAMP_WITHIN_MS) {
    const of = boards.length > 1 ? `the writes of ${boards.length} boards` : "a write of all lamps and its confirmation";
    row.note("port", `${of} take ${whole_ms} ms at ${baud} baud, longer than the tenth in which a lamp must change`, TOO_SLOW);
    return;
  }
  if (timeout_ms > BOARD_TIMEOUT_MAX_MS) {
    const words = `timeout_ms is ${timeout_ms}: a lamp would wait so long behind a write that was lost`;
    row.note("timeout_ms", words, `Write ${BOARD_TIMEOUT_MAX_MS} or less, or leave it out: ${driver.timeout_ms} is usual.`);
    return;
  }
  if (timeout_ms < exchange_ms - write_ms) {
    const words = `timeout_ms is ${timeout_ms}, but the confirmation alone takes ${Math.ceil(exchange_ms - write_ms)} ms at ${baud} baud`;
    row.note(row.has("timeout_ms") ? "timeout_ms" : "port", words, TOO_SLOW);
  }
  const { poll_ms } = row.value;
  if (poll_ms === undefined || poll_ms > DRIVER_POLL_MAX_MS) return;
  const others_ms = boards.reduce((sum, each) => (each === board ? sum : sum + each.write_ms + each.timeout_ms), 0);
  const silent_ms = Math.ceil(poll_ms + (driver.retries + 1) * (write_ms + timeout_ms) + others_ms);
  if (silent_ms >= driver.lost_after_ms) {
    const words = `with ${driver.retries} writes lost it would feel no heartbeat for ${silent_ms} ms, and is lost after ${driver.lost_after_ms}`;
    row.note("poll_ms", words, "Write a shorter poll_ms (250 is usual) or timeout_ms.");
  }
}

const TOO_SLOW = "Set the line to 9600 or faster, on the device and here.";

/** Whatever is asked on a board's line, lamps wait for it; whoever talks there unasked talks into their writes. */
function checkNeighbour(row: DeviceRow, board: DeviceRow): void {
  const protocol = protocolOf(row.value.protocol);
  // Port 1 has room for everybody in each tenth, and its order is the standard's.
  if (protocol === undefined || protocol.gateway) return;
  row.note(
    "port",
    `it is on the line of ${board.where}, whose lamps would wait for its answers`,
    "Give it another port: a line that lights lamps has output boards only.",
  );
}

function checkCalls(devices: readonly DeviceRow[], { detectors, pedestrian_detectors, inputs }: SiteFile): void {
  const calling = new Set([
    ...[...detectors, ...pedestrian_detectors].flatMap(({ value }) => (value.call_phase === undefined ? [] : value.device)),
    ...inputs.flatMap(({ value }) => value.device ?? []),
  ]);
  const caller = devices.find((row) => calling.has(row.value.name));
  if (caller === undefined) return;
  for (const row of devices) {
    const protocol = protocolOf(row.value.protocol);
    if (protocol === undefined || protocol.listens) continue;
    const { poll_ms, timeout_ms = protocol.timeout_ms } = row.value;
    if (calling.has(row.value.name) && poll_ms !== undefined && poll_ms > CALL_WITHIN_MS) {
      const words = `poll_ms is ${poll_ms}: who it sees would be a call only so much later, or never`;
      row.note("poll_ms", words, `Write ${CALL_WITHIN_MS} or less: 100 is usual for a rack of loops.`);
    }
    if (timeout_ms > CALL_WITHIN_MS) {
      const whose = row === caller ? "its line" : caller.where;
      row.note(
        "timeout_ms",
        `timeout_ms is ${timeout_ms}: while it does not answer, the calls of ${whose} would wait as long`,
        `Write ${CALL_WITHIN_MS} or less, or leave it out: ${protocol.timeout_ms} is usual.`,
      );
    }
  }
}
