import { endingWords, readCertificates } from "./certificates.ts";
import { wallNow } from "./clock.ts";

const LOOK_MS = 10_000;

/**
 * Looks into the folder of certificates now and then: tells, once a day, that its certificate ends soon or has ended, and calls `changed` when
 * another one lies there whole, with its key. One that is half copied is not touched, and the connection that stands stays. Returns what ends it.
 */
export function watchCertificates(folder: string, changed: () => void, told: (words: string) => void, every_ms = LOOK_MS): () => void {
  let known: string | null = null;
  let said = "";
  const look = (): void => {
    try {
      const own = readCertificates(folder);
      const words = endingWords(own, wallNow());
      if (words !== "" && words !== said) told(words);
      said = words;
      if (known !== null && own.fingerprint !== known) changed();
      known = own.fingerprint;
    } catch {
      // Each dial says it in words, and a folder that is being written is whole the next time.
      known ??= "";
    }
  };
  look();
  const timer = setInterval(look, every_ms);
  return () => clearInterval(timer);
}
