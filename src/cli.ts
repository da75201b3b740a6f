#!/usr/bin/env node
import { readFileSync } from "node:fs";
import { UsageError, type Verb } from "./cli/verb.ts";

/** The table of verbs. Each is a file in `cli/`, loaded only when it is asked for: a technician's `check` does not wait for MQTT. */
const VERBS: { readonly [name: string]: () => Promise<{ readonly verb: Verb }> } = {
  run: () => import("./cli/run.ts"),
  unit: () => import("./cli/unit.ts"),
  link: () => import("./cli/link.ts"),
  check: () => import("./cli/check.ts"),
  journal: () => import("./cli/journal.ts"),
  replay: () => import("./cli/replay.ts"),
  sim: () => import("./cli/sim.ts"),
  street: () => import("./cli/street.ts"),
  brain: () => import("./cli/brain.ts"),
  command: () => import("./cli/command.ts"),
  broker: () => import("./cli/broker.ts"),
};

async function help(name: string | undefined): Promise<number> {
  const load = name === undefined || !Object.hasOwn(VERBS, name) ? undefined : VERBS[name];
  if (load !== undefined) {
    const { verb } = await load();
    console.log(`stopline ${name}: ${verb.summary}\n\n${verb.usage.trim()}`);
    return 0;
  }
  console.log("stopline VERB …\n");
  for (const [each, open] of Object.entries(VERBS)) console.log(`  ${each.padEnd(10)} ${(await open()).verb.summary}`);
  console.log("\nstopline help VERB says what to type after it; stopline --version says what this is.");
  return 0;
}

async function main([name, ...args]: readonly string[]): Promise<number> {
  if (name === "--version") {
    const { version } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")) as { version: string };
    console.log(`stopline ${version} (Node ${process.version}, ${process.platform}-${process.arch})`);
    return 0;
  }
  if (name === undefined || name === "help" || name === "--help") return help(args[0]);
  const load = Object.hasOwn(VERBS, name) ? VERBS[name] : undefined;
  if (load === undefined) throw new UsageError(`there is no verb "${name}". The verbs are: ${Object.keys(VERBS).join(", ")}.`);
  if (args.includes("--help")) return help(name);
  return (await load()).verb.run(args);
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  if (error instanceof UsageError || (error instanceof TypeError && "code" in error && String(error.code).startsWith("ERR_PARSE_ARGS"))) {
    console.error(`stopline: ${error.message}`);
    const verb = process.argv[2] ?? "";
    console.error(`Type: stopline help${Object.hasOwn(VERBS, verb) ? ` ${verb}` : ""}`);
    process.exitCode = 2;
  } else throw error;
}
