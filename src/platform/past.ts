import { Worker } from "node:worker_threads";
import type { PastPort } from "../panel/past/port.ts";
import type { Question, Told } from "../panel/past/question.ts";
import type { Site } from "../traffic/site.ts";
import type { PastStart } from "./past-worker.ts";

/** Questions that wait: a page has two at most, and sixteen pages are open. */
const WAITING_MAX = 32;
/** A day with its two million records takes a third of it; a thread that wants more is ended, and the link with its page goes on. */
const HEAP_MB = 192;
/** Its young generation: what it holds between two questions stays small. */
const YOUNG_MB = 8;
/** A page asks every half a minute at least. When nobody has for so long, the thread ends, and its memory is the unit's again. */
const IDLE_MS = 120_000;

export interface Past extends PastPort {
  close(): Promise<void>;
}

const BUSY: Told = {
  kind: "refused",
  status: 503,
  refused: "busy",
  words: "Too many ask this unit about its past at once. Ask again in a moment.",
};
const FAILED: Told = {
  kind: "refused",
  status: 503,
  refused: "failed",
  words: "The thread that reads the journal has failed. It is started anew.",
};

/**
 * Answers from the journal at `journal`, in a thread: reading a day takes a second of a processor, and whoever delivers to the brain has none to
 * spare. The thread begins with the first question. One that fails costs the questions that wait.
 */
export function openPast(journal: string, site: Site): Past {
  const waiting = new Map<number, (told: Told) => void>();
  let worker: Worker | null = null;
  let closed = false;
  let next = 0;
  let idle: NodeJS.Timeout | undefined;

  const lost = (which: Worker): void => {
    if (which !== worker) return;
    clearTimeout(idle);
    worker = null;
    for (const resolve of waiting.values()) resolve(FAILED);
    waiting.clear();
  };

  const started = (): Worker => {
    const thread = new Worker(new URL("./past-worker.ts", import.meta.url), {
      workerData: { journal, site } satisfies PastStart,
      resourceLimits: { maxOldGenerationSizeMb: HEAP_MB, maxYoungGenerationSizeMb: YOUNG_MB },
    });
    thread.on("message", ({ id, told }: { readonly id: number; readonly told: Told }) => {
      waiting.get(id)?.(told);
      waiting.delete(id);
      if (waiting.size > 0) return;
      thread.unref();
      clearTimeout(idle);
      idle = setTimeout(() => void end(thread), IDLE_MS).unref();
    });
    thread.on("error", (error) => {
      console.error(`the page's journal: ${error.message}`);
      lost(thread);
    });
    thread.on("exit", () => lost(thread));
    return thread;
  };

  async function end(thread: Worker): Promise<void> {
    clearTimeout(idle);
    lost(thread);
    await thread.terminate();
  }

  return {
    ask: (question: Question) => {
      if (closed || waiting.size >= WAITING_MAX) return Promise.resolve(BUSY);
      clearTimeout(idle);
      worker ??= started();
      worker.ref();
      const id = next++;
      const { promise, resolve } = Promise.withResolvers<Told>();
      waiting.set(id, resolve);
      worker.postMessage({ id, question });
      return promise;
    },
    close: async () => {
      closed = true;
      if (worker !== null) await end(worker);
    },
  };
}
