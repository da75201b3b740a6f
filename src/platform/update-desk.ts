import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statfsSync, statSync } from "node:fs";
import { join } from "node:path";
import * as v from "valibot";
import { Job, SlotRequest, SlotState, type UpdateDesk } from "../update/desk.ts";
import { sizeWords } from "../update/updates.ts";
import { readPlain } from "./plain-file.ts";
import { writeWhole } from "./whole-file.ts";

/** What the link writes and root reads; what root writes and the link reads. */
export interface UpdateFolders {
  readonly desk: string;
  readonly kept: string;
  /** WORKS, where it is another one. */
  readonly works?: string;
}

export const UPDATE_FOLDERS: UpdateFolders = { desk: "/var/lib/stopline/update", kept: "/data/stopline/update" };

/** There while root works at a request, and gone when its service has ended, however: systemd makes and removes it (RuntimeDirectory). */
const WORKS = "/run/stopline-update";

/** What a disk keeps free beside a bundle and root's own copy of it: the journal must not feel an update. */
export const LEFT_BYTES = 64 * 1_024 * 1_024;
/** What is longer than this is nobody's request. */
const FILE_BYTES_MAX = 16_384;

const REQUEST = "request.json";
/** The one that root looks at: the desk is free for the next. */
const TAKEN = "request.taken";
export const STATE = "state.json";
/** The gate's: what became of the last trial, and the highest security number that has proved itself. */
export const OUTCOME = "outcome";
export const PROVED_SECURITY = "security";
/** The gate's: which slot has to prove itself; gone when it has. */
export const TRIAL = "trial";
/** How it was before the restart. */
export const BEFORE = "before.json";
export const JOB = "job.json";

export const partOf = (desk: string, sha256: string): string => join(desk, `${sha256}.part`);
export const bundleOf = (desk: string, sha256: string): string => join(desk, `${sha256}.raucb`);

/** The files of an update. */
export function openDesk({ desk, kept, works = WORKS }: UpdateFolders): UpdateDesk {
  return {
    job: () => readAs(Job, join(desk, JOB)),
    keep: (job) => {
      if (job === null) {
        // What nobody has come for until now must not be done at the next start, when nobody wants it any more.
        rmSync(join(desk, REQUEST), { force: true });
        rmSync(join(desk, JOB), { force: true });
      } else writeWhole(join(desk, JOB), JSON.stringify(job));
    },
    request: (request) => writeWhole(join(desk, REQUEST), JSON.stringify(request)),
    state: () => {
      const state = outcomeOf(readAs(SlotState, join(kept, STATE)), kept);
      // The power went, or root was ended, while the slot was written: nobody is at it any more, so it may be asked for again.
      return state?.state === "installing" && !existsSync(works) ? null : state;
    },
    whyNoRoom: (size) => {
      mkdirSync(desk, { recursive: true });
      const { bavail, bsize } = statfsSync(desk);
      const lying = readdirSync(desk).reduce((sum, name) => sum + (/\.(part|raucb)$/.test(name) ? sizeOf(join(desk, name)) : 0), 0);
      const lacks = 2 * size + LEFT_BYTES - bavail * bsize - lying;
      return lacks <= 0 ? "" : `there is no room for it: ${sizeWords(lacks)} are missing on the unit's disk`;
    },
    tidy: (sha256) => {
      for (const name of namesIn(desk))
        if (/\.(part|raucb)$/.test(name) && !(sha256 !== null && name.startsWith(sha256))) rmSync(join(desk, name), { force: true });
    },
  };
}

/**
 * What became of a restart into the other slot, in the words of the gate: "proved B", "returned B: why", or "untried: why", where the power went before
 * that slot was the first one: the release still lies in it, whole.
 */
function outcomeOf(state: SlotState | null, kept: string): SlotState | null {
  if (state?.state !== "restarting") return state;
  const said = outcomeIn(kept);
  if (said.startsWith("proved ")) return { ...state, state: "proved", words: "" };
  if (said.startsWith("untried: ")) return { ...state, state: "installed", words: said.slice("untried: ".length).trim().slice(0, 200) };
  const back = /^returned \S+: (.*)$/s.exec(said)?.[1];
  return back === undefined ? state : { ...state, state: "fell-back", words: back.trim().slice(0, 200) };
}

function outcomeIn(kept: string): string {
  try {
    return readPlain(join(kept, OUTCOME), FILE_BYTES_MAX);
  } catch {
    return "";
  }
}

/** null for what is not there, or is none of ours. */
export function readAs<S extends v.GenericSchema>(schema: S, file: string): v.InferOutput<S> | null {
  try {
    const read = v.safeParse(schema, JSON.parse(readPlain(file, FILE_BYTES_MAX)));
    return read.success ? read.output : null;
  } catch {
    return null;
  }
}

/** Takes what is asked off the desk, and only that: what is laid there from now on is for the next start. null: it is none. */
export function takeRequest(desk: string): SlotRequest | null {
  const file = join(desk, TAKEN);
  rmSync(file, { force: true, recursive: true });
  try {
    renameSync(join(desk, REQUEST), file);
  } catch {
    return null;
  }
  const asked = readAs(SlotRequest, file);
  // One that cannot be understood must not be looked at for ever.
  rmSync(file, { force: true, recursive: true });
  return asked;
}

const sizeOf = (file: string): number => statSync(file, { throwIfNoEntry: false })?.size ?? 0;

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
