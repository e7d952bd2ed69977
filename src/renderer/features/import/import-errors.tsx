import { FileWarning } from "lucide-react";
import { useEffect, useRef } from "react";
import type { OperatorError } from "../../api/operator-error.ts";
import { Badge } from "../../components/badge.tsx";
import { Card } from "../../components/card.tsx";
import { CopyButton } from "../../components/copyable-id.tsx";
import { Notice } from "../../components/notice.tsx";
import type { Column } from "../../components/table/column.ts";
import { Table } from "../../components/table/table.tsx";
import { type ImportProblem, readProblems } from "./read-problems.ts";

const columns: Column<ImportProblem>[] = [
  {
    key: "table",
    header: "Table",
    widthPx: 150,
    cell: ({ table }) => (table === null ? <span className="text-muted">The whole file</span> : <code>{table}</code>),
    sortBy: ({ table }) => table,
  },
  {
    key: "row",
    header: "Row",
    widthPx: 60,
    align: "right",
    cell: ({ row }) => (row === null ? <span className="text-faint">All</span> : row.toLocaleString("en")),
    sortBy: ({ row }) => row,
  },
  {
    key: "name",
    header: "Name",
    widthPx: 120,
    cell: ({ name }) => name ?? <span className="text-faint">None</span>,
    sortBy: ({ name }) => name,
  },
  {
    key: "field",
    header: "Field",
    widthPx: 150,
    cell: ({ field }) => (field === null ? <span className="text-faint">Whole row</span> : <code>{field}</code>),
    sortBy: ({ field }) => field,
  },
  { key: "reason", header: "What is wrong", cell: ({ reason }) => <span className="break-words">{reason}</span> },
];

/** The problems for which a fleet file was refused. */
export function ImportErrors({ error }: { error: OperatorError }) {
  const found = readProblems(error.message);
  const place = useRef<HTMLDivElement>(null);
  // The pressed button may be far below.
  useEffect(() => {
    place.current?.scrollIntoView({ block: "nearest" });
  }, []);
  if (!found) {
    return (
      <div ref={place} className="scroll-mt-24">
        <Notice tone="danger" title={error.message} code={error.code} live>
          {error.hint}
        </Notice>
      </div>
    );
  }
  const { summary, problems, more } = found;
  return (
    <div ref={place} className="flex scroll-mt-24 flex-col gap-4">
      <Notice
        tone="danger"
        title={summary}
        code={error.code}
        actions={<CopyButton text={`${error.message}\n${error.hint}`} label="Copy problems" />}
        live
      >
        {error.hint}
      </Notice>
      <Card
        title="Problems"
        note={
          more > 0 ? (
            <Badge tone="danger" icon={FileWarning}>
              and {more} more
            </Badge>
          ) : null
        }
        flush
      >
        <Table
          label="Problems of the fleet file"
          columns={columns}
          rows={problems}
          rowKey={({ table, row, field, reason }) => `${table} ${row} ${field} ${reason}`}
        />
      </Card>
    </div>
  );
}
