/** `node test/hil/verify.ts FOLDER KEY`: whether a run is as the holder of this key (32 bytes in base64) has signed it, and what it says. */
import { failures, notSigned } from "./evidence/signed.ts";

const [folder, key] = process.argv.slice(2);
if (folder === undefined || key === undefined) {
  console.error("name the run's folder and the public key: node test/hil/verify.ts build/hil/RUN KEY");
  process.exit(2);
}
const why = notSigned(folder, key);
const failed = why === "" ? failures(folder) : [];
if (why !== "") console.error(`${folder}: ${why}`);
else if (failed.length > 0) console.error(`${folder}: as it was signed, and no acceptance of anything: ${failed.join(", ")} failed`);
else console.log(`${folder}: as it was signed; nothing that was run has failed`);
process.exitCode = why !== "" || failed.length > 0 ? 1 : 0;
