import { useQuery } from "@tanstack/react-query";
import { Trash2, UserPlus } from "lucide-react";
import { useState } from "react";
import { type Orphan, orphanName, orphansExplained } from "../../../../shared/orphans.ts";
import type { GatewayRow } from "../../../../shared/views.ts";
import { client, orpc } from "../../../api/client.ts";
import { Button } from "../../../components/button.tsx";
import { Card } from "../../../components/card.tsx";
import { ConfirmDialog } from "../../../components/confirm-dialog.tsx";
import { RelativeTime } from "../../../components/relative-time.tsx";
import { navigate } from "../../../router/use-location.ts";
import { AdoptDialog } from "./adopt-dialog.tsx";

/** The gateway's agents without a record; renders nothing when there are none. */
export function OrphansCard({ gateway }: { gateway: GatewayRow }) {
  const { data } = useQuery(orpc.gateways.orphans.queryOptions({ input: { id: gateway.id } }));
  if (!data?.readAt || data.orphans.length === 0) return null;
  const note = (
    <>
      as of <RelativeTime at={data.readAt} />
    </>
  );
  return (
    <Card title="On this gateway without a record" note={note} flush>
      <p className="px-4 py-3 text-muted">{orphansExplained}</p>
      <ul className="max-h-96 overflow-y-auto">
        {data.orphans.map((orphan) => (
          <OrphanLine key={orphan.key} gateway={gateway} orphan={orphan} />
        ))}
      </ul>
    </Card>
  );
}

function OrphanLine({ gateway, orphan }: { gateway: GatewayRow; orphan: Orphan }) {
  const [open, setOpen] = useState<"adopt" | "delete" | null>(null);
  const { key, known, adoption, whyKept } = orphan;
  const name = orphanName(orphan);
  const isBusy = gateway.runningRunId !== null;
  const close = () => setOpen(null);
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 border-line border-t px-4 py-2.5">
      <div className="min-w-0 flex-1 basis-72">
        <p className="break-words font-medium">{name}</p>
        {name !== key && <code className="break-all text-faint text-xs">{key}</code>}
        <p className="text-muted text-xs">
          {known}
          {whyKept && ` ${whyKept}.`}
        </p>
      </div>
      <Button
        size="sm"
        icon={UserPlus}
        aria-label={`Adopt ${name}`}
        disabled={adoption.kind === "none"}
        title={adoption.kind === "none" ? `It cannot be adopted: ${adoption.why}` : "Creates a record for this agent"}
        onClick={() => setOpen("adopt")}
      >
        Adopt
      </Button>
      <Button
        size="sm"
        icon={Trash2}
        aria-label={`Delete ${name}`}
        disabled={isBusy || whyKept !== null}
        title={whyKept ?? "Deletes this agent on the gateway"}
        onClick={() => setOpen("delete")}
      >
        Delete
      </Button>
      {open === "adopt" && (
        <AdoptDialog gateway={gateway} keys={[key]} needsBoard={adoption.kind === "board"} onClose={close} />
      )}
      <DeleteOrphanDialog gateway={gateway} orphan={orphan} open={open === "delete"} onClose={close} />
    </li>
  );
}

type DeleteOrphanDialogProps = { gateway: GatewayRow; orphan: Orphan; open: boolean; onClose: () => void };

function DeleteOrphanDialog({ gateway, orphan, open, onClose }: DeleteOrphanDialogProps) {
  const name = orphanName(orphan);
  return (
    <ConfirmDialog
      open={open}
      onClose={onClose}
      title={`Delete ${name} on ${gateway.name}?`}
      description={
        <div className="flex flex-col gap-3">
          <p>
            Mission Control or another Flight Deck may still have a record of this agent and need it. {orphan.known}
          </p>
          <p>
            Its USER.md and MEMORY.md are copied into the history first. The gateway then removes the agent with its
            heartbeat. Its workspace{" "}
            {orphan.workspace && (
              <>
                <code className="break-all">{orphan.workspace}</code>{" "}
              </>
            )}
            stays on the gateway&apos;s host.
          </p>
        </div>
      }
      typed={name}
      confirmLabel="Delete agent"
      onConfirm={async () => {
        const { id } = gateway;
        const { runId } = await client.gateways.deleteOrphan({ id, key: orphan.key, confirmName: name });
        navigate(`/runs/${runId}`);
      }}
    />
  );
}
