import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { binDays } from "../../../shared/bin.ts";
import type { BulkReport } from "../../../shared/bulk.ts";
import type { AgentRow } from "../../../shared/views.ts";
import { client, orpc } from "../../api/client.ts";
import { Checkbox } from "../../components/checkbox.tsx";
import { toast } from "../../stores/toasts.ts";
import { plural } from "../../time/format-time.ts";
import { BulkDialog } from "./bulk-dialog.tsx";
import { justNow } from "./just-now.ts";

/** Deletes the chosen agents here and on their gateways, one after the other. Closing it ends that after the current agent. */
export function DeleteAgentsDialog({ agents, onClose }: { agents: AgentRow[]; onClose: () => void }) {
  // The agents that are deleted leave the list behind the dialog.
  const [agentIds] = useState(() => agents.map(({ id }) => id));
  const [evenIfGatewayAway, setEvenIfGatewayAway] = useState(false);
  const [progress, setProgress] = useState<{ done: number; of: number } | null>(null);
  const abort = useRef(new AbortController());
  useEffect(() => {
    const controller = new AbortController();
    abort.current = controller;
    return () => controller.abort();
  }, []);
  const preview = useQuery({
    ...orpc.bulk.previewDeletion.queryOptions({ input: { agentIds } }),
    ...justNow,
    enabled: progress === null,
  });
  const remove = async ({ done }: BulkReport): Promise<BulkReport | null> => {
    const input = { agentIds, confirmCount: done.length, evenIfGatewayAway };
    for await (const step of await client.bulk.deleteAgents(input, { signal: abort.current.signal })) {
      if (!("leftOut" in step)) {
        setProgress(step);
        continue;
      }
      const deleted = step.done.length;
      const detail = `Their records are in the bin for ${binDays} days.`;
      if (deleted > 0) toast({ tone: "ok", title: `${plural(deleted, "agent")} deleted`, detail });
      return step;
    }
    return null;
  };
  return (
    <BulkDialog
      noun="agent"
      title={`Delete ${plural(agentIds.length, "agent")}?`}
      description={`Agents are deleted on their gateways with the workspaces that were made for them, memory included, and then here. What is deleted there cannot be undone. Records can be restored from the bin for ${binDays} days.`}
      preview={preview}
      verb="will be deleted"
      confirmLabel="Delete agents"
      typesCount
      onConfirm={remove}
      onClose={onClose}
    >
      <Checkbox
        label="Delete records even if a gateway cannot be reached"
        help="The agents then stay on it with their heartbeats and tokens. The gateway's page lists them without a record."
        checked={evenIfGatewayAway}
        onChange={setEvenIfGatewayAway}
        disabled={progress !== null}
      />
      {progress && (
        <p role="status" className="tabular text-muted">
          {progress.done} of {progress.of} deleted …
        </p>
      )}
    </BulkDialog>
  );
}
