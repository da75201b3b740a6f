import { SERIAL_PORTS, ttyIn } from "./machine.ts";

/** A site file whose ports are the emulated machine's, in its order; throws for one with more of them. */
export function wired(site: string): { readonly text: string; readonly ports: readonly string[] } {
  let text = site;
  const ports = [...site.matchAll(/^\[ports\.(.+)\]\npath = "([^"]+)"/gm)].map(([, name, path], i) => {
    text = text.replace(`path = "${path}"`, `path = "${ttyIn(i)}"`);
    return name!;
  });
  if (ports.length > SERIAL_PORTS) throw new Error(`the site has ${ports.length} serial ports, and this machine has ${SERIAL_PORTS}`);
  // An answer through an emulated line, on a host that does other things too, takes longer than one in a cabinet: as long as a site may wait.
  return {
    text: text
      .replaceAll('protocol = "modbus-rtu"', "$&\ntimeout_ms = 500")
      .replaceAll('protocol = "modbus-coils"', "$&\ntimeout_ms = 150"),
    ports,
  };
}
