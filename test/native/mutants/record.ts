// What each of the tests that are not long touches: its run with every mutant listening, and none chosen.
import { execFileSync } from "node:child_process";
import { readKillers } from "./killers.ts";

const [program, costs, record] = process.argv.slice(2);
if (program === undefined || costs === undefined || record === undefined) throw new Error("usage: node record.ts PROGRAM COSTS RECORD");
const tests = readKillers(costs).filter(({ long }) => !long);
execFileSync(program, ["record", record, ...tests.map(({ number }) => String(number))], { stdio: "inherit" });
