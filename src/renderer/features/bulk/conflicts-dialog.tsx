import { type UseQueryResult, useQuery } from "@tanstack/react-query";
import type { BulkReport, DecisionReport } from "../../../shared/bulk.ts";
import { hintForWindow } from "../../../shared/hint-words.ts";
import type { AgentRow } from "../../../shared/views.ts";
import { client, orpc } from "../../api/client.ts";
import { Notice } from "../../components/notice.tsx";
import { toast } from "../../stores/toasts.ts";
import { plural } from "../../time/format-time.ts";
import { BulkDialog } from "./bulk-dialog.tsx";
import { justNow } from "./just-now.ts";

export type ConflictsDialogProps = { agents: AgentRow[]; side: "theirs" | "ours"; onClose: () => void };

const words = {
  theirs: {
    title: "Keep theirs",
    description:
      "Files in conflict changed on both sides. Their gateway versions are kept: syncs leave them alone until either version changes again.",
    verb: "keep their gateway versions",
    done: "kept as on the gateway",
  },
  ours: {
    title: "Take ours",
    description:
      "Files in conflict changed on both sides. The template versions are written over the gateway versions, which the run and the files' versions keep. Nothing else is written.",
    verb: "get the template versions",
    done: "written",
  },
} as const;

/** Decides all files in conflict of the chosen agents. */
export function ConflictsDialog({ agents, side, onClose }: ConflictsDialogProps) {
  const agentIds = agents.map(({ id }) => id);
  const found = useQuery({ ...orpc.bulk.findConflicts.queryOptions({ input: { agentIds } }), ...justNow });
  const { title, description, verb, done } = words[side];
  const files = found.data?.files ?? [];
  return (
    <BulkDialog
      noun="agent"
      title={`${title} of ${plural(agents.length, "agent")}`}
      description={description}
      preview={reportOf(found)}
      waiting="Comparing these agents with their gateways …"
      verb={verb}
      failing="could not be compared"
      confirmLabel={title}
      onConfirm={async () => {
        const decide = side === "theirs" ? client.bulk.keepTheirs : client.bulk.takeOurs;
        const decided = await decide({ files });
        tell(decided, done);
        return decided.report;
      }}
      onClose={onClose}
    >
      {(found.data?.problems ?? []).map(({ message, hint }) => (
        <Notice key={message} tone="danger" title={message}>
          {hintForWindow(hint)}
        </Notice>
      ))}
    </BulkDialog>
  );
}

/** The same query with the report as its answer. */
function reportOf(found: UseQueryResult<{ report: BulkReport }>): UseQueryResult<BulkReport> {
  return { ...found, data: found.data?.report } as UseQueryResult<BulkReport>;
}

function tell({ files, runIds, problems }: DecisionReport, done: string): void {
  const to = runIds.length === 1 ? `/runs/${runIds[0]}` : "/runs";
  const link = runIds.length === 0 ? null : { to, label: runIds.length === 1 ? "Open the run" : "Open the runs" };
  for (const { message, hint } of problems)
    toast({ tone: "danger", title: message, detail: hintForWindow(hint), link });
  if (files > 0) toast({ tone: "ok", title: `${plural(files, "file")} ${done}`, link });
}
