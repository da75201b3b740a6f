import { openLine } from "./line.ts";

/** A line in a process of its own, so that its work is nobody else's: PORT, one-way delay in ms, bytes a second (0: any). Prints its port. */
const [port, delay_ms, bytes_per_s] = process.argv.slice(2).map(Number);
const line = await openLine(port!, { delay_ms: delay_ms!, bytes_per_s: bytes_per_s || Number.POSITIVE_INFINITY });
console.log(line.port);
process.once("disconnect", () => process.exit(0));
