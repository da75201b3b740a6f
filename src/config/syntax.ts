import TOML from "@iarna/toml";
import type { Lines } from "./lines.ts";
import type { Findings } from "./problem.ts";

type Advice = readonly [words: string, todo: string];

/** The parser's errors: `line` and `col` count from 0, except that the first line's `col` counts from 1. */
interface TomlError extends Error {
  readonly line: number;
  readonly col: number;
}

const isTomlError = (error: unknown): error is TomlError => error instanceof Error && "line" in error && typeof error.line === "number";

/** The file as plain tables; null where it is no TOML, which is then noted. The parser stops at the first such place. */
export function parseToml(text: string, findings: Findings): { readonly [key: string]: unknown } | null {
  try {
    return TOML.parse(text);
  } catch (error) {
    noteError(error, text, findings);
    return null;
  }
}

function noteError(error: unknown, text: string, findings: Findings): void {
  const { lines } = findings;
  const next = "What stands after it was not read yet: check the file again then.";
  if (!isTomlError(error)) {
    findings.noteAt(0, 0, "", "the file cannot be read as TOML", "Compare it with the example site files.");
    return;
  }
  // The parser stands on the character after the end when a line ends too soon.
  const line = error.line + 1;
  const column = Math.max(1, error.line === 0 ? error.col : error.col + 1);
  const open = lines.unclosed.toSorted((a, b) => a.line - b.line || a.column - b.column)[0];
  if (open && open.line <= line) {
    const bracket = text.split("\n")[open.line - 1]?.[open.column - 1] === "{" ? "}" : "]";
    findings.noteAt(
      open.line,
      open.column,
      "",
      "the list that begins here is not closed",
      `Write its "${bracket}" and a comma between its parts. ${next}`,
    );
    return;
  }
  const [words, todo] = advice(error.message.split(" at row ")[0]!, (text.split("\n")[error.line] ?? "").trim(), line, lines);
  findings.noteAt(line, column, "", words, `${todo} ${next}`);
}

function advice(message: string, line: string, number: number, lines: Lines): Advice {
  if (/redefine|extend/.test(message)) {
    const repeat = lines.repeats.find((r) => r.again.line === number);
    if (!repeat) return [`${line} does not fit what is written above it`, "A name stands for one thing only: a value, a table or a list."];
    return [`"${repeat.key}" is written twice: it is already on line ${repeat.first.line}`, "Take one of them away."];
  }
  if (/Unterminated (multi-line )?string/.test(message)) return ["a text is not closed", "Write the quotation mark at its end."];
  if (/escape|unicode/.test(message))
    return ["a backslash in quotation marks begins a special character, and this is none", "Write two backslashes."];
  if (/Control characters/.test(message))
    return ["there is a character here that no editor shows", "Take the line away and write it again."];
  if (/till end of line/.test(message)) return afterValue(line);
  if (/expected "="|Key ended|without value/.test(message))
    return [`there is no "=" after the key in: ${line}`, 'Write it as: key = "value", one a line.'];
  if (/comma \(,\)|Unterminated inline|inline tables/.test(message))
    return ["the parts of a list must be parted by single commas", "Write one comma between two parts, and none after the last in { }."];
  const value = writtenValue(line);
  if (value === null)
    return [
      `this line is neither a table's name in brackets nor key = value: ${line}`,
      "Begin remarks with #; a table's name stands in [ ] or [[ ]].",
    ];
  return unreadable(value);
}

/** What stands after "=", without the remark; null where there is no "=". */
function writtenValue(line: string): string | null {
  const equals = line.indexOf("=");
  return equals < 0 || line.startsWith("[")
    ? null
    : line
        .slice(equals + 1)
        .replace(/#.*$/, "")
        .trim();
}

function afterValue(line: string): Advice {
  const comma = /=\s*(\d+),(\d+)/.exec(line);
  if (comma) return [`${comma[1]},${comma[2]} is no number`, `Write a point instead of the comma: ${comma[1]}.${comma[2]}.`];
  return [`something follows the value in: ${line}`, "Write one key a line, and # before a remark."];
}

function unreadable(value: string): Advice {
  if (value === "") return ['there is no value after "="', "Write one, or take the line away."];
  if (/^(yes|on|True|TRUE)$/.test(value)) return [`${value} is no value`, "Write true."];
  if (/^(no|off|False|FALSE)$/.test(value)) return [`${value} is no value`, "Write false."];
  if (/[“”„‘’«»]/.test(value)) return [`${value} is in typographic quotation marks`, 'Write plain ones: "…".'];
  if (/^0\d/.test(value)) return [`${value} begins with a zero`, `Write ${value.replace(/^0+(?=\d)/, "")}.`];
  if (/^\./.test(value)) return [`${value} has no digit before the point`, `Write 0${value}.`];
  if (/^\d+\.$/.test(value)) return [`${value} has no digit after the point`, `Write ${value}0.`];
  if (/^[A-Za-z]/.test(value)) return [`${value} is a text without quotation marks`, `Write "${value}".`];
  return [`${value} cannot be read`, "Write a number, true or false, a text in quotation marks, or a list in [ ]."];
}
