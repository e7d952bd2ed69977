import { Ellipsis, Pencil, Trash2, UserPlus, UserRound } from "lucide-react";
import { useState } from "react";
import { binDays } from "../../../shared/bin.ts";
import type { OrganizationRow, PersonRow } from "../../../shared/organization-row.ts";
import { client } from "../../api/client.ts";
import { Badge } from "../../components/badge.tsx";
import { Button, IconButton } from "../../components/button.tsx";
import { Card } from "../../components/card.tsx";
import { ConfirmDialog } from "../../components/confirm-dialog.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { Menu } from "../../components/menu.tsx";
import { Notice } from "../../components/notice.tsx";
import { PracticeBadge } from "../../components/practice-badge.tsx";
import type { Column } from "../../components/table/column.ts";
import { Table } from "../../components/table/table.tsx";
import { tellDeleted } from "../../stores/deletions.ts";
import { plural } from "../../time/format-time.ts";
import { labelOf } from "./label-of-person.ts";
import { OrganizationDialog } from "./organization-dialog.tsx";
import { PersonDialog } from "./person-dialog.tsx";

type Open = "rename" | "delete" | "add" | { person: PersonRow } | null;

/** An organization with its people. */
export function OrganizationCard({ organization }: { organization: OrganizationRow }) {
  const { id, name, people, ownerId, gateways, boards, isPractice, isReadOnly } = organization;
  const [open, setOpen] = useState<Open>(null);
  const close = () => setOpen(null);
  const isUsed = gateways.length > 0 || boards > 0;
  return (
    <Card
      title={name}
      note={
        <span className="flex flex-wrap items-center gap-x-3">
          {isPractice && <PracticeBadge />}
          <span>{gateways.length === 0 ? "no gateway" : gateways.join(", ")}</span>
          <span>{plural(boards, "board")}</span>
        </span>
      }
      actions={
        <>
          <Button size="sm" icon={UserPlus} disabled={isReadOnly} onClick={() => setOpen("add")}>
            Add person
          </Button>
          <Menu
            trigger={<IconButton icon={Ellipsis} label={`More actions for ${name}`} />}
            entries={[
              { label: "Rename", icon: Pencil, disabled: isReadOnly, onSelect: () => setOpen("rename") },
              {
                label: isUsed ? "Delete organization (still in use)" : "Delete organization",
                icon: Trash2,
                danger: true,
                disabled: isReadOnly || isUsed,
                onSelect: () => setOpen("delete"),
              },
            ]}
          />
        </>
      }
      flush
    >
      {ownerId === null && gateways.length > 0 && (
        <div className="px-4 py-3">
          <Notice tone="warn" title="This organization has no owner">
            The files of its agents say nothing about whom they work for. Add a person, or make one of them the owner.
          </Notice>
        </div>
      )}
      {people.length === 0 ? (
        <EmptyState icon={UserRound} title="There are no people in this organization yet" />
      ) : (
        <Table
          label={`People of ${name}`}
          columns={columnsFor((person) => setOpen({ person }))}
          rows={people}
          rowKey={(person) => person.id}
        />
      )}
      {open === "rename" && <OrganizationDialog organization={organization} onClose={close} />}
      {open === "add" && <PersonDialog organization={organization} onClose={close} />}
      {typeof open === "object" && open !== null && (
        <PersonDialog
          organization={organization}
          person={organization.people.find(({ id }) => id === open.person.id) ?? open.person}
          onClose={close}
        />
      )}
      <ConfirmDialog
        open={open === "delete"}
        onClose={close}
        title={`Delete ${name}?`}
        description={`Flight Deck deletes the organization and ${people.length === 1 ? "1 person" : `${people.length} people`} in it. You can restore them from the bin for ${binDays} days.`}
        typed={name}
        confirmLabel="Delete organization"
        onConfirm={async () => {
          tellDeleted(
            "The organization was deleted",
            name,
            await client.organizations.delete({ id, confirmName: name }),
          );
        }}
      />
    </Card>
  );
}

function columnsFor(onOpen: (person: PersonRow) => void): Column<PersonRow>[] {
  return [
    {
      key: "name",
      header: "Name",
      widthPx: 150,
      grow: 1,
      cell: (person) => (
        <button
          type="button"
          className="block max-w-full cursor-pointer truncate text-left font-medium text-accent hover:underline"
          onClick={() => onOpen(person)}
        >
          {labelOf(person)}
        </button>
      ),
      sortBy: labelOf,
    },
    {
      key: "role",
      header: "Role",
      widthPx: 90,
      cell: ({ role, isOwner }) =>
        isOwner ? <Badge tone="ok">Owner</Badge> : <span className="text-muted">{role}</span>,
      sortBy: ({ role, isOwner }) => (isOwner ? "" : role),
    },
    {
      key: "email",
      header: "E-mail",
      widthPx: 170,
      grow: 1,
      cell: ({ email }) => <Short text={email} />,
      sortBy: (p) => p.email,
    },
    {
      key: "timezone",
      header: "Time zone",
      widthPx: 125,
      cell: ({ timezone }) => <Short text={timezone} />,
      sortBy: (p) => p.timezone,
    },
    {
      key: "notes",
      header: "Notes",
      widthPx: 170,
      grow: 2,
      cell: ({ notes }) => <Short text={notes} />,
      sortBy: (p) => p.notes,
    },
  ];
}

function Short({ text }: { text: string | null }) {
  return text === null ? <span className="text-faint">None</span> : <span className="block truncate">{text}</span>;
}
