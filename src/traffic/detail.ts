/** A record's detail. Whoever reads a journal reads what was written by other versions, and by disks that were not well. */
export type Detail = { readonly [name: string]: unknown };

const NOTHING: Detail = {};

/** Never throws: what is no JSON object has nothing in it. */
export function detailOf(text: string): Detail {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Detail) : NOTHING;
  } catch {
    return NOTHING;
  }
}

/** A whole number or a fraction by its name; `otherwise` where it is none. */
export function numberIn(detail: Detail, name: string, otherwise: number): number {
  const value = detail[name];
  return typeof value === "number" && Number.isFinite(value) ? value : otherwise;
}

export function textIn(detail: Detail, name: string, otherwise = ""): string {
  const value = detail[name];
  return typeof value === "string" ? value : otherwise;
}
