import { Button } from "../../components/button.tsx";
import { Card } from "../../components/card.tsx";
import { Notice } from "../../components/notice.tsx";
import type { Column } from "../../components/table/column.ts";
import { Table } from "../../components/table/table.tsx";
import { navigate } from "../../router/use-location.ts";
import { plural } from "../../time/format-time.ts";
import { Amount } from "../runs/run-columns.tsx";

export type ImportedTable = {
  table: string;
  inserted: number;
  updated: number;
  unchanged: number;
  /** Imported rows that a sync will refuse. */
  warnings?: string[];
};

export type ImportResultProps = { tables: ImportedTable[]; onAgain: () => void };

const columns: Column<ImportedTable>[] = [
  { key: "table", header: "Table", cell: ({ table }) => <code>{table}</code>, sortBy: ({ table }) => table },
  amount("inserted", "New", "font-medium text-ok"),
  amount("updated", "Changed", "font-medium text-accent"),
  amount("unchanged", "Unchanged", "text-muted"),
];

function amount(key: "inserted" | "updated" | "unchanged", header: string, className: string): Column<ImportedTable> {
  return {
    key,
    header,
    widthPx: 120,
    align: "right",
    cell: (row) => <Amount value={row[key]} className={className} />,
    sortBy: (row) => row[key],
  };
}

function ImportWarnings({ warnings }: { warnings: string[] }) {
  if (warnings.length === 0) return null;
  return (
    <Notice tone="warn" title={`${plural(warnings.length, "agent")} cannot be synced as imported`}>
      <ul className="list-disc pl-4">
        {warnings.map((warning) => (
          <li key={warning}>{warning}</li>
        ))}
      </ul>
    </Notice>
  );
}

/** The result of an import, table by table. */
export function ImportResult({ tables, onAgain }: ImportResultProps) {
  const sum = (key: "inserted" | "updated") => tables.reduce((total, row) => total + row[key], 0);
  const [inserted, updated] = [sum("inserted"), sum("updated")];
  const title =
    inserted + updated === 0
      ? "Nothing to change: everything in the file is already here"
      : `The fleet file was imported: ${plural(inserted, "new row")}, ${plural(updated, "changed row")}`;
  return (
    <>
      <Notice
        tone="ok"
        title={title}
        live
        actions={
          <>
            <Button size="sm" onClick={onAgain}>
              Import another
            </Button>
            <Button size="sm" variant="primary" onClick={() => navigate("/gateways")}>
              Show gateways
            </Button>
          </>
        }
      >
        Next: check that each gateway is connected, then sync it.
      </Notice>
      <ImportWarnings warnings={tables.flatMap(({ warnings = [] }) => warnings)} />
      <Card title="Imported" flush>
        <Table label="Imported" columns={columns} rows={tables} rowKey={({ table }) => table} />
      </Card>
    </>
  );
}
