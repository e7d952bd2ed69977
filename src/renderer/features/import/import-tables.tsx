import type { ImportedRow, ImportReport } from "../../../shared/import-report.ts";
import { Badge } from "../../components/badge.tsx";
import { Card } from "../../components/card.tsx";
import { Notice } from "../../components/notice.tsx";
import type { Column } from "../../components/table/column.ts";
import { Table } from "../../components/table/table.tsx";
import { VirtualTable } from "../../components/table/virtual-table.tsx";
import { TextList } from "../../components/text-list.tsx";
import { plural } from "../../time/format-time.ts";
import { Amount } from "../runs/run-columns.tsx";

type TableCounts = { table: string; inserted: number; updated: number; unchanged: number; onlyHere: number };

const countColumns: Column<TableCounts>[] = [
  { key: "table", header: "Table", cell: ({ table }) => <code>{table}</code>, sortBy: ({ table }) => table },
  amount("inserted", "New", "font-medium text-ok"),
  amount("updated", "Changed", "font-medium text-accent"),
  amount("unchanged", "Left alone", "text-muted"),
  amount("onlyHere", "Only here", "text-muted"),
];

function amount(key: Exclude<keyof TableCounts, "table">, header: string, className: string): Column<TableCounts> {
  return {
    key,
    header,
    widthPx: 120,
    align: "right",
    cell: (row) => <Amount value={row[key]} className={className} />,
    sortBy: (row) => row[key],
  };
}

/** What an import does to each table. */
export function ImportCountsCard({ report, title }: { report: ImportReport; title: string }) {
  const rows = Object.entries(report.tables).map(([table, counts]) => ({
    table,
    ...counts,
    onlyHere: report.rows.filter((row) => row.table === table && row.change === "only-here").length,
  }));
  return (
    <Card title={title} flush>
      <Table label={title} columns={countColumns} rows={rows} rowKey={({ table }) => table} />
    </Card>
  );
}

const looks = {
  added: { tone: "ok", label: "New" },
  changed: { tone: "accent", label: "Changed" },
  "only-here": { tone: "neutral", label: "Not in the file, stays" },
} as const;

const rowColumns: Column<ImportedRow>[] = [
  {
    key: "change",
    header: "Change",
    widthPx: 180,
    cell: ({ change }) => <Badge tone={looks[change].tone}>{looks[change].label}</Badge>,
    sortBy: ({ change }) => looks[change].label,
  },
  {
    key: "table",
    header: "Table",
    widthPx: 170,
    cell: ({ table }) => <code>{table}</code>,
    sortBy: ({ table }) => table,
  },
  {
    key: "name",
    header: "Name",
    widthPx: 200,
    cell: ({ name, id }) => <span className="block truncate">{name ?? <code className="text-faint">{id}</code>}</span>,
    sortBy: ({ name }) => name,
  },
  {
    key: "columns",
    header: "Columns",
    cell: ({ columns }) => <span className="block truncate text-muted">{columns.join(", ")}</span>,
    sortBy: ({ columns }) => columns.join(", "),
  },
];

/** Each row that an import adds or changes, or leaves because only this installation has it. */
export function ImportRowsCard({ rows }: { rows: ImportedRow[] }) {
  if (rows.length === 0) return null;
  return (
    <Card title="Rows" flush>
      <VirtualTable
        label="Rows of the import"
        columns={rowColumns}
        rows={rows}
        rowKey={({ table, id }) => `${table} ${id}`}
      />
    </Card>
  );
}

export function ImportWarnings({ warnings }: { warnings: string[] }) {
  if (warnings.length === 0) return null;
  return (
    <Notice tone="warn" title={plural(warnings.length, "warning")}>
      <TextList texts={warnings} />
    </Notice>
  );
}

/** How many rows an import adds or changes, over all tables. */
export function sumOf(report: ImportReport, key: "inserted" | "updated"): number {
  return Object.values(report.tables).reduce((total, counts) => total + counts[key], 0);
}
