import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** An authority that signs releases, as `deploy/bundle` makes one, and RAUC's configuration of a unit that trusts it. */
export class Releases {
  readonly folder: string;
  readonly conf: string;

  constructor(folder: string) {
    this.folder = folder;
    mkdirSync(folder, { recursive: true });
    this.conf = this.#file(
      "system.conf",
      `[system]\ncompatible=stopline-test\nbootloader=noop\n[keyring]\npath=${join(folder, "root.crt")}\ncheck-purpose=codesign\n`,
    );
    this.#openssl("genpkey", "-quiet", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256", "-out", "root.key");
    this.#openssl(
      ..."req -x509 -new -key root.key -subj /CN=root -days 30 -out root.crt -addext basicConstraints=critical,CA:TRUE -addext keyUsage=critical,keyCertSign".split(
        " ",
      ),
    );
    this.#issue("release", "codeSigning");
  }

  /** A key pair of ours with this purpose. */
  #issue(name: string, usage: string): void {
    this.#openssl("genpkey", "-quiet", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256", "-out", `${name}.key`);
    this.#openssl("req", "-new", "-key", `${name}.key`, "-subj", `/CN=${name}`, "-out", `${name}.csr`);
    this.#file(`${name}.ext`, `basicConstraints=CA:FALSE\nkeyUsage=critical,digitalSignature\nextendedKeyUsage=${usage}\n`);
    this.#openssl(
      ..."x509 -req -CA root.crt -CAkey root.key -CAcreateserial -days 30".split(" "),
      "-in",
      `${name}.csr`,
      "-extfile",
      `${name}.ext`,
      "-out",
      `${name}.crt`,
    );
  }

  /** By a certificate of ours that is for something else: what a unit or a broker has. */
  otherPurpose(version: string): string {
    this.#issue("unit", "clientAuth");
    return this.bundle(version, "security-1", "unit");
  }

  /** A signed bundle around an image of no meaning. */
  bundle(version: string, build = "security-1", signer = "release"): string {
    const made = join(this.folder, `${version}-${build}-${signer}`);
    if (existsSync(`${made}.raucb`)) return `${made}.raucb`;
    mkdirSync(made, { recursive: true });
    // What cannot be compressed: RAUC takes no bundle of one page.
    writeFileSync(join(made, "root.img"), randomBytes(30_000));
    const manifest = [
      "[update]",
      "compatible=stopline-test",
      `version=${version}`,
      `build=${build}`,
      "[bundle]",
      "format=verity",
      "[image.rootfs]",
      "filename=root.img",
      "",
    ];
    writeFileSync(join(made, "manifest.raucm"), manifest.join("\n"));
    const words = [
      `--conf=${this.conf}`,
      "bundle",
      `--cert=${join(this.folder, `${signer}.crt`)}`,
      `--key=${join(this.folder, `${signer}.key`)}`,
    ];
    // Who signs with a certificate for another purpose does not look at that first.
    if (signer !== "release") words[0] = `--conf=${this.#file("careless.conf", "[system]\ncompatible=stopline-test\nbootloader=noop\n")}`;
    execFileSync("rauc", [...words, made, `${made}.raucb`], { stdio: ["ignore", "ignore", "pipe"] });
    return `${made}.raucb`;
  }

  #openssl(...words: readonly string[]): void {
    execFileSync("openssl", words, { cwd: this.folder, stdio: ["ignore", "ignore", "pipe"] });
  }

  #file(name: string, text: string): string {
    writeFileSync(join(this.folder, name), text);
    return join(this.folder, name);
  }
}
