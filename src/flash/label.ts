import encodeQR from "qr";

/** What stands on a unit's label. */
export interface Label {
  readonly unit: string;
  /** The intersection, as its site file calls it. */
  readonly name: string;
  /** The status page's address; "" where only the unit itself or DHCP knows it. */
  readonly page: string;
  readonly code: string;
  /** What only who works on the unit may know. */
  readonly technician: string;
  /** The image's version, and the day. */
  readonly flashed: string;
}

/** What a phone reads: the page with the unit and its code behind the #, which no browser sends anywhere; plain words where there is no address. */
export const qrText = ({ unit, page, code }: Label): string =>
  page === "" ? `stopline ${unit} code ${code}` : `${page}#unit=${encodeURIComponent(unit)}&code=${code.replaceAll("-", "")}`;

/**
 * One or more labels to print, each in two pieces of 62 mm tape (62 x 29 mm, the commonest of label printers) or on paper: one for the unit,
 * with which its page is looked at, and one for whoever works on it, which does not hang where everybody reads the first.
 */
export function labelPage(labels: readonly Label[]): string {
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>${text(labels.map(({ unit }) => unit).join(", "))}</title>
<style>
  @page { size: 62mm 29mm; margin: 0 }
  body { margin: 0; font: 8pt/1.25 sans-serif; color: #000; background: #fff }
  section { box-sizing: border-box; width: 62mm; height: 29mm; padding: 1.5mm 2mm; display: flex; gap: 2mm; overflow: hidden; break-after: page }
  section:last-child { break-after: auto }
  svg { width: 26mm; height: 26mm; flex: none }
  div { min-width: 0; overflow-wrap: anywhere }
  b { display: block; font-size: 11pt; line-height: 1.1 }
  .code { font: bold 10pt monospace; white-space: nowrap }
  small { display: block; font-size: 6pt; line-height: 1.2 }
</style>
${labels.flatMap((label) => [outer(label), inner(label)]).join("\n")}
</html>
`;
}

function outer(label: Label): string {
  const { unit, name, page, code, flashed } = label;
  const lines = [
    `<b>${text(unit)}</b>`,
    `<small>${text(name)}</small>`,
    `<span class="code">${text(code)}</span>`,
    `<small>${text(page === "" ? "status page: on the unit" : page)}</small>`,
    `<small>${text(flashed)}</small>`,
  ];
  // A quarter of the squares may be scratched away.
  return `<section>${encodeQR(qrText(label), "svg", { ecc: "quartile", border: 2 })}<div>${lines.join("")}</div></section>`;
}

/** No squares: they could only lead to the page with this code in the address, and it is typed each time. */
function inner({ unit, name, technician, flashed }: Label): string {
  const lines = [
    `<b>${text(unit)}</b>`,
    `<small>${text(name)}</small>`,
    `<small>technician's code: keep it apart from the other</small>`,
    `<span class="code">${text(technician)}</span>`,
    `<small>${text(flashed)}</small>`,
  ];
  return `<section class="inner"><div>${lines.join("")}</div></section>`;
}

const text = (words: string): string => words.replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`);
