import { readFileSync } from "node:fs";
import t from "tap";
import { formatProblem, readSite } from "../../src/config/index.ts";

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
