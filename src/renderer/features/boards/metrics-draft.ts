import type { JsonObject, JsonValue } from "../../../shared/records.ts";

/** A success metric as the form shows it. */
export type MetricDraft = {
  /** Stays the same while the row is edited. */
  row: number;
  name: string;
  value: string;
  /** A value that is no text, number or truth, as JSON text. It can be removed, not edited. */
  isFixed: boolean;
};

export type MetricErrors = { [row: number]: string };

export function metricsDraftOf(metrics: JsonObject | null | undefined): MetricDraft[] {
  return Object.entries(metrics ?? {}).map(([name, value], row) => {
    return { row, name, value: textOf(value), isFixed: typeof value === "object" };
  });
}

/** With one more row to fill in. */
export function withEmptyMetric(metrics: readonly MetricDraft[]): MetricDraft[] {
  const row = 1 + Math.max(-1, ...metrics.map((metric) => metric.row));
  return [...metrics, { row, name: "", value: "", isFixed: false }];
}

/** What is wrong, by row. Rows that are completely empty are left out when the board is saved. */
export function metricErrors(metrics: readonly MetricDraft[]): MetricErrors {
  const seen = new Set<string>();
  const errors: MetricErrors = {};
  for (const { row, name, value } of metrics) {
    const key = name.trim();
    if (key === "" && value.trim() !== "") errors[row] = "Give the metric a name.";
    else if (key !== "" && value.trim() === "") errors[row] = "Enter the value to reach.";
    else if (key !== "" && seen.has(key)) errors[row] = "Another metric has this name.";
    seen.add(key);
  }
  return errors;
}

/** The metrics as they are stored; untouched values stay as they were. Numbers become numbers. */
export function metricsInput(
  metrics: readonly MetricDraft[],
  before: JsonObject | null | undefined,
): JsonObject | null {
  const filled = metrics.filter(({ name }) => name.trim() !== "");
  if (filled.length === 0) return before && Object.keys(before).length === 0 ? before : null;
  const former = Object.entries(before ?? {});
  return Object.fromEntries(
    filled.map(({ row, name, value }): [string, JsonValue] => {
      const [, was] = former[row] ?? [];
      return [name.trim(), was !== undefined && textOf(was) === value ? was : typedValue(value.trim())];
    }),
  );
}

function textOf(value: JsonValue): string {
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

function typedValue(text: string): JsonValue {
  if (text === "true" || text === "false") return text === "true";
  return /^-?\d{1,15}(\.\d{1,15})?$/.test(text) ? Number(text) : text;
}
