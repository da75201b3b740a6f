import { nearest } from "../config/nearest.ts";
import { rowsIn } from "./csv.ts";
import { type Network, networkProblems } from "./network.ts";

/** One unit that is to get a card. */
export interface Job extends Network {
  /** As in the spreadsheet; 0 if it was typed. */
  readonly row: number;
  readonly unit: string;
  /** The site file's path. */
  readonly site: string;
  readonly broker: string;
  /** The port of the status page; "" where it is not opened to the net. */
  readonly panel: string;
}

export interface JobProblem {
  readonly row: number;
  readonly words: string;
}

export const COLUMNS = ["unit", "site", "address", "gateway", "dns", "interface", "broker", "panel"] as const;
const NEEDED: readonly (typeof COLUMNS)[number][] = ["unit", "site"];

/** All jobs of a table, and all that is wrong with it: nothing is flashed while anything is. */
export function jobsIn(text: string): { readonly jobs: readonly Job[]; readonly problems: readonly JobProblem[] } {
  const [head, ...rows] = rowsIn(text);
  if (head === undefined)
    return { jobs: [], problems: [{ row: 1, words: `the file is empty; its first row names the columns: ${COLUMNS.join(",")}` }] };
  const names = head.cells.map((cell) => cell.toLowerCase());
  const problems: JobProblem[] = headProblems(names).map((words) => ({ row: head.row, words }));
  if (problems.length > 0) return { jobs: [], problems };
  const jobs = rows.map(({ row, cells }) => {
    if (cells.length > names.length)
      problems.push({ row, words: `it has ${cells.length} cells, the head ${names.length}; a cell with a comma in it wants quotes` });
    return { row, ...(Object.fromEntries(COLUMNS.map((name) => [name, cells[names.indexOf(name)] ?? ""])) as Omit<Job, "row">) };
  });
  if (jobs.length === 0) problems.push({ row: head.row, words: "no unit stands below it" });
  for (const job of jobs) problems.push(...jobProblems(job).map((words) => ({ row: job.row, words })));
  for (const [what, of] of [
    ["unit", ({ unit }: Job) => unit],
    ["site file", ({ site }: Job) => site],
    ["address", ({ address }: Job) => address.replace(/\/.*/, "")],
  ] as const)
    problems.push(...twice(jobs, what, of));
  return { jobs, problems: problems.toSorted((a, b) => a.row - b.row) };
}

function headProblems(names: readonly string[]): readonly string[] {
  const missing = NEEDED.filter((name) => !names.includes(name)).map((name) => `there is no column "${name}"`);
  const unknown = names
    .filter((name) => !(COLUMNS as readonly string[]).includes(name))
    .map((name) => {
      const near = nearest(name, [...COLUMNS]);
      return `the column "${name}" is not known${near === undefined ? "" : `; did you mean ${near}?`} Columns: ${COLUMNS.join(", ")}`;
    });
  const doubled = names.filter((name, i) => names.indexOf(name) !== i).map((name) => `the column "${name}" stands there twice`);
  return [...missing, ...unknown, ...doubled];
}

/** What can be seen without opening the site file. */
export function jobProblems(job: Job): readonly string[] {
  const wrong = [...networkProblems(job)];
  if (!/^[A-Za-z0-9][A-Za-z0-9-]{0,31}$/.test(job.unit)) wrong.push(`"${job.unit}" is no unit's id: 1 to 32 letters, digits and dashes`);
  if (job.site === "") wrong.push("no site file is named");
  if (job.broker !== "" && !/^(\[[0-9a-f:]+\]|[A-Za-z0-9.-]+):\d{1,5}$/.test(job.broker))
    wrong.push(`the broker "${job.broker}" is not HOST:PORT, as in brain.example.net:8883`);
  if (job.panel !== "" && !(/^\d{4,5}$/.test(job.panel) && Number(job.panel) >= 1_024 && Number(job.panel) <= 65_535))
    wrong.push(`the status page's port "${job.panel}" is no number from 1024 to 65535, such as 8080`);
  return wrong;
}

function twice(jobs: readonly Job[], what: string, of: (job: Job) => string): readonly JobProblem[] {
  const first = new Map<string, number>();
  return jobs.flatMap((job) => {
    const value = of(job);
    const before = first.get(value);
    if (value !== "" && before === undefined) first.set(value, job.row);
    return before === undefined ? [] : [{ row: job.row, words: `the ${what} ${value} stands in row ${before} already` }];
  });
}
