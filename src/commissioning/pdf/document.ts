import { CODE_WIDTH, type Face, FIRST, LATIN_WIDTHS, Letters, OWN_FIRST, type Run, utf16 } from "./letters.ts";

/** A4, in points: 72 to the inch. Heights count from the top, as one reads; the file counts from the bottom. */
export const A4 = { width: 595.28, height: 841.89 } as const;
/** How heavy a stroke around each letter makes it bold, in parts of the size: the fonts that every reader has include no bold Chinese. */
const BOLD_STROKE = 0.025;
const FONTS: { readonly [F in Face]: string } = { latin: "F1", code: "F2", chinese: "F3" };

/**
 * A PDF (1.4, ISO 32000-1) that carries no font: text is set in Helvetica, Courier and, for Chinese, STSong-Light in Adobe's GB1 collection, which readers have or
 * have something for. It is ASCII from its first byte to its last, and the same words give the same bytes.
 */
export class PdfDocument {
  readonly letters: Letters;
  readonly #title: string;
  readonly #language: string;
  readonly #pages: string[][] = [];

  constructor(title: string, language: "en" | "zh-Hans") {
    this.letters = new Letters(language === "zh-Hans");
    this.#title = title;
    this.#language = language;
  }

  get pages(): number {
    return this.#pages.length;
  }

  /** Everything after it is drawn on a new page. */
  turn(): void {
    this.#pages.push([]);
  }

  /** `y`: of the line that letters stand on. `page` from 0; the last one if nothing is said. */
  text(x: number, y: number, size: number, runs: readonly Run[], bold = false, page = this.pages - 1): void {
    const shown = runs.map(({ face, hex }) => `/${FONTS[face]} ${size} Tf <${hex}> Tj`).join(" ");
    const heavy = bold ? `${fixed(size * BOLD_STROKE)} w 2 Tr` : "0 Tr";
    this.#pages[page]!.push(`BT ${heavy} ${fixed(x)} ${fixed(A4.height - y)} Td ${shown} ET`);
  }

  line(x: number, y: number, width: number, thick: number): void {
    const height = fixed(A4.height - y);
    this.#pages.at(-1)!.push(`${fixed(thick)} w ${fixed(x)} ${height} m ${fixed(x + width)} ${height} l S`);
  }

  box(x: number, y: number, width: number, height: number, thick: number, dashed: boolean): void {
    const corner = `${fixed(x)} ${fixed(A4.height - y - height)} ${fixed(width)} ${fixed(height)} re`;
    this.#pages.at(-1)!.push(`q ${fixed(thick)} w ${dashed ? "[9 5] 0 d " : ""}${corner} S Q`);
  }

  /** The file. */
  bytes(): string {
    const first = FIXED + 1;
    const { own } = this.letters;
    const kids = this.#pages.map((_, i) => `${first + 2 * i} 0 R`);
    const objects = [
      `<< /Type /Catalog /Pages 2 0 R /Lang (${this.#language}) /ViewerPreferences << /DisplayDocTitle true >> >>`,
      `<< /Type /Pages /Kids [${kids.join(" ")}] /Count ${kids.length} /MediaBox [0 0 ${A4.width} ${A4.height}] /Resources ${RESOURCES} >>`,
      `<< /Title <feff${utf16(this.#title)}> /Producer (stopline) >>`,
      // Widths, though Helvetica's are known: whoever sets another font in its place makes that one as narrow.
      `<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding 6 0 R ${widths([...LATIN_WIDTHS, 0, ...own.map(([, width]) => width)])} /FontDescriptor 5 0 R >>`,
      `<< /Type /FontDescriptor /FontName /Helvetica /Flags 32 /FontBBox [-166 -225 1000 931] /ItalicAngle 0 /Ascent 718 /Descent -207 /CapHeight 718 /StemV 88 >>`,
      `<< /Type /Encoding /BaseEncoding /WinAnsiEncoding /Differences [${OWN_FIRST} ${own.map(([name]) => `/${name}`).join(" ")}] >>`,
      `<< /Type /Font /Subtype /Type1 /BaseFont /Courier /Encoding /WinAnsiEncoding ${widths(LATIN_WIDTHS.map(() => CODE_WIDTH))} /FontDescriptor 8 0 R >>`,
      `<< /Type /FontDescriptor /FontName /Courier /Flags 35 /FontBBox [-23 -250 715 805] /ItalicAngle 0 /Ascent 629 /Descent -157 /CapHeight 562 /StemV 51 >>`,
      `<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light-UniGB-UTF16-H /Encoding /UniGB-UTF16-H /DescendantFonts [10 0 R] >>`,
      `<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 5 >> /FontDescriptor 11 0 R /DW 1000 >>`,
      // As Adobe describes the font; a reader without it finds one like it by this.
      `<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [-25 -254 1000 880] /ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >>`,
      ...this.#pages.flatMap((drawn, i) => {
        const stream = drawn.join("\n");
        return [
          `<< /Type /Page /Parent 2 0 R /Contents ${first + 2 * i + 1} 0 R >>`,
          `<< /Length ${stream.length} >>\nstream\n${stream}\nendstream`,
        ];
      }),
    ];
    let file = "%PDF-1.4\n";
    const starts = objects.map((object, i) => {
      const start = file.length;
      file += `${i + 1} 0 obj\n${object}\nendobj\n`;
      return start;
    });
    const rows = starts.map((start) => `${String(start).padStart(10, "0")} 00000 n \n`).join("");
    const size = objects.length + 1;
    return `${file}xref\n0 ${size}\n0000000000 65535 f \n${rows}trailer\n<< /Size ${size} /Root 1 0 R /Info 3 0 R >>\nstartxref\n${file.length}\n%%EOF\n`;
  }
}

/** How many objects come before the pages. */
const FIXED = 11;
const RESOURCES = "<< /Font << /F1 4 0 R /F2 7 0 R /F3 9 0 R >> >>";
const widths = (of: readonly number[]): string => `/FirstChar ${FIRST} /LastChar ${FIRST + of.length - 1} /Widths [${of.join(" ")}]`;
const fixed = (n: number): string => String(Math.round(n * 100) / 100);
