import { createPrivateKey, createPublicKey, sign, verify, X509Certificate } from "node:crypto";
import { endorsedBytes, type Report, type SignedReport, signedBytes, signedText } from "../commissioning/report.ts";
import { readCertificates } from "./certificates.ts";
import { openKey } from "./keys.ts";
import { signatureBy } from "./signature.ts";

/**
 * The unit's own key for what it says of itself: Ed25519, made when it is first wanted, beside the journal, which outlives releases. The key of
 * the link's certificate is the authority's choice (ECDSA today) and changes with it; where there is one, it vouches for this one.
 */
export function signReport(report: Report, keyFile: string, certificates: string): string {
  const key = openKey(keyFile);
  const signature = Buffer.from(key.sign(signedBytes(report))).toString("base64");
  const endorsement = report.certificate === "" ? "" : endorsementOf(certificates, endorsedBytes(report.unit, key.publicKey));
  return signedText({ report, key: key.publicKey, signature, endorsement });
}

/** Ours, as a report carries it; "" where there is none that can be used. */
export function certificateOf(certificates: string): string {
  try {
    return certificates === "" ? "" : readCertificates(certificates).certificate;
  } catch {
    return "";
  }
}

const endorsementOf = (folder: string, bytes: Uint8Array): string =>
  sign("sha256", bytes, createPrivateKey(readCertificates(folder).key)).toString("base64");

/** What a signature is worth. `chain`: by the authority that was named, "" where none was. */
export type Verified =
  | { readonly good: false; readonly why: string }
  | { readonly good: true; readonly key: string; readonly certificate: "none" | "vouches" | "authority" };

/** Whether the unit with this key has signed it as it stands, and who says that the key is its. `ca`: PEM; "" for nobody's word. */
export function verifyReport({ report, key, signature, endorsement }: SignedReport, ca: string): Verified {
  const bad = (why: string): Verified => ({ good: false, why });
  try {
    // Base64 has several ways to write the same bytes: one of them is ours.
    for (const each of [key, signature, endorsement])
      if (Buffer.from(each, "base64").toString("base64") !== each) return bad("it is not as a unit writes it");
    if (!signatureBy(key)(signedBytes(report), Buffer.from(signature, "base64"))) return bad("the signature is not of this report");
    if (report.certificate === "") {
      if (endorsement !== "") return bad("a certificate is missing");
      return ca === "" ? { good: true, key, certificate: "none" } : bad("it carries no certificate that the authority could have signed");
    }
    const own = new X509Certificate(report.certificate);
    if (
      !verify(
        "sha256",
        endorsedBytes(report.unit, key),
        createPublicKey(own.publicKey.export({ type: "spki", format: "pem" })),
        Buffer.from(endorsement, "base64"),
      )
    )
      return bad("the certificate does not vouch for the key");
    if (!own.subject.split("\n").includes(`CN=${report.unit}`)) return bad(`the certificate is of ${own.subject}, not of ${report.unit}`);
    if (ca === "") return { good: true, key, certificate: "vouches" };
    const authority = new X509Certificate(ca);
    return own.checkIssued(authority) && own.verify(authority.publicKey)
      ? { good: true, key, certificate: "authority" }
      : bad("the authority that was named has not signed its certificate");
  } catch (error) {
    return bad((error as Error).message);
  }
}
