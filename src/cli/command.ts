import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import type { Brain } from "../brain/brain.ts";
import { NoAnswer, type Order, type OrderResult } from "../brain/orders.ts";
import { type Underway, underway } from "../brain/staging/underway.ts";
import { commandNamed, commands, planOrders, typedCommand } from "../commands/index.ts";
import { nearest } from "../config/nearest.ts";
import { PLAN_BYTES_MAX } from "../plans/text.ts";
import { wallNow } from "../platform/clock.ts";
import { readKey } from "../platform/keys.ts";
import { iso } from "../traffic/time.ts";
import { CENTRE_OPTIONS, CENTRE_SYNOPSIS, CENTRE_USAGE, type Centre, centreOf, openCentre } from "./centre.ts";
import { say, sayJson, shown } from "./say.ts";
import { UsageError, type Verb } from "./verb.ts";
import { knows, openWatcher } from "./watcher.ts";

const USAGE = `
stopline command UNIT COMMAND … [--wait S] [--for S] [--pedestrian] [--at-once]
                 ${CENTRE_SYNOPSIS}

Sends one signed command to a unit and prints its one result. Exit code 0 if it was done, 1 if it was refused or nobody answered.

${commands.map((command) => `  ${command.name} ${command.words}`.trimEnd()).join("\n")}

  --for S              the SECONDS of set-pattern
  --pedestrian         the pedestrian of place-call
  --at-once            update, though another unit has one underway
  --wait S             how long to wait, and how long the unit may take it   (15)
${CENTRE_USAGE}
`;

/** A command lives for a day at most. */
const WAIT_S_MAX = 86_400;

async function run(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      ...CENTRE_OPTIONS,
      for: { type: "string" },
      pedestrian: { type: "boolean", default: false },
      "at-once": { type: "boolean", default: false },
      wait: { type: "string", default: "15" },
    },
  });
  const [unit, name, ...words] = positionals;
  if (values.for !== undefined) words.push(values.for);
  if (values.pedestrian) words.push("pedestrian");
  if (name === "set-clock" && (words[0] ?? "now") === "now") words[0] = new Date().toISOString();
  const orders = name === "upload-plan" ? uploadOf(unit, words) : [orderOf(unit, name, words)];
  const wait_s = Number(values.wait);
  if (!(wait_s > 0 && wait_s <= WAIT_S_MAX)) throw new UsageError(`--wait is 1 to ${WAIT_S_MAX} seconds, not "${values.wait}"`);
  const centre = centreOf(values);
  try {
    const alone = name === "update" && !values["at-once"];
    const result = await send(centre, unit!, orders, wait_s, alone);
    if (values.json) sayJson(result);
    else say(resultWords(result, [name!, ...words].join(" ")));
    return result.done ? 0 : 1;
  } catch (error) {
    const { message } = error as Error;
    if (values.json && error instanceof NoAnswer) sayJson({ unit, done: false, no_answer: message });
    else console.error(`stopline: ${shown(message)}`);
    return 1;
  }
}

function orderOf(unit: string | undefined, name: string | undefined, words: readonly string[]): Order {
  const known = commands.map((command) => command.name).join(" or ");
  if (unit === undefined || name === undefined)
    throw new UsageError(`name a unit and a command (${known}), as in: stopline command DEMO-001 place-call 3`);
  const command = commandNamed(name);
  if (command === undefined) throw new UsageError(`there is no command "${name}"; it is ${known}`);
  const order = typedCommand([name, ...words]);
  if (order === null) throw new UsageError(`"${[name, ...words].join(" ")}" is not understood; it is ${name} ${command.words}`);
  return order;
}

/** A plan goes in as many commands as it needs; what the unit says of it comes with the last, or with the first that is refused. */
function uploadOf(unit: string | undefined, [file, ...more]: readonly string[]): readonly Order[] {
  if (unit === undefined || file === undefined || more.length > 0)
    throw new UsageError("name a unit and a plan, as in: stopline command DEMO-001 upload-plan evening.toml");
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch {
    throw new UsageError(`"${file}" cannot be read; a plan is a file of [[patterns]], [[day_plans]] and [[schedule]]`);
  }
  if (Buffer.byteLength(text) > PLAN_BYTES_MAX) throw new UsageError(`"${file}" is longer than a plan may be, ${PLAN_BYTES_MAX} bytes`);
  return planOrders(text);
}

/** `alone`: not while another unit is about to do without its signals for an update. */
async function send(centre: Centre, unit: string, orders: readonly Order[], wait_s: number, alone: boolean): Promise<OrderResult> {
  const key = readKey(centre.keyFile);
  const ports = await openCentre(centre, key.sign);
  const brain = await openWatcher(ports, unit);
  try {
    if (brain.cause === "" && !(await knows(brain, unit))) throw new NoAnswer(await strangerWords(brain, unit));
    const other = alone ? await underway(ports.store, unit, wallNow()) : null;
    if (other !== null) throw new NoAnswer(underwayWords(other));
    let result = await brain.send(unit, orders[0]!, { expires_s: wait_s });
    for (const order of orders.slice(1)) if (result.done) result = await brain.send(unit, order, { expires_s: wait_s });
    return result;
  } finally {
    await brain.close();
    await ports.close();
  }
}

/** A slip of the pen need not wait for its time-out. */
async function strangerWords(brain: Brain, unit: string): Promise<string> {
  const units = (await brain.fleet()).map((view) => view.unit);
  const near = nearest(unit, units);
  const there = units.length === 0 ? "none has" : near === undefined ? `there is ${units.join(", ")}` : `did you mean ${near}?`;
  return `no unit ${unit} has been heard of; ${there}${near === undefined ? "." : ""} The command was not sent.`;
}

const underwayWords = ({ unit, told }: Underway): string =>
  `${unit} ${told === null ? "was asked for an update just now" : `has an update to ${told.version} underway (${told.state})`}, and of an arterial one unit at a time does without its signals for one. ` +
  `"stopline update-fleet" brings a release to several in turn; if these two may stand in flash together: --at-once. The command was not sent.`;

const resultWords = ({ unit, done, refused, wall }: OrderResult, asked: string): string =>
  done ? `${unit}: ${asked} done at ${iso(wall)}` : `${unit}: ${asked} refused: ${refused}`;

export const verb: Verb = { summary: "send a unit one signed command, and print its result", usage: USAGE, run };
