import { isIP } from "node:net";

/** Who a certificate is for. `watcher` may only read. */
export type Role = "unit" | "brain" | "watcher" | "broker";

/** How long each is good for. A unit's is carried to a cabinet, the others are changed at a desk. */
export const DAYS = { authority: 15 * 365, unit: 3 * 365, brain: 365, watcher: 365, broker: 365 } as const satisfies {
  readonly [R in Role | "authority"]: number;
};

const CLIENT = "basicConstraints = critical, CA:FALSE\nkeyUsage = critical, digitalSignature\nextendedKeyUsage = clientAuth\n";

/** A unit's certificate, stolen from a cabinet, makes no broker; a broker's makes no unit. */
export const EXTENSIONS = {
  unit: () => CLIENT,
  brain: () => CLIENT,
  watcher: () => CLIENT,
  broker: (hosts) => {
    const names = hosts.map((host) => `${isIP(host) ? "IP" : "DNS"}:${host}`);
    return `${CLIENT.replace("clientAuth", "serverAuth")}subjectAltName = ${names.join(", ")}\n`;
  },
} as const satisfies { readonly [R in Role]: (hosts: readonly string[]) => string };

/** openssl.cnf of an authority. Its paths begin in its own folder, which may be carried about on a stick. */
export const AUTHORITY_SETTINGS = `# Written by "stopline ca init". An ordinary authority of "openssl ca", for commands that are typed in this folder.
[ca]
default_ca = stopline

[stopline]
dir = .
database = $dir/index.txt
new_certs_dir = $dir/certs
certificate = $dir/ca.crt
private_key = $dir/ca.key
rand_serial = yes
default_md = sha256
# A name may have two certificates at a time: the next one is in the cabinet before the old one ends.
unique_subject = no
policy = name

[name]
commonName = supplied

[req]
distinguished_name = asked
prompt = no
string_mask = utf8only

[asked]

[authority]
basicConstraints = critical, CA:TRUE, pathlen:0
keyUsage = critical, keyCertSign, cRLSign
subjectKeyIdentifier = hash
`;
