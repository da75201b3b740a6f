import { execFileSync, spawnSync } from "node:child_process";
import { copyFileSync, cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Authority } from "../../src/platform/authority.ts";
import { CERTIFICATE_FILES } from "../../src/platform/certificates.ts";
import { type BrokerProcess, openMosquitto } from "./brokers.ts";

const BROKER = new URL("../../deploy/broker/", import.meta.url);

/** An authority of a test's own, in `folder`, and whatever certificates a test wants of it. */
export class TestAuthority {
  readonly folder: string;
  readonly authority: Authority;

  constructor(folder: string) {
    this.folder = folder;
    this.authority = Authority.make(folder, "test", 365);
  }

  unit = (name: string): string => this.authority.issue("unit", name, [], 30);
  brain = (): string => this.authority.issue("brain", "brain", [], 30);
  broker = (host = "localhost"): string => this.authority.issue("broker", host, [host], 30);

  /** A certificate with other dates, in days from now: what the verb never makes. */
  dated(given: string, begin_days: number, end_days: number): string {
    const certificate = join(given, CERTIFICATE_FILES.certificate);
    const config = join(this.folder, "openssl.cnf");
    const name = given
      .split("/")
      .at(-1)!
      .replace(/\.\d+$/, "");
    const request = ["req", "-config", config, "-new", "-key", join(given, CERTIFICATE_FILES.key), "-subj", `/CN=${name}`];
    openssl([...request, "-out", join(given, "request")]);
    const usage = name === "localhost" ? "serverAuth\nsubjectAltName = DNS:localhost" : "clientAuth";
    writeFileSync(join(given, "extensions"), `extendedKeyUsage = ${usage}\n`);
    const dates = ["-startdate", day(begin_days), "-enddate", day(end_days)];
    openssl(
      [
        "ca",
        "-config",
        config,
        "-batch",
        "-notext",
        "-extfile",
        join(given, "extensions"),
        "-in",
        join(given, "request"),
        "-out",
        certificate,
        ...dates,
      ],
      this.folder,
    );
    return given;
  }

  /** Signed by its own key, and trusting our broker. */
  selfSigned(name: string): string {
    const given = this.unit(name);
    const [key, certificate] = [join(given, CERTIFICATE_FILES.key), join(given, CERTIFICATE_FILES.certificate)];
    openssl([
      "req",
      "-config",
      join(this.folder, "openssl.cnf"),
      "-x509",
      "-new",
      "-key",
      key,
      "-subj",
      `/CN=${name}`,
      "-days",
      "30",
      "-out",
      certificate,
    ]);
    return given;
  }

  /** What a client of OpenSSL's own, with the certificate in `given`, hears of a broker: nothing of ours is in between. */
  clientSays(given: string | null, port: number, ...words: readonly string[]): string {
    const files = given === null ? [] : ["-cert", join(given, CERTIFICATE_FILES.certificate), "-key", join(given, CERTIFICATE_FILES.key)];
    const args = ["s_client", "-connect", `localhost:${port}`, "-CAfile", join(this.folder, "ca.crt"), ...files, ...words];
    // It listens until the broker hangs up, on what is no MQTT if on nothing else: in TLS 1.3 a client is refused after its own handshake is done.
    const { stdout, stderr } = spawnSync("openssl", [...args, "-ign_eof"], { encoding: "utf8", input: "no MQTT\n", timeout: 20_000 });
    return stdout + stderr;
  }

  /** `given` with another authority's certificate beside its own: whom it trusts, and nobody knows. */
  trusting(given: string, other: TestAuthority): string {
    const folder = `${given}-trusting`;
    cpSync(given, folder, { recursive: true });
    copyFileSync(join(other.folder, "ca.crt"), join(folder, CERTIFICATE_FILES.ca));
    return folder;
  }
}

export const openssl = (args: readonly string[], cwd = "."): string =>
  execFileSync("openssl", args, { cwd, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });

const day = (days: number): string => `${new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 19).replace(/[-:T]/g, "")}Z`;

/**
 * mosquitto with deploy/broker's tls.conf and acl, and the certificate in `given`, on a free port or `at` one; on another one `centre` for the centre's
 * programs, which share a certificate. `env`: as openMosquitto has it.
 */
export function openTlsMosquitto(
  authority: { readonly folder: string },
  given: string,
  at?: number,
  centre?: number,
  env?: Readonly<Record<string, string>>,
): Promise<BrokerProcess> {
  const conf = readFileSync(new URL("tls.conf", BROKER), "utf8")
    .replace("/etc/mosquitto/stopline.acl", new URL("acl", BROKER).pathname)
    .replaceAll("/etc/mosquitto/certs/crl.pem", join(authority.folder, "crl.pem"))
    .replaceAll("/etc/mosquitto/certs/", `${given}/`);
  const [units, others] = conf.split("\nlistener 8884") as [string, string];
  const second = centre === undefined ? "" : `listener ${centre} 127.0.0.1${others}`;
  const lines = `${units.replace("\nlistener 8883", "")}\n${second}`.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
  // Started as root it becomes another user, who may not read a test's key.
  return openMosquitto([...lines, "user root", "log_dest stderr", "log_type error"].join("\n"), at, env);
}
