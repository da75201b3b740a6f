import t from "tap";
import { readGraph } from "../../../src/brain/corridor/file.ts";
import { routeOf } from "../../../src/brain/corridor/graph.ts";
import { onEarth, onPlane } from "../../../src/brain/corridor/plane.ts";
import { formatProblem } from "../../../src/config/index.ts";
import { CROSS, cross, graphOf, keyOf } from "./graphs.ts";

const seconds = ({ length_m, free_ms }: { readonly length_m: number; readonly free_ms: number }) => length_m / free_ms;

t.test("a corridor file is units, places and links, and a link is as long as it is drawn where nobody says so", async (t) => {
  const graph = cross();
  t.same([...graph.units], ["J1", "J2"]);
  t.match(graph.links.get("west-1"), { from: "west", to: "J1", length_m: 400, approach: "west", turns: [{ to: "1-2", phase: 2 }, {}] });
  const bent = graphOf(CROSS.replace('approach = "west"', 'approach = "west"\nbends = [[-400, 300]]'));
  t.equal(bent.links.get("west-1")!.length_m, 300 + 500);
  t.equal(graphOf(CROSS.replace("speed = 50", "speed = 50\nlength = 612")).links.get("west-1")!.length_m, 612);
  t.match(graph.vehicles.get("LF-3"), { class: "fire-engine", key: keyOf(3) });
});

t.test("what is wrong in a corridor file is said with its line, and all of it at once", async (t) => {
  const lineOf = (text: string, words: string) => text.slice(0, text.indexOf(words)).split("\n").length;
  const wrong: readonly (readonly [from: string, to: string, words: RegExp])[] = [
    ['to = "J2"\nspeed = 50', 'to = "J3"\nspeed = 50', /there is no unit and no place "J3". Did you mean "J1"\?/],
    ['{ to = "2-east", phase = 2 }', '{ to = "1-north", phase = 2 }', /link "1-north" begins at J1, not at J2/],
    ['{ to = "2-east", phase = 2 }', '{ to = "2-east" }', /phase is missing. Write by which phase J2 serves this turn/],
    ['class = "bus"', 'class = "buss"', /class is "buss" but must be one of .* Did you mean "bus"\?/],
    [keyOf(4), "secret", /key is "secret" but must be 32 bytes in base64/],
    [keyOf(4), keyOf(3), /another one has the same key/],
    ['name = "BUS-4"', 'name = "RTW-1"', /another one has the same name/],
    ["latitude = 50.94", "latitude = 95", /latitude is 95 but must be a number from -85 to 85/],
    ['name = "south-1"', 'name = "1-2"', /another one has the same name/],
    ['[[places]]\nname = "north"', '[[place]]\nname = "north"', /there is no table "place" here. Did you mean places\?/],
  ];
  for (const [from, to, words] of wrong) {
    const read = readGraph(CROSS.replace(from, to), "corridor.toml");
    t.equal(read.ok, false, to);
    if (read.ok) continue;
    const said = read.problems.map((problem) => formatProblem(problem));
    t.ok(
      said.some((each) => words.test(each)),
      said.join("\n"),
    );
    t.ok(
      read.problems.every(({ line }) => line > 0),
      "each has a line",
    );
  }
  const two = CROSS.replace('class = "bus"', 'class = "tram"').replace('to = "J2"\n', 'to = "J3"\n');
  const read = readGraph(two, "corridor.toml");
  t.same(
    read.ok ? [] : read.problems.map(({ line }) => line),
    [lineOf(two, 'to = "J3"'), lineOf(two, 'class = "tram"')].sort((a, b) => a - b),
  );
});

t.test("a route goes over the links that are named, and between them the fastest way that the turns allow", async (t) => {
  const graph = cross();
  const route = routeOf(graph, "west-1", ["2-east"], seconds)!;
  t.same(
    route.map(({ link, begin_m, end_m, stop }) => [link.link, begin_m, end_m, stop?.unit ?? "", stop?.phase ?? 0]),
    [
      ["west-1", 0, 400, "J1", 2],
      ["1-2", 400, 800, "J2", 2],
      ["2-east", 800, 1_200, "", 0],
    ],
  );
  t.equal(routeOf(graph, "2-east", ["west-1"], seconds), null, "nobody turns round");
  t.equal(routeOf(graph, "1-north", ["2-east"], seconds), null);
  t.match(routeOf(graph, "south-1", ["1-2"], seconds), [{ stop: { unit: "J1", phase: 8 } }, { stop: null }]);
});

t.test("a point of the earth lies where it should on the plane, and comes back from there, on one that is turned too", async (t) => {
  const plane = { latitude: 50.94, longitude: 6.96, turned_deg: 0 };
  const [east, north] = onPlane(plane, { latitude: 50.95, longitude: 6.96 });
  t.ok(Math.abs(east) < 0.01 && Math.abs(north - 1_112) < 1, "a hundredth of a degree is 1,112 m");
  for (const turned_deg of [0, 2.5, -120]) {
    const turned = { ...plane, turned_deg };
    const [x, y] = onPlane(turned, onEarth(turned, [1_234, -567]));
    t.ok(Math.abs(x - 1_234) < 1e-6 && Math.abs(y + 567) < 1e-6);
  }
  const [x, y] = onPlane({ ...plane, turned_deg: 90 }, { latitude: 50.95, longitude: 6.96 });
  t.ok(x < -1_100 && Math.abs(y) < 1, "the plane's north is the earth's east: true north lies to its west");
});
