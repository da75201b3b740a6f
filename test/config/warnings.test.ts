import { readFileSync } from "node:fs";
import t from "tap";
import { formatProblem, readSite } from "../../src/config/index.ts";

const read = (file: string) => readFileSync(new URL(file, import.meta.url), "utf8");
const SMALL = read("small.toml");
const FOUR_LEG = read("../../deploy/sites/four-leg.toml");

/** What is warned of in a good file in which each `right` is replaced by its `wrong`. */
function warned(text: string, ...changes: readonly (readonly [right: string, wrong: string])[]): readonly string[] {
  let changed = text;
  for (const [right, wrong] of changes) {
    if (!changed.includes(right)) throw new Error(`the file has no ${right}`);
    changed = changed.replaceAll(right, wrong);
  }
  const reading = readSite(changed, "site.toml");
  if (!reading.ok) throw new Error(reading.problems.map((problem) => formatProblem(problem)).join("\n"));
  return reading.warnings.map(({ line, where, words }) => `${line}: ${where}: ${words}`);
}

t.test("the example sites are without a warning", async (t) => {
  for (const name of ["four-leg", "arterial", "tee", "stages"]) t.same(warned(read(`../../deploy/sites/${name}.toml`)), [], name);
  t.same(warned(SMALL), [], "a board's own UART keeps its number");
});

t.test("an adapter by its number is warned of: tomorrow it may be another line", async (t) => {
  t.same(warned(SMALL, ["/dev/ttyS1", "/dev/ttyUSB0"]), [
    '12: port "loops": /dev/ttyUSB0 is numbered as the kernel finds it: after a restart or a re-plug it may be another line',
  ]);
  t.match(warned(SMALL, ["/dev/ttyS1", "/dev/ttyACM3"])[0], "/dev/ttyACM3 is numbered");
  const byId = "/dev/serial/by-id/usb-1a86_USB_Serial-if00-port0";
  t.match(warned(SMALL, ["/dev/ttyS1", byId])[0], "a name by-id goes with the adapter");
});

t.test("eight loops at 1200 baud are told what share of the line they need, and how long a round takes", async (t) => {
  // 8 + 6 + 7 bytes of 10 bits each: 175 ms a poll at 1200 baud, eight of them every 500 ms.
  const slow = FOUR_LEG.replace(/(\[ports\.advance\][^[]*?)baud = 9600/, "$1baud = 1200");
  t.same(warned(slow, ["poll_ms = 250", "poll_ms = 500"]), [
    '25: port "advance": its polls take 280 % of the line\'s time at 1200 baud, and do not fit: a round of all takes 1400 ms at least',
  ]);
  t.match(warned(slow.replace("baud = 1200", "baud = 2400"), ["poll_ms = 250", "poll_ms = 500"])[0], "140 % of the line's time");
  const full = slow.replace("baud = 1200", "baud = 9600");
  t.same(warned(full, ["poll_ms = 250", "poll_ms = 210"]), [
    '25: port "advance": its polls take 83 % of the line\'s time at 9600 baud: a round of all takes 175 ms at least',
  ]);
  t.same(warned(full, ["poll_ms = 250", "poll_ms = 220"]), [], "at 80 % a lost answer still finds its time again");
});

t.test("parity and a second stop bit take their share of the line too", async (t) => {
  const full = FOUR_LEG.replace(/(\[ports\.advance\][^[]*?)baud = 9600/, '$1baud = 9600\nparity = "even"\nstop_bits = 2');
  t.match(warned(full)[0], "its polls take 84 % of the line's time");
});

t.test("RS-485 on a USB adapter is warned of; on the board's own UART it is a word of the site", async (t) => {
  const [words] = warned(SMALL, ["/dev/ttyS1", '/dev/serial/by-path/platform-fe980000.usb-usb-0:1.1:1.0-port0"\nrs485 = true #']);
  t.match(words, "adapters on USB switch their transceivers by themselves");
  const own = SMALL.replace('path = "/dev/ttyS1"', 'path = "/dev/ttyS1"\nrs485 = true\nrts_after_ms = 2');
  t.same(warned(own), []);
  const reading = readSite(own, "site.toml");
  t.same(reading.ok && reading.site.ports.map(({ rs485 }) => rs485), [{ before_ms: 0, after_ms: 2 }, undefined]);
  const without = readSite(SMALL.replace('path = "/dev/ttyS1"', 'path = "/dev/ttyS1"\nrts_after_ms = 2'), "site.toml");
  t.match(!without.ok && without.problems[0]?.words, "rts_after_ms without rs485");
});
