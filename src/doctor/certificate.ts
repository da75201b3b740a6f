import type { WallWords } from "../journal/words.ts";
import type { WallTime } from "../traffic/time.ts";
import { type Finding, finding } from "./finding.ts";

/** What a folder of certificates holds, or why it cannot be used, in words. */
export type CertificateSight = { readonly ends: WallTime; readonly invalid: string; readonly ending: string } | string;

/** Of the certificate that a site file names in `folder`. */
export function certificateFinding(folder: string, sight: CertificateSight, local: WallWords): Finding {
  const about = `certificate ${folder}`;
  if (typeof sight === "string") return finding("certificate-wrong", about, sight);
  const { ends, invalid, ending } = sight;
  if (invalid !== "") return finding("certificate-wrong", about, invalid);
  return ending === ""
    ? finding("certificate-good", about, `it ends on ${local.secondInZone(ends)}`)
    : finding("certificate-ending", about, ending);
}
