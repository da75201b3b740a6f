import t from "tap";
import { locate, type Path } from "../../src/config/lines.ts";

const TEXT = `# remarks [not.a.table] = nothing
id = "a # b" # remark with x = 1

[site] # the first
name = 'it''s'

[ports.rack]
path = "/dev/x"
[ports."far end"]
path = """
[not.a.table]
name = "not a key"
"""
baud = 9600

[[devices]]
name = "one"
[[devices]]
name = "two"
poll.ms = 5

  [devices.wiring]
  colour = "red"

[[rings]]
groups = [[1, 2],
  [3, # a ] in a remark
   4],
]
[[patterns]]
number = 1
phases = [
  { phase = 1, max_green = 10.0 },
  { phase = 2, note = "a } and a ]", "max_green" = [ 1 ] },
]
after = true
`;

t.test("everything in a site file is found where it stands", async (t) => {
  const lines = locate(TEXT);
  const at = (...path: Path) => {
    const place = lines.at(path);
    return place && `${place.line}:${place.column}`;
  };
  t.equal(at("id"), "2:1");
  t.equal(at("site"), "4:1");
  t.equal(at("site", "name"), "5:1");
  t.equal(at("ports"), "7:1", "a table without a header of its own is where the first in it is");
  t.equal(at("ports", "rack", "path"), "8:1");
  t.equal(at("ports", "far end"), "9:1", "quoted keys");
  t.equal(at("ports", "far end", "baud"), "14:1", "text on several lines is stepped over");
  t.equal(at("not"), undefined);
  t.equal(at("devices", 0, "name"), "17:1");
  t.equal(at("devices", 1), "18:1");
  t.equal(at("devices", 1, "poll", "ms"), "20:1", "dotted keys");
  t.equal(at("devices", 1, "wiring", "colour"), "23:3", "tables below the last of a list");
  t.equal(at("rings", 0, "groups", 0, 1), "26:15");
  t.equal(at("rings", 0, "groups", 1, 1), "28:4", "lists in lists, over several lines");
  t.equal(at("patterns", 0, "phases", 1), "34:3");
  t.equal(at("patterns", 0, "phases", 1, "max_green"), "34:38", "inline tables");
  t.equal(at("patterns", 0, "after"), "36:1");
  t.equal(at("devices", 1, "address"), "18:1", "what is not there is found where it should be");
  t.equal(at("devices", 7, "name"), "16:1", "or at what is around it");
  t.same(lines.repeats, []);
  t.same(lines.unclosed, []);
});

t.test("keys and tables that are written twice are told with both places", async (t) => {
  const { repeats } = locate("[a]\nx = 1\ny = 2\nx = 3\n[[b]]\nx = 1\n[[b]]\nx = 1\n[a]\nc = { z = 1, z = 2 }\n");
  t.same(
    repeats.map(({ key, first, again }) => [key, first.line, again.line]),
    [
      ["x", 2, 4],
      ["a", 1, 9],
      ["z", 10, 10],
    ],
  );
});

t.test("a list that is not closed ends where the next key or table begins", async (t) => {
  const lines = locate("[a]\ngroups = [[1, 2],\n  [3\n[[b]]\nx = { y = 1\nz = 2\n");
  t.same(
    lines.unclosed.map(({ line, column }) => [line, column]),
    [
      [3, 3],
      [2, 10],
      [5, 5],
    ],
  );
  t.equal(lines.at(["b", 0, "z"])?.line, 6);
});

t.test("lines end as they do in files from Windows", async (t) => {
  const lines = locate("[a]\r\nx = 1\r\n\r\n[b]\r\ny = [\r\n1,\r\n2]\r\n");
  t.equal(lines.at(["a", "x"])?.line, 2);
  t.equal(lines.at(["b", "y", 1])?.line, 7);
});

t.test("no depth of brackets is too deep", async (t) => {
  t.equal(locate(`a = ${"[".repeat(100_000)}\nb = 1\n`).at(["a"])?.line, 1);
  t.equal(locate(`a = ${"{x=".repeat(100_000)}\nb = 1\n`).at(["a"])?.line, 1);
});
