import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { userInfo } from "node:os";
import { setTimeout as pause } from "node:timers/promises";
import { parseArgs } from "node:util";
import { RESET_FAULT, type ResetDetail, resetRequest } from "../commands/reset-fault.ts";
import type { CommandResult, LinkJournal } from "../journal/port.ts";
import { type JournalReader, openJournal } from "../platform/journal-file.ts";
import { openLinkJournal } from "../platform/recorder.ts";
import { CODE } from "../traffic/codes.ts";
import { faultIn } from "../traffic/monitor-fault.ts";
import { WallTime } from "../traffic/time.ts";
import { DEFAULT_FILES } from "./journal.ts";
import { notNegative } from "./numbers.ts";
import { shown } from "./say.ts";
import { UsageError, type Verb } from "./verb.ts";

const USAGE = `
stopline reset-fault [JOURNAL] [--by NAME] [--wait S]

In the cabinet, on the unit itself: ends the flash of a latched fault of the conflict monitor. Look for what caused it first: the same
fault will come again, or worse. The journal keeps who did this. The brain cannot do it.

  --by NAME    who resets it                                              (the name that you are logged in with)
  --wait S     how long to wait for the unit                              (15)

Without JOURNAL: var/journal.db, or var/demo/journal.db. Exit code 0 if the fault is reset, 1 if not.
`;

const LOOK_MS = 100;

async function run(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { by: { type: "string" }, wait: { type: "string", default: "15" } },
  });
  if (positionals.length > 1) throw new UsageError("name one journal, as in: stopline reset-fault var/journal.db");
  const file = positionals[0] ?? DEFAULT_FILES.toReversed().find((each) => existsSync(each));
  if (file === undefined) throw new UsageError(`name the unit's journal; there is none at ${DEFAULT_FILES.join(" or ")}`);
  if (!existsSync(file)) throw new UsageError(`there is no journal at ${file}`);
  const wait_ms = notNegative("wait", values.wait) * 1_000;
  const by = (values.by ?? process.env["SUDO_USER"] ?? userInfo().username).trim();
  if (by === "") throw new UsageError("say who resets the fault, as in: --by Miller");
  try {
    return await reset(file, by, wait_ms);
  } catch (error) {
    console.error(`stopline: ${shown((error as Error).message)}`);
    return 1;
  }
}

async function reset(file: string, by: string, wait_ms: number): Promise<number> {
  const journal = openJournal(file);
  const inbox = openLinkJournal(file);
  try {
    const fault = faultIn(journal.summary().latched);
    if (fault === null) {
      console.log("The conflict monitor has latched no fault that is not reset.");
      return 1;
    }
    const channels = fault.channels.length > 0 ? `, channels ${fault.channels.join(" ")}` : "";
    console.log(shown(`latched: ${fault.words}${channels}`));
    const before = journal.last_seq();
    const id = `${RESET_FAULT}-${randomBytes(8).toString("hex")}`;
    // No counter of the brain's is used up by it.
    if (!inbox.offer(resetRequest(id, by, WallTime(Date.now())), 0)) throw new Error(`${file} takes no requests`);
    const result = await resultOf(inbox, id, wait_ms);
    if (result === null) throw new Error("the unit has not taken it. Is it running? One that is started within a minute still takes it");
    if (!result.done) throw new Error(`not reset: ${result.refused}`);
    console.log(needsStart(journal, before) ? START_AGAIN : COMES_BACK);
    return 0;
  } finally {
    inbox.close();
    journal.close();
  }
}

const START_AGAIN = "Reset, and in the journal. The monitor of the running unit stays latched until it ends: start the unit again now.";
const COMES_BACK = "Reset, and in the journal. The signals come back through start-up: flash, all red, then the first greens.";

async function resultOf(inbox: LinkJournal, id: string, wait_ms: number): Promise<CommandResult | null> {
  for (let waited = 0; ; waited += LOOK_MS) {
    const result = inbox.result(id);
    if (result !== null || waited >= wait_ms) return result;
    await pause(LOOK_MS);
  }
}

/** By the unit's own word, which is committed with the result. */
function needsStart(journal: JournalReader, after: number): boolean {
  for (const chunk of journal.chunks(after)) {
    const reset = chunk.records.findLast((r) => r.code === CODE.monitorReset);
    if (reset !== undefined) return (JSON.parse(reset.detail) as ResetDetail).restart;
  }
  return true;
}

export const verb: Verb = { summary: "in the cabinet: end the flash of a latched monitor fault", usage: USAGE, run };
