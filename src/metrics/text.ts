/** One figure with all its rows, by the conventions of Prometheus: base units, `_total` for what only rises, `_timestamp_seconds` for moments. */
export interface Metric {
  readonly name: string;
  readonly type: "gauge" | "counter";
  readonly help: string;
  readonly rows: readonly Sample[];
}

export interface Sample {
  readonly labels?: { readonly [label: string]: string };
  readonly value: number;
}

/** A figure without labels. */
export const figure = (name: string, type: Metric["type"], help: string, value: number): Metric => ({
  name,
  type,
  help,
  rows: [{ value }],
});

/** The text format 0.0.4 of Prometheus. A figure without rows is left out. */
export const metricsText = (metrics: readonly Metric[]): string =>
  metrics
    .filter(({ rows }) => rows.length > 0)
    .map(({ name, type, help, rows }) => {
      const lines = rows.map(({ labels = {}, value }) => `${name}${labelsText(labels)} ${numberText(value)}\n`);
      return `# HELP ${name} ${help.replace(/[\\\n]/g, escaped)}\n# TYPE ${name} ${type}\n${lines.join("")}`;
    })
    .join("");

function labelsText(labels: { readonly [label: string]: string }): string {
  const pairs = Object.entries(labels).map(([label, value]) => `${label}="${value.replace(/[\\\n"]/g, escaped)}"`);
  return pairs.length === 0 ? "" : `{${pairs.join(",")}}`;
}

const escaped = (c: string): string => (c === "\n" ? "\\n" : `\\${c}`);

const numberText = (value: number): string =>
  Number.isFinite(value) ? String(value) : Number.isNaN(value) ? "NaN" : value > 0 ? "+Inf" : "-Inf";
