import type { Sheet } from "./report-sheet.ts";

/** The report on A4, black on white. Nothing in it needs a script, nor colour. */
export function reportPage(sheet: Sheet): string {
  const { signature } = sheet;
  const rows = sheet.rows.map(
    ({ cells, open }) => `<tr class="${open ? "open" : "done"}">${cells.map((cell) => `<td>${text(cell)}</td>`).join("")}</tr>`,
  );
  return `<!doctype html>
<html lang="${sheet.language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${text(`${sheet.title} – ${sheet.unit}`)}</title>
<link rel="stylesheet" href="/styles/report.css">
</head>
<body>
<h1>${text(sheet.title)}</h1>
<p class="verdict ${sheet.safe ? "safe" : "unsafe"}"><strong>${text(sheet.verdict)}</strong> ${text(sheet.why)}</p>
<dl>${sheet.facts.map(([name, value]) => `<dt>${text(name)}</dt><dd>${text(value)}</dd>`).join("")}</dl>
<table>
<thead><tr>${sheet.columns.map((name) => `<th scope="col">${text(name)}</th>`).join("")}</tr></thead>
<tbody>
${rows.join("\n")}
</tbody>
</table>
<div class="sign">${sheet.sign.map((line) => `<p>${text(line)}</p>`).join("")}</div>
<h2>${text(signature.title)}</h2>
<p class="code">${text(signature.value)}</p>
<p>${text(signature.keyName)}: <span class="code">${text(signature.key)}</span>. ${text(sheet.vouched)}</p>
${sheet.notes.map((note) => `<p>${text(note)}</p>`).join("\n")}
</body>
</html>
`;
}

const ENTITIES: { readonly [sign: string]: string } = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
const text = (words: string): string => words.replace(/[&<>"']/g, (sign) => ENTITIES[sign]!);
