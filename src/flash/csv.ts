/** One line of a table; `row` is its number as a spreadsheet shows it, the head being row 1. */
export interface Row {
  readonly row: number;
  readonly cells: readonly string[];
}

/**
 * A table as spreadsheets save it (RFC 4180): quoted cells, also over several lines; comma or, as in much of Europe, semicolon, whichever the
 * head has. Cells are trimmed; empty lines are left out, and counted.
 */
export function rowsIn(text: string): readonly Row[] {
  const plain = text.replace(/^\uFEFF/, "");
  const head = plain.split("\n", 1)[0]!;
  const comma = head.includes(";") && !head.includes(",") ? ";" : ",";
  const rows: Row[] = [];
  let [cells, cell, row, quoted] = [[] as string[], "", 1, false];
  const endCell = (): void => {
    cells.push(cell.trim());
    cell = "";
  };
  const endRow = (): void => {
    endCell();
    if (cells.some((each) => each !== "")) rows.push({ row, cells });
    cells = [];
    row++;
  };
  for (let at = 0; at < plain.length; at++) {
    const c = plain[at]!;
    if (quoted) {
      if (c !== '"') cell += c;
      else if (plain[at + 1] === '"') cell += plain[at++];
      else quoted = false;
    } else if (c === '"' && cell.trim() === "") [quoted, cell] = [true, ""];
    else if (c === comma) endCell();
    else if (c === "\n") endRow();
    else if (c !== "\r") cell += c;
  }
  endRow();
  return rows;
}
