/** Values and tables of a site file as text. */
export type Value = string | number | boolean | readonly string[] | readonly number[] | { readonly [key: string]: number };

/** A key, its value, and a remark on where it comes from. A number is written as it is given: seconds are given as text in tenths. */
export type Line = readonly [key: string, value: Value | Seconds, remark?: string];

/** Tenths as the sheet has them: "5.0". */
export const inSeconds = (ds: number): string => (ds / 10).toFixed(1);

export class Seconds {
  readonly text: string;

  constructor(ds: number) {
    this.text = inSeconds(ds);
  }
}

export const seconds = (ds: number): Seconds => new Seconds(ds);

export function table(head: string, lines: readonly Line[]): string {
  return [head, ...lines.map(([key, value, remark]) => remarked(`${key} = ${written(value)}`, remark))].join("\n");
}

/** Remarks stand under each other, as in the example files. */
const REMARKS_AT = 38;
const remarked = (text: string, words: string | undefined): string =>
  words === undefined ? text : `${text.padEnd(REMARKS_AT - 1)} # ${remark(words)}`;

/** On one line, whatever names are in it: what stands on the next would be read as the site's. */
export const remark = (words: string): string => words.replace(/\p{Cc}/gu, " ");

export function written(value: Value | Seconds): string {
  if (value instanceof Seconds) return value.text;
  if (typeof value === "string") return JSON.stringify(value).replaceAll("\u007f", "\\u007f");
  if (Array.isArray(value)) return `[${value.map((each: string | number) => written(each)).join(", ")}]`;
  return String(value);
}

/** `{ K2 = 5.0, F1 = 7.0 }` */
export class Times extends Seconds {
  override readonly text: string;

  constructor(times_ds: ReadonlyMap<string, number>) {
    super(0);
    this.text = `{ ${[...times_ds].map(([name, ds]) => `${name} = ${inSeconds(ds)}`).join(", ")} }`;
  }
}
