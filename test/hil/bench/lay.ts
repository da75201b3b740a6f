/**
 * `make table`: lays a table without anything on it (`table.ts`) and leaves it there until Ctrl-C. SITE= one of deploy/sites, FOLDER= where.
 */
import { untilAsked } from "../../../src/cli/site-file.ts";
import { Table } from "./table.ts";

const { SITE = "", FOLDER = "" } = process.env;
const table = await Table.lay(FOLDER || "build/table", SITE || "tee");
console.log(`the table is laid: make hil RIG=${table.file}`);
await untilAsked(async () => table.clear());
