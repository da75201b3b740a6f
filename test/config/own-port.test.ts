import { readFileSync } from "node:fs";
import t from "tap";
import { formatProblem, readSite } from "../../src/config/index.ts";
import { sheetOf } from "../../src/config/sheet/index.ts";

const SMALL = readFileSync(new URL("small.toml", import.meta.url), "utf8");

/** What is wrong with the small site once a loop detector of elektronika.ba hangs on `port`. */
function problemsOn(port: string): readonly string[] {
  const board = `[ports.spare]\npath = "/dev/ttyS7"\nbaud = 115200\n\n[[devices]]\nname = "loop board"\nport = "${port}"\nprotocol = "elektronika"\n\n`;
  const read = readSite(SMALL.replace("[[devices]]", `${board}[[devices]]`), "small.toml");
  return read.ok ? [] : read.problems.map((problem) => formatProblem(problem));
}

t.test("a board that any byte can make deaf has its port to itself", async (t) => {
  t.same(problemsOn("spare"), []);
  const problems = problemsOn("loops");
  t.equal(problems.length, 1);
  t.match(
    problems[0],
    'device "loop board": port "loops" also has device "rack", which is asked, and a device with elektronika must hear nothing. Give it a port of its own',
  );
});

t.test("slot 0 of a back plane is an address, and the sheet says so", async (t) => {
  const card = `[ports.spare]\npath = "/dev/ttyS7"\nbaud = 9600\n\n[[devices]]\nname = "card"\nport = "spare"\nprotocol = "canoga"\naddress = 0\npoll_ms = 200\n\n`;
  const read = readSite(SMALL.replace("[[devices]]", `${card}[[devices]]`), "small.toml");
  if (!read.ok) throw new Error(read.problems.map((problem) => formatProblem(problem)).join("\n"));
  t.match(sheetOf(read.site).join("\n"), "card: canoga, address 0, asked every 200 ms");
  const between = readSite(SMALL.replace("[[devices]]", `${card.replace("address = 0", "address = 16")}[[devices]]`), "small.toml");
  t.match(between.ok ? "" : formatProblem(between.problems[0]!), "address is 16, but addresses of canoga are 0 to 15 and 128 to 254");
});
