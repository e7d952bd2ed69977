import { useQuery } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { useState } from "react";
import type { TemplateSetRow } from "../../../../shared/template-history.ts";
import { orpc } from "../../../api/client.ts";
import { Button } from "../../../components/button.tsx";
import { Loaded } from "../../../components/loaded.tsx";
import { AssignDialog } from "./assign-dialog.tsx";
import { type SetAction, SetCard } from "./set-card.tsx";
import { DeleteSetDialog, NameSetDialog } from "./set-dialogs.tsx";

/** Every set of templates, who uses it, and what can be done with it. */
export function SetsTab() {
  const sets = useQuery(orpc.templates.sets.queryOptions({ staleTime: 0 }));
  return (
    <Loaded query={sets} what="template sets">
      {(data) => <Sets sets={data} />}
    </Loaded>
  );
}

function Sets({ sets }: { sets: TemplateSetRow[] }) {
  const [open, setOpen] = useState<{ set: TemplateSetRow; action: SetAction } | null>(null);
  const close = () => setOpen(null);
  const [builtIn] = sets;
  return (
    <div className="flex flex-col gap-4">
      <div className="flex flex-wrap items-center gap-3">
        <p className="min-w-0 flex-1 basis-80 text-muted">
          An agent is made from its board's own set; without one from its gateway's; without that from the default set.
        </p>
        {builtIn && (
          <Button icon={Plus} onClick={() => setOpen({ set: builtIn, action: "duplicate" })}>
            New set
          </Button>
        )}
      </div>
      {sets.map((set) => (
        <SetCard key={set.folder ?? ""} set={set} onAct={(action) => setOpen({ set, action })} />
      ))}
      {open?.action === "assign" && <AssignDialog set={open.set} onClose={close} />}
      {open?.action === "duplicate" && <NameSetDialog from={open.set} onClose={close} />}
      {open?.action === "rename" && <NameSetDialog renamed={open.set} onClose={close} />}
      {open?.action === "delete" && <DeleteSetDialog set={open.set} onClose={close} />}
    </div>
  );
}
