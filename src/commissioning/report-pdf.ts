import { A4, PdfDocument } from "./pdf/document.ts";
import { linesOf, widthOf } from "./pdf/lines.ts";
import { reportWords, type Sheet } from "./report-sheet.ts";

/** Points: 14 mm on every side, as the page's style sheet has it; the foot stands below. */
const MARGIN = 39.7;
const WIDTH = A4.width - 2 * MARGIN;
const BOTTOM = A4.height - MARGIN;
const FOOT_Y = BOTTOM + 16;
/** Baseline to baseline, and from the top of a line to its baseline, in parts of the size. */
const LEADING = 1.4;
const ASCENT = 1.05;
const [TITLE, VERDICT, HEAD, BODY, TABLE, SMALL] = [18, 15, 11, 10, 9, 8];
/** Of the columns: step, result, what was seen, who, when. */
const SHARES = [0.26, 0.19, 0.25, 0.12, 0.18];
const GAP = 6;
/** Enough of a signature to tell a page of one report from that of another. */
const SIGNATURE_SHOWN = 16;

/** The report as a PDF file, ASCII: what `reportPage` shows, for who keeps files or sends them on. Every page says of which report it is. */
export function reportPdf(sheet: Sheet): string {
  const { signature } = sheet;
  const words = reportWords(sheet.language);
  const pdf = new PdfDocument(`${sheet.title} – ${sheet.unit}`, sheet.language);
  let y = 0;
  const turn = (): void => {
    pdf.turn();
    y = MARGIN;
  };
  /** Turns the page if there is less room. True if it did. */
  const room = (height: number): boolean => {
    if (y + height <= BOTTOM) return false;
    turn();
    return true;
  };
  const lines = (text: string, width: number, size: number, code = false) => linesOf(text, (width / size) * 1_000, pdf.letters, code);
  /** Sets lines from `top` on; gives their height. */
  const set = (x: number, top: number, size: number, set: ReturnType<typeof lines>, bold = false): number => {
    set.forEach((runs, i) => {
      pdf.text(x, top + size * (ASCENT + i * LEADING), size, runs, bold);
    });
    return set.length * size * LEADING;
  };
  const paragraph = (text: string, size: number, how: { readonly bold?: boolean; readonly code?: boolean } = {}): void => {
    for (const each of lines(text, WIDTH, size, how.code)) {
      room(size * LEADING);
      y += set(MARGIN, y, size, [each], how.bold);
    }
  };

  turn();
  y += set(MARGIN, y, TITLE, lines(sheet.title, WIDTH, TITLE), true) + 8;
  y = verdict(y);
  facts();
  table();
  pens();
  room(HEAD * LEADING + 4 * BODY * LEADING);
  paragraph(signature.title, HEAD, { bold: true });
  paragraph(signature.value, SMALL, { code: true });
  y += 4;
  paragraph(`${signature.keyName}:`, BODY);
  paragraph(signature.key, SMALL, { code: true });
  y += 4;
  for (const note of [sheet.vouched, ...sheet.notes]) paragraph(note, BODY);
  if (pdf.letters.missed) paragraph(words.noLetter, BODY);
  feet();
  return pdf.bytes();

  function verdict(top: number): number {
    const inner = WIDTH - 24;
    let height = 8 + set(MARGIN + 12, top + 8, VERDICT, lines(sheet.verdict, inner, VERDICT), true);
    height += set(MARGIN + 12, top + height, BODY, lines(sheet.why, inner, BODY)) + 8;
    pdf.box(MARGIN, top, WIDTH, height, sheet.safe ? 1.7 : 3.4, !sheet.safe);
    return top + height + 14;
  }

  function facts(): void {
    const named = sheet.facts.map(([name, value]) => ({ name: pdf.letters.runs(name), value }));
    const left = Math.max(...named.map(({ name }) => (widthOf(name) * BODY) / 1_000)) + 14;
    for (const { name, value } of named) {
      const shown = lines(value, WIDTH - left, BODY);
      room(shown.length * BODY * LEADING);
      set(MARGIN, y, BODY, [name], true);
      y += set(MARGIN + left, y, BODY, shown) + 1.5;
    }
    y += 12;
  }

  function table(): void {
    const row = (cells: readonly string[], bold: boolean, thick: number, again: boolean): void => {
      const broken = cells.map((cell, i) => lines(cell, WIDTH * SHARES[i]! - GAP, TABLE));
      const height = Math.max(...broken.map(({ length }) => length)) * TABLE * LEADING + 6;
      // The columns' names stand over the rows of every page.
      if (room(height) && again) row(sheet.columns, true, 0.6, false);
      let x = MARGIN;
      broken.forEach((each, i) => {
        set(x, y + 3, TABLE, each, bold);
        x += WIDTH * SHARES[i]!;
      });
      y += height;
      pdf.line(MARGIN, y, WIDTH, thick);
    };
    row(sheet.columns, true, 0.6, false);
    for (const { cells, open } of sheet.rows) row(cells, open, open ? 1.4 : 0.4, true);
  }

  /** Room for two signatures by hand, and a line under each. */
  function pens(): void {
    room(85);
    y += 55;
    const each = (WIDTH - 28) / sheet.sign.length;
    sheet.sign.forEach((who, i) => {
      const x = MARGIN + i * (each + 28);
      pdf.line(x, y, each, 0.8);
      set(x, y + 2, BODY, lines(who, each, BODY));
    });
    y += 30;
  }

  function feet(): void {
    for (let page = 0; page < pdf.pages; page++) {
      const runs = pdf.letters.runs(words.foot(sheet.unit, signature.value.slice(0, SIGNATURE_SHOWN), page + 1, pdf.pages));
      pdf.text(MARGIN, FOOT_Y, SMALL, runs, false, page);
    }
  }
}
