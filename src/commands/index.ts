import type { stopline } from "#wire";
import type { Request } from "../journal/port.ts";
import { sha256 } from "../plans/sha256.ts";
import { partsOf } from "../plans/upload.ts";
import type { Site } from "../traffic/site.ts";
import { type Instant, iso, type WallTime } from "../traffic/time.ts";
import { activatePlan } from "./activate-plan.ts";
import { cancelPriority } from "./cancel-priority.ts";
import type { Command, CommandCase, Errand, Taken } from "./command.ts";
import { fetchJournal } from "./fetch-journal.ts";
import { flash } from "./flash.ts";
import { forceDetector } from "./force-detector.ts";
import { forceOff } from "./force-off.ts";
import { hold } from "./hold.ts";
import { omit } from "./omit.ts";
import { placeCall } from "./place-call.ts";
import { requestPriority } from "./request-priority.ts";
import { restartLink } from "./restart-link.ts";
import { rollBackPlan } from "./roll-back-plan.ts";
import { setClock } from "./set-clock.ts";
import { setPattern } from "./set-pattern.ts";
import { tryPlan } from "./try-plan.ts";
import { update } from "./update.ts";
import { uploadPlan } from "./upload-plan.ts";

export type { Change, Command, CommandCase, Errand, Taken } from "./command.ts";

/** Every command by its name in command.proto's oneof: a command added there is missing here until its file is written. */
const COMMANDS = {
  setPattern,
  placeCall,
  requestPriority,
  cancelPriority,
  hold,
  forceOff,
  omit,
  forceDetector,
  flash,
  fetchJournal,
  restartLink,
  uploadPlan,
  tryPlan,
  activatePlan,
  rollBackPlan,
  setClock,
  update,
} as const satisfies { readonly [C in CommandCase]: Command<C> };

/** For lists and usages. */
export const commands: readonly Command[] = Object.values(COMMANDS) as readonly Command[];

export const commandNamed = (name: string): Command | undefined => commands.find((command) => command.name === name);

/** What a command on the wire is called and carries; null for one that this release does not know. */
export function requestOf(wire: stopline.v1.Command): { readonly command: string; readonly args: string } | null {
  if (wire.command === undefined) return null;
  const command = COMMANDS[wire.command] as Command;
  return { command: command.name, args: JSON.stringify(command.args(wire[wire.command] ?? {})) };
}

/**
 * The wire's oneof for a command that a person types, as in ["place-call", "3", "pedestrian"]: `{ placeCall: { phase: 3, … } }`. null if
 * the words are not understood; `commands` says what they should be.
 */
export function typedCommand([name, ...words]: readonly string[]): Partial<Pick<stopline.v1.Command, CommandCase>> | null {
  for (const [key, command] of Object.entries(COMMANDS) as readonly (readonly [CommandCase, Command])[]) {
    const wire = command.name === name ? command.read(words) : null;
    if (wire !== null) return { [key]: wire };
  }
  return null;
}

/** The commands that bring a plan to a unit, in order. The last one's result says whether the unit keeps it. */
export function planOrders(text: string): readonly Partial<Pick<stopline.v1.Command, "uploadPlan">>[] {
  return partsOf(text, sha256(text)).map((part) => ({ uploadPlan: part as stopline.v1.UploadPlan }));
}

/** What the centre side does when a request is recorded as done; null for most. */
export function errandOf({ command, args }: Pick<Request, "command" | "args">): Errand | null {
  return commandNamed(command)?.errand?.(parsed(args)) ?? null;
}

/** Far longer than any command of ours. */
const ARGS_MAX = 4_096;

/** What the street side makes of a request from the inbox, at the tick `now` whose wall time is `wall`. Pure; never throws. */
export function takeRequest(site: Site, request: Request, now: Instant, wall: WallTime): Taken {
  if (request.refused !== "") return { refused: request.refused };
  if (wall > request.expires) return { refused: `expired at ${iso(request.expires)}; this unit's clock says ${iso(wall)}` };
  const command = commandNamed(request.command);
  if (command === undefined) return { refused: `this unit knows no command "${request.command}"` };
  const args = parsed(request.args);
  return args === undefined
    ? { refused: `the arguments of ${command.name} are not readable` }
    : command.take(site, args, now, request.expires);
}

function parsed(json: string): unknown {
  if (json.length > ARGS_MAX) return undefined;
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
