import type { Site } from "../../../src/traffic/site.ts";
import { ms } from "../play.ts";
import type { RigFile } from "../rig.ts";
import type { Span } from "../scenario.ts";

/** What is in the file of a bench. */
export interface Bench {
  /** The bench computer's end of each line, by the name of the site file's port. */
  readonly lines: Readonly<Record<string, string>>;
  /** Commands, as for a shell. */
  readonly power: { readonly off: string; readonly on: string };
  /** Until capacitors are empty, and what was on is off. */
  readonly discharges_ms: number;
  /** From power to the first word on a line at the most. */
  readonly boots_ms: number;
  readonly listen: { readonly host: string; readonly port: number };
  /** The folder of `stopline ca`. */
  readonly authority: string;
  /** The file of the brain's key: the unit was flashed with its public half, and obeys nobody else. */
  readonly key: string;
  /** Where the unit answers. */
  readonly unit: string;
}

type Table = Readonly<Record<string, string>>;

/** So long capacitors of a power supply last. */
const DISCHARGES = "5 s";
const TABLES = {
  lines: null,
  power: ["off", "on", "boots", "discharges"],
  broker: ["listen", "authority", "key"],
  unit: ["address"],
} as const;

/** What is wrong with the file itself, in words; nothing is opened and nobody is asked. `sites`: those that the bench is wired for. */
export function problemsIn({ more }: RigFile, sites: readonly Site[]): readonly string[] {
  const problems: string[] = [];
  for (const [name, table] of Object.entries(more)) {
    const keys = (TABLES as Readonly<Record<string, readonly string[] | null>>)[name];
    if (keys === undefined) problems.push(`"${name}" is nothing that a bench has; it has ${Object.keys(TABLES).join(", ")}`);
    else if (!isTable(table)) problems.push(`${name} is a table, as in [${name}]`);
    else
      for (const key of Object.keys(table))
        if (keys !== null && !keys.includes(key)) problems.push(`[${name}] has "${key}"; it may have ${keys.join(", ")}`);
  }
  const text = (table: string, key: string): string => {
    const value = (more[table] as Readonly<Record<string, unknown>> | undefined)?.[key];
    if (typeof value === "string" && value !== "") return value;
    problems.push(`[${table}] does not say ${key}${value === undefined ? "" : `: "${String(value)}" are no words`}`);
    return "";
  };
  const boots = text("power", "boots");
  const lasts = { boots, discharges: table(more, "power")["discharges"] ?? DISCHARGES };
  for (const [key, words] of Object.entries(lasts))
    if (words !== "" && !spans(words)) problems.push(`[power] ${key} is a time such as "60 s", not "${String(words)}"`);
  for (const key of ["off", "on"]) text("power", key);
  const listen = text("broker", "listen");
  if (listen !== "" && addressIn(listen) === null)
    problems.push(`[broker] listen is an address and a port such as 192.0.2.1:8883, not "${listen}"`);
  for (const key of ["authority", "key"]) text("broker", key);
  text("unit", "address");
  return [...problems, ...linesIn(more["lines"], sites)];
}

function linesIn(lines: unknown, sites: readonly Site[]): readonly string[] {
  const problems: string[] = [];
  if (sites.length === 0) problems.push('it does not say which sites it is wired for, as in: sites = ["four-leg"]');
  const there = isTable(lines) ? lines : {};
  for (const site of sites)
    for (const { name } of site.ports)
      if (typeof there[name] !== "string") problems.push(`[lines] has no adapter for port "${name}" of ${site.id} (${site.name})`);
  const known = new Set(sites.flatMap(({ ports }) => ports.map(({ name }) => name)));
  for (const name of Object.keys(there))
    if (sites.length > 0 && !known.has(name))
      problems.push(`[lines] has "${name}", which is no port of ${sites.map(({ id }) => id).join(" or ")}`);
  for (const [path, of] of Map.groupBy(Object.entries(there), ([, path]) => path))
    if (of.length > 1) problems.push(`${of.map(([name]) => `"${name}"`).join(" and ")} have the same adapter, ${String(path)}`);
  return problems;
}

/** Of a file that has no problems. */
export function benchOf({ more }: RigFile): Bench {
  const [lines, power, broker, unit] = ["lines", "power", "broker", "unit"].map((name) => table(more, name)) as [
    Table,
    Table,
    Table,
    Table,
  ];
  return {
    lines,
    power: { off: power["off"]!, on: power["on"]! },
    boots_ms: ms(power["boots"] as Span),
    discharges_ms: ms((power["discharges"] ?? DISCHARGES) as Span),
    listen: addressIn(broker["listen"]!)!,
    authority: broker["authority"]!,
    key: broker["key"]!,
    unit: unit["address"]!,
  };
}

const isTable = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Of a table that is not there, nothing. */
const table = (more: RigFile["more"], name: string): Table => (isTable(more[name]) ? (more[name] as Table) : {});

function spans(text: unknown): boolean {
  try {
    return typeof text === "string" && ms(text as Span) > 0;
  } catch {
    return false;
  }
}

function addressIn(text: string): Bench["listen"] | null {
  const [, host = "", port] = /^([\w.-]+|\[[\da-f:]+\]):(\d{1,5})$/i.exec(text) ?? [];
  return host !== "" && Number(port) >= 1 && Number(port) <= 65_535 ? { host: host.replace(/[[\]]/g, ""), port: Number(port) } : null;
}
