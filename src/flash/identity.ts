import { type Network, networkText } from "./network.ts";

/** What a unit has of its own. */
export interface Identity {
  /** The unit's id, as its site file has it. */
  readonly unit: string;
  readonly site_text: string;
  /** Three PEM texts; null for a unit that has no certificate. */
  readonly certificates: { readonly ca: string; readonly certificate: string; readonly key: string } | null;
  readonly network: Network;
  /** HOST:PORT instead of the site file's broker; "". */
  readonly broker: string;
  /** Where the status page is open to the cabinet's net; null: on the unit alone. */
  readonly panel_port: number | null;
  /** The hashes of the codes on the label, a line each: to look at the page, and to do something there. */
  readonly code_hash: string;
  readonly technician_hash: string;
}

export interface ProvisionFile {
  readonly name: string;
  readonly text: string;
}

/** Where the unit keeps what it takes from PROVISION (deploy/image/overlay/usr/lib/stopline/take). */
const CERTIFICATES = "/etc/stopline/certificates";

/** The files that go onto PROVISION, by the names that `take` knows. */
export function provisionFiles(identity: Identity): readonly ProvisionFile[] {
  const { site_text, certificates, network, code_hash, technician_hash } = identity;
  const files = [
    { name: "site.toml", text: site_text },
    { name: "link.env", text: linkEnvironment(identity) },
    { name: "10-wired.network", text: networkText(network) },
    { name: "page.code", text: `${code_hash}\n` },
    { name: "technician.code", text: `${technician_hash}\n` },
    { name: "ca.crt", text: certificates?.ca ?? "" },
    { name: "stopline.crt", text: certificates?.certificate ?? "" },
    { name: "stopline.key", text: certificates?.key ?? "" },
  ];
  return files.filter(({ text }) => text !== "");
}

/** Read by systemd, for `stopline link`. Where the page is open it listens on every address: its own may come up after it. */
function linkEnvironment({ certificates, broker, panel_port }: Identity): string {
  const options = [certificates === null ? "" : `--certificates ${CERTIFICATES}`, broker === "" ? "" : `--broker ${broker}`];
  const words = options.filter(Boolean).join(" ");
  return `${panel_port === null ? "" : `PANEL=0.0.0.0:${panel_port}\n`}${words === "" ? "" : `OPTIONS="${words}"\n`}`;
}

/** How the page is asked for from outside; "" where it is not open or DHCP knows alone. */
export function pageAddress({ network, panel_port }: Identity): string {
  return panel_port === null || network.address === "" ? "" : `http://${network.address.replace(/\/.*/, "")}:${panel_port}/`;
}
