/** Where a unit is on its network, as a technician types it; "" is what was not said. */
export interface Network {
  /** ADDRESS/BITS; "" asks DHCP. */
  readonly address: string;
  readonly gateway: string;
  readonly dns: string;
  /** Which port of the board, such as end0; "" is every wired one. */
  readonly interface: string;
}

/** What is wrong with it, in words; [] if it can be used. */
export function networkProblems({ address, gateway, dns, interface: port }: Network): readonly string[] {
  const wrong: string[] = [];
  if (address === "" && (gateway !== "" || dns !== ""))
    wrong.push("a gateway or DNS server without an address: without one the unit asks DHCP for all three");
  const own = address === "" ? null : netOf(address);
  if (address !== "" && own === null) wrong.push(`the address "${address}" is not one such as 10.20.0.5/24, with the bits of its network`);
  const way = gateway === "" ? null : number(gateway);
  if (gateway !== "" && way === null) wrong.push(`the gateway "${gateway}" is no address such as 10.20.0.1`);
  if (own !== null && way !== null && way >> own.host_bits !== own.address >> own.host_bits)
    wrong.push(`the gateway ${gateway} is not in the network of ${address}: the unit would never reach it`);
  if (own !== null && way === own.address) wrong.push(`the gateway is the unit's own address, ${gateway}`);
  if (dns !== "" && number(dns) === null) wrong.push(`the DNS server "${dns}" is no address such as 10.20.0.1`);
  if (port !== "" && !/^[a-z][a-z0-9]{0,14}$/.test(port)) wrong.push(`"${port}" is no port of a board, such as end0`);
  return wrong;
}

/** For systemd-networkd; "" where DHCP does it and no port is named. */
export function networkText({ address, gateway, dns, interface: port }: Network): string {
  if (address === "" && port === "") return "";
  const lines = [
    address === "" ? "DHCP=yes" : `Address=${address}`,
    gateway === "" ? "" : `Gateway=${gateway}`,
    dns === "" ? "" : `DNS=${dns}`,
  ];
  return `[Match]\n${port === "" ? "Type=ether" : `Name=${port}`}\n\n[Network]\n${lines.filter(Boolean).join("\n")}\n`;
}

/** An IPv4 address as a number; null if it is none. */
function number(text: string): bigint | null {
  const parts = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text)?.slice(1).map(Number);
  return parts?.every((part) => part <= 255) ? parts.reduce((sum, part) => sum * 256n + BigInt(part), 0n) : null;
}

function netOf(text: string): { readonly address: bigint; readonly host_bits: bigint } | null {
  const [, address = "", bits = ""] = /^([^/]+)\/(\d{1,2})$/.exec(text) ?? [];
  const own = number(address);
  if (own === null || bits === "" || Number(bits) < 1 || Number(bits) > 31) return null;
  return { address: own, host_bits: BigInt(32 - Number(bits)) };
}
