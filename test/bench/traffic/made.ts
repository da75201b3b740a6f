import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { inBuild, Misuse } from "./scenario.ts";

/** A net of signals in rows and columns; people come in at every street's end. */
interface Plan {
  readonly columns: number;
  readonly rows: number;
  readonly spacing_m: number;
  /** Vehicles an hour from one end of a street, along rows and along columns. */
  readonly along_rows: number;
  readonly along_columns: number;
}

const HOUR_S = 3_600;
/** Of those who come in, so many go straight through the net; the others turn off, half to each side. */
const THROUGH = 0.7;

export const MADE: { readonly [name: string]: Plan } = {
  junction: { columns: 1, rows: 1, spacing_m: 300, along_rows: 700, along_columns: 500 },
  arterial: { columns: 5, rows: 1, spacing_m: 300, along_rows: 900, along_columns: 250 },
  grid: { columns: 3, rows: 3, spacing_m: 250, along_rows: 500, along_columns: 400 },
};

/** The scenario folder that a word names: of a made net, or its own path. Throws a Misuse in words. */
export const folderNamed = (word: string): string => (word in MADE ? madeFolder(word) : word);

/** Makes the net that is called so with SUMO's netgenerate, and who drives in it; the folder. Throws a Misuse in words. */
function madeFolder(name: string): string {
  const plan = MADE[name]!;
  const folder = inBuild("made", name);
  mkdirSync(folder, { recursive: true });
  const file = (end: string): string => join(folder, `${name}${end}`);
  const settings = {
    "grid.x-number": plan.columns,
    "grid.y-number": plan.rows,
    "grid.length": plan.spacing_m,
    "grid.attach-length": plan.spacing_m,
    "default.lanenumber": 2,
    "turn-lanes": 1,
    "turn-lanes.length": 80,
    "default-junction-type": "traffic_light",
    "output-file": file(".net.xml"),
  };
  const words = Object.entries(settings).flatMap(([key, value]) => [`--${key}`, String(value)]);
  try {
    execFileSync("netgenerate", ["--grid", "--no-turnarounds", "--seed", "1", ...words], { stdio: ["ignore", "ignore", "pipe"] });
  } catch (error) {
    throw new Misuse(`netgenerate does not make "${name}": ${(error as Error).message}; it comes with SUMO: apt-get install sumo`);
  }
  writeFileSync(file(".rou.xml"), routesOf(plan));
  writeFileSync(file(".sumocfg"), `<configuration><time><begin value="0"/><end value="${HOUR_S}"/></time></configuration>\n`);
  return folder;
}

/** Everybody as flows from one end of a street to another: straight on, and to both ends of the streets that cross. */
export function routesOf({ columns, rows, along_rows, along_columns }: Plan): string {
  const column = (c: number): string => String.fromCharCode(65 + c);
  const last = { column: columns - 1, row: rows - 1 };
  const flows: string[] = [];
  const flow = (from: string, to: string, an_hour: number): void => {
    const chance = (an_hour / HOUR_S).toFixed(5);
    flows.push(
      `  <flow id="${from}-${to}" from="${from}" to="${to}" begin="0" end="${HOUR_S}" probability="${chance}" departLane="best" departSpeed="max"/>`,
    );
  };
  // Of each street: where one comes in at its two ends, and where one leaves it there.
  const across = Array.from({ length: rows }, (_, r) => ({
    ends: [`A${r}left${r}`, `${column(last.column)}${r}right${r}`],
    begins: [`left${r}A${r}`, `right${r}${column(last.column)}${r}`],
  }));
  const down = Array.from({ length: columns }, (_, c) => ({
    ends: [`${column(c)}0bottom${c}`, `${column(c)}${last.row}top${c}`],
    begins: [`bottom${c}${column(c)}0`, `top${c}${column(c)}${last.row}`],
  }));
  const send = (own: typeof across, others: typeof across, an_hour: number): void => {
    for (const { begins, ends } of own) {
      begins.forEach((from, b) => {
        flow(from, ends[1 - b]!, an_hour * THROUGH);
        for (const other of others) for (const to of other.ends) flow(from, to, (an_hour * (1 - THROUGH)) / (2 * others.length));
      });
    }
  };
  send(across, down, along_rows);
  send(down, across, along_columns);
  return `<routes>\n${flows.join("\n")}\n</routes>\n`;
}
