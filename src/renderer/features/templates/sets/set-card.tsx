import { Copy, Ellipsis, History, Pencil, TextCursorInput, Trash2, UserPlus, X } from "lucide-react";
import { useState } from "react";
import type { SetTarget, SetUser, TemplateSetRow } from "../../../../shared/template-history.ts";
import { client } from "../../../api/client.ts";
import { Badge } from "../../../components/badge.tsx";
import { Button, IconButton } from "../../../components/button.tsx";
import { Card } from "../../../components/card.tsx";
import { ConfirmDialog } from "../../../components/confirm-dialog.tsx";
import { Menu } from "../../../components/menu.tsx";
import { Link } from "../../../router/link.tsx";
import { navigate } from "../../../router/use-location.ts";
import { plural } from "../../../time/format-time.ts";

const kindWords = { "built-in": "Comes with Flight Deck", own: "Your own", folder: "A folder of yours" } as const;

export type SetAction = "assign" | "duplicate" | "rename" | "delete";

export type SetCardProps = { set: TemplateSetRow; onAct: (action: SetAction) => void };

/** A set with those who use it. */
export function SetCard({ set, onAct }: SetCardProps) {
  const { name, kind, folder, isDefault, isMissing, agents } = set;
  const address = { set: folder ?? "built-in" };
  return (
    <Card
      title={name}
      note={kindWords[kind]}
      actions={
        <>
          {kind !== "built-in" && (
            <Button size="sm" icon={History} onClick={() => navigate("/templates", { tab: "versions", ...address })}>
              Versions
            </Button>
          )}
          <Button size="sm" icon={UserPlus} disabled={isMissing} onClick={() => onAct("assign")}>
            Use this set for…
          </Button>
          <Button
            size="sm"
            icon={Pencil}
            disabled={isMissing}
            aria-label={`Edit ${name}`}
            onClick={() => navigate("/templates/edit", address)}
          >
            Edit
          </Button>
          <MoreMenu set={set} onAct={onAct} />
        </>
      }
    >
      <div className="flex flex-col gap-2">
        <div className="flex flex-wrap items-center gap-2">
          {isDefault && <Badge tone="accent">Default</Badge>}
          {isMissing && <Badge tone="danger">Not there</Badge>}
          <span className="text-muted">{plural(agents, "agent")}</span>
          {folder !== null && (
            <code title={folder} className="min-w-0 flex-1 basis-60 truncate text-faint text-xs">
              {folder}
            </code>
          )}
        </div>
        {isMissing && agents > 0 && (
          <p className="text-danger">The folder is not there: a sync of these agents fails until it is back.</p>
        )}
        <Users set={set} />
      </div>
    </Card>
  );
}

function MoreMenu({ set: { name, kind, isMissing }, onAct }: SetCardProps) {
  const isOwn = kind === "own" && !isMissing;
  return (
    <Menu
      trigger={<IconButton icon={Ellipsis} label={`More for ${name}`} />}
      entries={[
        { label: "Duplicate", icon: Copy, disabled: isMissing, onSelect: () => onAct("duplicate") },
        { label: "Rename", icon: TextCursorInput, disabled: !isOwn, onSelect: () => onAct("rename") },
        { label: "Delete", icon: Trash2, danger: true, disabled: !isOwn, onSelect: () => onAct("delete") },
      ]}
    />
  );
}

function Users({ set: { gateways, boards, isDefault } }: { set: TemplateSetRow }) {
  if (gateways.length + boards.length === 0) {
    return <p className="text-faint">{isDefault ? "No gateway follows the settings." : "Nothing uses this set."}</p>;
  }
  return (
    <ul className="flex flex-wrap gap-2">
      {gateways.map((user) => (
        <User key={user.id} user={user} target={{ kind: "gateway", id: user.id }} />
      ))}
      {boards.map((user) => (
        <User key={user.id} user={user} target={{ kind: "board", id: user.id }} />
      ))}
    </ul>
  );
}

type UserProps = { user: SetUser; target: Exclude<SetTarget, { kind: "settings" }> };

/** A gateway or a board that uses the set; one that chose it can give it up again. */
function User({ user: { name, isOwn }, target }: UserProps) {
  const [isAsking, setAsking] = useState(false);
  const { kind, id } = target;
  const follows = kind === "gateway" ? "the default set" : "its gateway's set";
  return (
    <li className="inline-flex min-w-0 max-w-full items-center gap-1.5 rounded-md border border-line bg-sunken py-0.5 pr-1 pl-2.5">
      <span className="text-faint text-xs">{kind === "gateway" ? "Gateway" : "Board"}</span>
      <Link to={`/${kind}s/${id}`} className="min-w-0 truncate">
        {name}
      </Link>
      {isOwn ? (
        <IconButton icon={X} label={`Let ${name} follow ${follows}`} onClick={() => setAsking(true)} />
      ) : (
        <span className="pr-1.5 text-faint text-xs">by default</span>
      )}
      <ConfirmDialog
        open={isAsking}
        onClose={() => setAsking(false)}
        title={`Let ${name} follow ${follows} again?`}
        description="The next sync writes the files that differ. The set itself stays as it is."
        confirmLabel={`Follow ${follows}`}
        danger={false}
        onConfirm={() => client.templates.assignSet({ folder: null, target })}
      />
    </li>
  );
}
