import { BlockList, isIP } from "node:net";
import { type NetworkInterfaceInfo, networkInterfaces } from "node:os";

/**
 * Whether an address is this machine's own, or on a net that one of its interfaces is on: nothing between the two but cables and switches. Asked
 * anew each time, because a cable can come after the process.
 */
export function isNear(address: string, interfaces = networkInterfaces()): boolean {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, "").replace(/%.*$/, "");
  const family = isIP(plain) === 4 ? "ipv4" : "ipv6";
  if (isIP(plain) === 0) return false;
  const nets = new BlockList();
  for (const { cidr } of Object.values(interfaces).flatMap((each): readonly NetworkInterfaceInfo[] => each ?? [])) {
    const [net = "", bits = ""] = cidr?.split("/") ?? [];
    // A net of everybody is none.
    if (isIP(net) !== 0 && Number(bits) >= 8) nets.addSubnet(net, Number(bits), isIP(net) === 4 ? "ipv4" : "ipv6");
  }
  return nets.check(plain, family);
}
