import type { Column } from "./column.ts";

export type Sort = { key: string; descending: boolean };

const collator = new Intl.Collator("en", { numeric: true, sensitivity: "base" });

/** Sorts by a column. Rows that are equal keep their order; empty values come last in both directions. */
export function sortRows<Row>(rows: Row[], columns: Column<Row>[], sort: Sort | null): Row[] {
  const sortBy = sort && columns.find(({ key }) => key === sort.key)?.sortBy;
  if (!sort || !sortBy) return rows;
  const direction = sort.descending ? -1 : 1;
  const keyed = rows.map((row) => ({ row, value: sortBy(row) }));
  return keyed.sort((a, b) => compare(a.value, b.value, direction)).map(({ row }) => row);
}

function compare(a: string | number | null, b: string | number | null, direction: 1 | -1): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  if (typeof a === "number" && typeof b === "number") return direction * (a - b);
  return direction * collator.compare(String(a), String(b));
}

/** Clicking a header sorts ascending, then descending, then not at all. */
export function nextSort(sort: Sort | null, key: string): Sort | null {
  if (sort?.key !== key) return { key, descending: false };
  return sort.descending ? null : { key, descending: true };
}
