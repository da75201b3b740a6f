import { parentPort, workerData } from "node:worker_threads";
import { LOOK_MS, type Start, Thread, type ToThread } from "./recorder-thread.ts";

const port = parentPort;
if (port === null) throw new Error("recorder-worker.ts is started as a thread by recorder.ts");
const thread = new Thread(workerData as Start, (message) => port.postMessage(message));
const timer = setInterval(() => thread.look(), LOOK_MS);
port.on("message", (message: ToThread) => {
  if (message.kind === "append") thread.append(message.items, message.opening, message.flush);
  else {
    clearInterval(timer);
    thread.close();
    port.close();
  }
});
