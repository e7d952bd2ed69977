import { useQuery } from "@tanstack/react-query";
import { RotateCcw, Trash2 } from "lucide-react";
import { useState } from "react";
import { type BinEntry, binDays } from "../../../shared/bin.ts";
import { client, orpc } from "../../api/client.ts";
import { Button } from "../../components/button.tsx";
import { Card } from "../../components/card.tsx";
import { ConfirmDialog } from "../../components/confirm-dialog.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { Loaded } from "../../components/loaded.tsx";
import { RelativeTime } from "../../components/relative-time.tsx";
import type { Column } from "../../components/table/column.ts";
import { VirtualTable } from "../../components/table/virtual-table.tsx";
import { useBusy } from "../../components/use-busy.ts";
import { Page } from "../../frame/page.tsx";
import { restoreRecord } from "../../stores/deletions.ts";
import { plural } from "../../time/format-time.ts";

/** Deleted records, and how to restore them. */
export function BinPage() {
  const entries = useQuery(orpc.bin.list.queryOptions());
  const [isEmptying, setIsEmptying] = useState(false);
  const count = entries.data?.length ?? 0;
  return (
    <Page
      title="Bin"
      trail={[{ label: "Settings", to: "/settings" }]}
      note={`What you delete can be restored for ${binDays} days, with everything that was deleted with it. A restore changes nothing on a gateway.`}
      actions={
        <Button icon={Trash2} disabled={count === 0} onClick={() => setIsEmptying(true)}>
          Empty the bin
        </Button>
      }
    >
      <Loaded
        query={entries}
        what="deleted records"
        isEmpty={(data) => data.length === 0}
        empty={
          <EmptyState icon={Trash2} title="The bin is empty">
            Deleted gateways, boards, agents, organizations, people and template variables are kept here.
          </EmptyState>
        }
      >
        {(data) => (
          <Card title={plural(data.length, "deleted record")} flush>
            <VirtualTable label="Deleted records" columns={columns} rows={data} rowKey={({ id }) => id} />
          </Card>
        )}
      </Loaded>
      <ConfirmDialog
        open={isEmptying}
        onClose={() => setIsEmptying(false)}
        title="Empty the bin?"
        description={`${plural(count, "record")} and what was deleted with them cannot be restored afterwards.`}
        confirmLabel="Delete for good"
        onConfirm={() => client.bin.empty()}
      />
    </Page>
  );
}

const columns: Column<BinEntry>[] = [
  {
    key: "kind",
    header: "What",
    widthPx: 110,
    cell: ({ kind }) => <span className="capitalize">{kind}</span>,
    sortBy: ({ kind }) => kind,
  },
  {
    key: "name",
    header: "Name",
    widthPx: 160,
    grow: 2,
    cell: ({ name }) => (
      <span title={name} className="block truncate font-medium">
        {name}
      </span>
    ),
    sortBy: ({ name }) => name.toLowerCase(),
  },
  {
    key: "place",
    header: "Of",
    widthPx: 150,
    grow: 1,
    spare: 1,
    cell: ({ place }) => (
      <span title={place ?? undefined} className="block truncate text-muted">
        {place}
      </span>
    ),
    sortBy: ({ place }) => place,
  },
  {
    key: "with",
    header: "Deleted with it",
    widthPx: 190,
    spare: 2,
    cell: (entry) => <span className="block truncate text-muted">{withIt(entry)}</span>,
  },
  {
    key: "deleted",
    header: "Deleted",
    widthPx: 120,
    cell: ({ deletedAt }) => <RelativeTime at={deletedAt} />,
    sortBy: ({ deletedAt }) => deletedAt,
  },
  {
    key: "expires",
    header: "Kept until",
    widthPx: 110,
    spare: 3,
    cell: ({ expiresAt }) => <span className="text-muted">{new Date(expiresAt).toLocaleDateString("en-CA")}</span>,
    sortBy: ({ expiresAt }) => expiresAt,
  },
  {
    key: "restore",
    header: "Restore",
    hideHeader: true,
    widthPx: 110,
    align: "right",
    cell: (entry) => <RestoreButton entry={entry} />,
  },
];

function withIt({ agents, people, onGateway }: BinEntry): string {
  const parts = [
    agents > 0 && plural(agents, "agent"),
    people > 0 && (people === 1 ? "1 person" : `${people} people`),
    onGateway === "deleted" && "the agent on its gateway",
  ];
  return parts.filter((text) => text !== false).join(", ");
}

function RestoreButton({ entry: { id, name } }: { entry: BinEntry }) {
  const [isBusy, start] = useBusy();
  return (
    <Button
      size="sm"
      icon={RotateCcw}
      busy={isBusy}
      aria-label={`Restore ${name}`}
      onClick={() => start(() => restoreRecord(id))}
    >
      Restore
    </Button>
  );
}
