import { openLinkJournal } from "../../../src/platform/journal-file.ts";
import { WallTime } from "../../../src/traffic/time.ts";

/**
 * A centre side that only acknowledges and offers, until SIGKILL ends it. It says what has returned: acknowledged, counter, command. Returns
 * what a millisecond brings.
 */
export function linkHere(path: string, epoch: string, say: (words: string) => void): () => void {
  const link = openLinkJournal(path, "killed");
  let counter = link.counter();
  let acked = link.acked();
  const tell = (id = "") => say(`${acked} ${counter} ${id}\n`);
  tell();
  return () => {
    try {
      const seq = link.last_seq() - 10;
      if (seq > acked && link.chunksAfter(acked, 5).length > 0) {
        link.ack(epoch, seq);
        acked = seq;
        tell();
      }
      if (counter % 3 > 0 || acked % 5 === 0) {
        const id = `c${counter + 1}`;
        if (link.offer({ id, command: "place-call", args: "{}", expires: WallTime(0), refused: "" }, counter + 1)) tell(id);
        counter = link.counter();
      }
    } catch (error) {
      // A street side that is putting the store in order holds it for a while.
      if (!/another program holds/.test((error as Error).message)) throw error;
    }
  };
}
