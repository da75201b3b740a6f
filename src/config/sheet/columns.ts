/** Rows in columns; what looks like numbers stands to the right. */
export function table(heads: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const widths = heads.map((head, i) => Math.max(head.length, ...rows.map((row) => row[i]!.length)));
  const left = heads.map((_, i) => rows.some((row) => !/^[\d.-]*$/.test(row[i]!)));
  return [heads, ...rows].map((row) =>
    `  ${row.map((cell, i) => (left[i] ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!))).join("  ")}`.trimEnd(),
  );
}

/** A heading and what stands under it; nothing where nothing does. */
export const section = (heading: string, lines: readonly string[]): string[] => (lines.length === 0 ? [] : ["", heading, ...lines]);
