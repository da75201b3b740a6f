import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";

interface Waiting<R> {
  readonly job: unknown;
  readonly done: (result: R) => void;
}

type Answer<R> = { readonly result: R } | { readonly error: string };

/**
 * Threads that do jobs, as many as there are cores: each runs the module at `url` with the same `data`, is sent one job at a time, and answers
 * it with `{ result }`, or `{ error }` in words.
 */
export class Hands<J, R> {
  readonly count: number;
  readonly #threads: Worker[];
  readonly #idle: Worker[] = [];
  readonly #busy = new Map<Worker, Waiting<R>>();
  #queue: Waiting<R>[] = [];
  #fail: (error: Error) => void = () => {};

  constructor(url: URL, data: unknown, count = availableParallelism()) {
    this.count = count;
    this.#threads = Array.from({ length: count }, () => {
      const thread = new Worker(url, { workerData: data });
      thread.on("message", (answer: Answer<R>) => this.#heard(thread, answer));
      thread.on("error", (error) => this.#fail(error));
      this.#idle.push(thread);
      return thread;
    });
  }

  /** In the order of the jobs. Null once `drop` was asked for. One run at a time. Rejects with what a job threw. */
  run(jobs: readonly J[]): Promise<readonly R[] | null> {
    return new Promise((resolve, reject) => {
      const results: R[] = [];
      let left = jobs.length;
      this.#fail = reject;
      this.#dropped = () => resolve(null);
      if (left === 0) resolve(results);
      this.#queue = jobs.map((job, i) => ({
        job,
        done: (result) => {
          results[i] = result;
          if (--left === 0) resolve(results);
        },
      }));
      this.#send();
    });
  }

  /** What has not begun is not done, and the run ends with null. */
  drop(): void {
    this.#queue = [];
    this.#dropped();
  }

  async end(): Promise<void> {
    await Promise.all(this.#threads.map((thread) => thread.terminate()));
  }

  #dropped: () => void = () => {};

  #send(): void {
    for (let next = this.#queue[0]; next !== undefined && this.#idle.length > 0; next = this.#queue[0]) {
      const thread = this.#idle.pop()!;
      this.#queue.shift();
      this.#busy.set(thread, next);
      thread.postMessage(next.job);
    }
  }

  #heard(thread: Worker, answer: Answer<R>): void {
    const waiting = this.#busy.get(thread)!;
    this.#busy.delete(thread);
    this.#idle.push(thread);
    if ("error" in answer) this.#fail(new Error(answer.error));
    else waiting.done(answer.result);
    this.#send();
  }
}
