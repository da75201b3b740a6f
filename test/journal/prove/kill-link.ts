/** A centre side that only acknowledges and offers, until SIGKILL ends it. It says what has returned: acknowledged, counter, command. */
import { writeSync } from "node:fs";
import { openLinkJournal } from "../../../src/platform/journal-file.ts";
import { WallTime } from "../../../src/traffic/time.ts";

const [path = "", epoch = ""] = process.argv.slice(2);
// One that ends by itself leaves its compiled code for those that come.
if (path === "") process.exit();
const link = openLinkJournal(path, "killed");
let counter = link.counter();
let acked = link.acked();
const say = (id = "") => writeSync(1, `${acked} ${counter} ${id}\n`);
say();
setInterval(() => {
  try {
    const seq = link.last_seq() - 10;
    if (seq > acked && link.chunksAfter(acked, 5).length > 0) {
      link.ack(epoch, seq);
      acked = seq;
      say();
    }
    if (counter % 3 > 0 || acked % 5 === 0) {
      const id = `c${counter + 1}`;
      if (link.offer({ id, command: "place-call", args: "{}", expires: WallTime(0), refused: "" }, counter + 1)) say(id);
      counter = link.counter();
    }
  } catch (error) {
    // A street side that is putting the store in order holds it for a while.
    if (!/another program holds/.test((error as Error).message)) throw error;
  }
}, 2);
