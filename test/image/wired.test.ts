import { readFileSync } from "node:fs";
import { join } from "node:path";
import t from "tap";
import { readSite } from "../../src/config/index.ts";
import { wired } from "./wired.ts";

t.test("a cabinet with five cables has four of them in the emulated machine's own ports and the fifth in an adapter", async (t) => {
  const file = readFileSync(join(import.meta.dirname, "../../deploy/sites/four-leg.toml"), "utf8");
  const { text, ports } = wired(file);
  t.same(ports, ["rack", "advance", "camera", "radar", "outputs"]);
  const read = readSite(text, "four-leg.toml");
  if (!read.ok) throw new Error(read.problems.map(({ words }) => words).join("\n"));
  t.same(
    read.site.ports.map(({ name, path }) => `${name} ${path}`),
    ["rack /dev/ttyS0", "advance /dev/ttyS1", "camera /dev/ttyS2", "radar /dev/ttyS3", "outputs /dev/ttyUSB0"],
  );
  const nine = Array.from({ length: 9 }, (_, i) => `[ports.p${i}]\npath = "/dev/p${i}"\n`).join("");
  t.throws(() => wired(nine), /9 serial ports, and this machine has 8/);
});
