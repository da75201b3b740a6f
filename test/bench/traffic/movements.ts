import { SaxesParser } from "saxes";

type Attributes = { readonly [key: string]: string | undefined };

/** Where everybody comes from and goes to, by the demand's ids: "FIRST → LAST" by streets. */
export function movementsIn(routes: string): (vehicle: string) => string | undefined {
  const movements = new Map<string, string>();
  const named = new Map<string, string>();
  const waiting: (readonly [vehicle: string, route: string])[] = [];
  let vehicle: string | null = null;
  const parser = new SaxesParser();
  parser.on("opentag", ({ name, attributes }) => {
    const of = attributes as Attributes;
    if (name === "trip" || name === "vehicle" || name === "flow") {
      vehicle = of["id"] ?? null;
      if (vehicle !== null && of["from"] !== undefined && of["to"] !== undefined) movements.set(vehicle, `${of["from"]} → ${of["to"]}`);
      if (vehicle !== null && of["route"] !== undefined) waiting.push([vehicle, of["route"]]);
    } else if (name === "route" && of["edges"] !== undefined) {
      const edges = of["edges"].trim().split(/\s+/);
      const movement = `${edges[0]} → ${edges.at(-1)}`;
      if (of["id"] !== undefined) named.set(of["id"], movement);
      if (vehicle !== null) movements.set(vehicle, movement);
    }
  });
  parser.on("closetag", ({ name }) => {
    if (name === "trip" || name === "vehicle" || name === "flow") vehicle = null;
  });
  parser.write(routes).close();
  for (const [id, route] of waiting) {
    const movement = named.get(route);
    if (movement !== undefined) movements.set(id, movement);
  }
  // Vehicles of a flow, and those that a greater demand adds, have a number behind the id.
  return (id) => {
    for (let name = id; ; name = name.replace(/\.\d+$/, "")) {
      const movement = movements.get(name);
      if (movement !== undefined || !/\.\d+$/.test(name)) return movement;
    }
  };
}
