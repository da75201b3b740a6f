#!/usr/bin/env node
import { endWith, type Typed } from "./cli/ended.ts";
import { UsageError, type Verb } from "./cli/verb.ts";
import { nearest } from "./config/nearest.ts";

/** The table of verbs. Each is a file in `cli/`, loaded only when it is asked for: a technician's `check` does not wait for MQTT. */
const VERBS: { readonly [name: string]: () => Promise<{ readonly verb: Verb }> } = {
  run: () => import("./cli/run.ts"),
  unit: () => import("./cli/unit.ts"),
  link: () => import("./cli/link.ts"),
  check: () => import("./cli/check.ts"),
  listen: () => import("./cli/listen.ts"),
  doctor: () => import("./cli/doctor.ts"),
  healthy: () => import("./cli/healthy.ts"),
  slot: () => import("./cli/slot.ts"),

  "import-sumo": () => import("./cli/import-sumo.ts"),
  journal: () => import("./cli/journal.ts"),
  measures: () => import("./cli/measures.ts"),
  report: () => import("./cli/report.ts"),
  "reset-fault": () => import("./cli/reset-fault.ts"),
  replay: () => import("./cli/replay.ts"),
  why: () => import("./cli/why.ts"),
  "try-plan": () => import("./cli/try-plan.ts"),
  tune: () => import("./cli/tune.ts"),
  sim: () => import("./cli/sim.ts"),
  street: () => import("./cli/street.ts"),
  brain: () => import("./cli/brain.ts"),
  command: () => import("./cli/command.ts"),
  "update-fleet": () => import("./cli/update-fleet.ts"),
  rollout: () => import("./cli/rollout.ts"),
  surge: () => import("./cli/surge.ts"),
  broker: () => import("./cli/broker.ts"),
  ca: () => import("./cli/ca.ts"),
  flash: () => import("./cli/flash.ts"),
  tap: () => import("./cli/tap.ts"),
  wave: () => import("./cli/wave.ts"),
  "corridor-replay": () => import("./cli/corridor-replay.ts"),
};

async function help(name: string | undefined): Promise<number> {
  if (name !== undefined && name !== "help") {
    const verb = await verbNamed(name);
    console.log(`stopline ${name}: ${verb.summary}\n\n${verb.usage.trim()}`);
    return 0;
  }
  console.log("stopline VERB …\n");
  for (const [each, open] of Object.entries(VERBS)) {
    // One that cannot be loaded (a checkout that is not built yet) does not take the list away.
    const summary = await open().then(
      ({ verb }) => verb.summary,
      (error: Error) => `(cannot be loaded: ${error.message})`,
    );
    console.log(`  ${each.padEnd(15)} ${summary}`);
  }
  console.log(
    "\nstopline help VERB says what to type after it; stopline --version says what this is, --sbom and --licences what is in it.",
  );
  return 0;
}

async function verbNamed(name: string): Promise<Verb> {
  const load = Object.hasOwn(VERBS, name) ? VERBS[name] : undefined;
  if (load !== undefined) return (await load()).verb;
  const names = Object.keys(VERBS);
  const near = nearest(name, names);
  throw new UsageError(
    `there is no verb "${name}"${near === undefined ? "." : `; did you mean ${near}?`} The verbs are: ${names.join(", ")}.`,
  );
}

const typed: Typed = { name: "", verb: null };

async function main([name, ...args]: readonly string[]): Promise<number> {
  if (name === "--version") {
    const { ORIGIN, VERSION } = await import("./platform/version.ts");
    const origin = ORIGIN === null ? "a checkout" : `commit ${ORIGIN.commit} of ${ORIGIN.date.slice(0, 10)}`;
    console.log(`stopline ${VERSION} (${origin}, Node ${process.version}, ${process.platform}-${process.arch})`);
    return 0;
  }
  if (name === "--sbom" || name === "--licences") {
    const { licenceTexts, partsList } = await import("./platform/version.ts");
    const text = name === "--sbom" ? partsList() : licenceTexts();
    if (text === null)
      throw new UsageError("a checkout has no list of its parts, but package-lock.json; `make package` puts one in the executable.");
    console.log(text.trimEnd());
    return 0;
  }
  if (name === undefined || name === "help" || name === "--help") return help(args[0]);
  const verb = await verbNamed(name);
  Object.assign(typed, { name, verb });
  if (args.includes("--help")) return help(name);
  return verb.run(args);
}

endWith(main(process.argv.slice(2)), typed);
