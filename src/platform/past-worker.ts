import { parentPort, workerData } from "node:worker_threads";
import { gzipSync } from "node:zlib";
import { Past } from "../panel/past/past.ts";
import type { Question, Told } from "../panel/past/question.ts";
import type { Site } from "../traffic/site.ts";
import { openJournal } from "./journal-file.ts";

/** What the thread is started with. */
export interface PastStart {
  readonly journal: string;
  readonly site: Site;
}

const port = parentPort;
if (port === null) throw new Error("past-worker.ts is started as a thread by past.ts");
const { journal, site } = workerData as PastStart;
const past = new Past(
  () => openJournal(journal),
  site,
  () => performance.now(),
);

// One after the other, in the order in which they were asked.
port.on("message", ({ id, question }: { readonly id: number; readonly question: Question }) => {
  const answered = past.answer(question);
  if (answered.kind === "refused") {
    port.postMessage({ id, told: answered satisfies Told });
    return;
  }
  const json = JSON.stringify(answered.value);
  const packed = new Uint8Array(gzipSync(json, { level: 4 }));
  port.postMessage({ id, told: { kind: "told", json, packed } satisfies Told }, [packed.buffer]);
});
