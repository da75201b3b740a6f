import { chmodSync, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { firstLive } from "../platform/first-live.ts";
import { said } from "../platform/rauc.ts";
import { install, runningRelease, SLOT_FILE, slotIn, stickCopyIn, takeBundle, whyNotCopy } from "../platform/slot.ts";
import { takeFromStick } from "../platform/stick.ts";
import { BEFORE, JOB, OUTCOME, openDesk, readAs, STATE, takeRequest, UPDATE_FOLDERS } from "../platform/update-desk.ts";
import { VERSION } from "../platform/version.ts";
import { writeWhole } from "../platform/whole-file.ts";
import { type Before, Job, type SlotRequest, type SlotState } from "../update/desk.ts";
import { SECURITY } from "../update/release.ts";
import { UsageError, type Verb } from "./verb.ts";

const USAGE = `
stopline slot request [--desk DIR] [--kept DIR] [--live SOCKET] [--slot FILE] [--rauc-conf FILE]
stopline slot stick FOLDER [--desk DIR] [--kept DIR] [--slot FILE] [--rauc-conf FILE]

As root, started by systemd (deploy/services): does what the centre side has asked for on its desk, and looks at everything again. "request" puts
a signed bundle into the slot that does not run, or starts the machine anew into it when the signals stand in flash. "stick" takes the newest
bundle out of a mounted stick's folder.

  --desk DIR       what the centre side writes                 (${UPDATE_FOLDERS.desk})
  --kept DIR       what only this writes                       (${UPDATE_FOLDERS.kept})
  --live SOCKET    where the street side shows its live state  (/run/stopline/live.sock)
  --slot FILE      where it stands which slot runs             (${SLOT_FILE})
  --rauc-conf FILE another configuration of RAUC, to look at bundles with

Exit code 0 if it was done, 1 if it was refused; the reason stands in the kept state.json, and in the journal a second later.
`;

/** systemd's words for a street side that controls nothing. Whatever else it says, or that it says nothing, may be signals in green. */
const NOBODY_CONTROLS: readonly string[] = ["inactive", "failed", "activating"];
/** A street side that lives is heard within a tenth of a second. */
const HEAR_MS = 10_000;

interface Place {
  readonly desk: string;
  readonly kept: string;
  readonly live: string;
  readonly slot: string;
  readonly conf: string | null;
}

async function run(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      desk: { type: "string", default: UPDATE_FOLDERS.desk },
      kept: { type: "string", default: UPDATE_FOLDERS.kept },
      live: { type: "string", default: "/run/stopline/live.sock" },
      slot: { type: "string", default: SLOT_FILE },
      "rauc-conf": { type: "string" },
    },
  });
  const [what, folder, ...more] = positionals;
  const place: Place = { ...values, conf: values["rauc-conf"] ?? null };
  mkdirSync(place.kept, { recursive: true, mode: 0o755 });
  if (what === "request" && folder === undefined) return request(place);
  if (what === "stick" && folder !== undefined && more.length === 0) return stick(place, folder);
  throw new UsageError("it is: stopline slot request, or: stopline slot stick FOLDER");
}

async function request(place: Place): Promise<number> {
  const asked = takeRequest(place.desk);
  if (asked === null) return over("what lies on the desk is no request");
  return asked.kind === "install" ? installed(place, asked) : restarted(place, asked);
}

async function installed(place: Place, asked: SlotRequest & { readonly kind: "install" }): Promise<number> {
  const { id, version, sha256, size } = asked;
  const keep = keeper(place, { id, version, sha256, size });
  keep("installing", "");
  const refused = slotIn(place.slot) === "" ? "this machine was not started from one of two slots" : takeBundle(place, sha256, size);
  if (refused !== "") return over(keep("refused", refused));
  const running = runningRelease(VERSION, SECURITY, place.kept);
  const not = (await whyNotCopy(place.kept, version, running, asked.allow_older, place.conf)) || (await install(place.kept));
  if (not !== "") return over(keep("refused", not));
  keep("installed", "");
  console.log(`stopline: ${version} lies in the other slot`);
  return 0;
}

async function restarted(place: Place, { id, brain }: SlotRequest & { readonly kind: "restart" }): Promise<number> {
  const last = openDesk(place).state();
  if (last === null || last.id !== id || last.state !== "installed") return over(`nothing is installed for ${id}`);
  const keep = keeper(place, last);
  const live = await firstLive(place.live, HEAR_MS);
  const { hand_over, mode, mode_cause, devices = [] } = live ?? {};
  // The power may have gone between the link's request and us: the release lies there whole, and the signals are asked for once more.
  if (live !== null && !(hand_over?.id === id && hand_over.stage === "standing"))
    return over(keep("installed", `the signals have not been given out of hand for it: ${mode}, ${mode_cause}`));
  if (live === null && !NOBODY_CONTROLS.includes((await said("systemctl", ["is-active", "stopline-unit"])).out.trim()))
    return over(keep("refused", "the street side cannot be heard and may run: nobody knows whether the signals stand in flash"));
  const before: Before = { answering: devices.filter(({ answering }) => answering).map(({ device }) => device), brain };
  writeWhole(join(place.kept, BEFORE), JSON.stringify(before), 0o644);
  rmSync(join(place.kept, OUTCOME), { force: true });
  keep("restarting", "");
  const marked = await said("rauc", ["status", "mark-active", "other"]);
  if (!marked.ok) return over(keep("refused", `the other slot cannot be made the first one: ${marked.why}`));
  // A slow card may have taken so long that the signals have come back by themselves: they are not cut off in a green.
  const now = live === null ? null : await firstLive(place.live, HEAR_MS);
  const back = now !== null && !(now.hand_over?.id === id && now.hand_over.stage === "standing");
  const down = back ? { ok: false, why: "the signals have come back by themselves meanwhile" } : await said("systemctl", ["reboot"]);
  if (down.ok) return 0;
  await said("rauc", ["status", "mark-active", "booted"]);
  return over(keep("refused", `the machine does not start anew: ${down.why}`));
}

async function stick(place: Place, folder: string): Promise<number> {
  if (slotIn(place.slot) === "") return over("this machine was not started from one of two slots");
  const job = readAs(Job, join(place.desk, JOB));
  if (job !== null) return over(`the update to ${job.asked.version} is underway (${job.state}); plug the stick in again when it is over`);
  const taken = await takeFromStick(folder, place.kept, runningRelease(VERSION, SECURITY, place.kept), place.conf);
  const refused = "refused" in taken ? taken.refused : whyNotNow(place, taken.sha256);
  if (refused !== "" || "refused" in taken) {
    rmSync(stickCopyIn(place.kept), { force: true });
    return over(refused);
  }
  keeper(place, taken)("offered", taken.words);
  console.log(`stopline: ${taken.version} from a stick; the centre side goes on`);
  return 0;
}

/** Copying takes minutes, in which a command may have begun; and a stick that stays plugged in comes again at each start. "" or why not. */
function whyNotNow(place: Place, sha256: string): string {
  const job = readAs(Job, join(place.desk, JOB));
  if (job !== null) return `the update to ${job.asked.version} is underway (${job.state}); plug the stick in again when it is over`;
  const last = openDesk(place).state();
  return last?.state === "fell-back" && last.sha256 === sha256
    ? `this very release has fallen back here (${last.words}); the centre alone brings it again, by command`
    : "";
}

/** Says where it stands, to the link and to whoever comes after; returns the words. */
const keeper =
  ({ kept }: Place, { id, version, sha256, size }: Pick<SlotState, "id" | "version" | "sha256" | "size">) =>
  (state: SlotState["state"], words: string): string => {
    const file = join(kept, STATE);
    writeWhole(file, JSON.stringify({ id, version, sha256, size, state, words: words.slice(0, 300) } satisfies SlotState), 0o644);
    chmodSync(file, 0o644);
    return words;
  };

function over(why: string): number {
  console.error(`stopline: ${why}`);
  return 1;
}

export const verb: Verb = { summary: "as root, under systemd: the other slot of an image, for updates", usage: USAGE, run };
