import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { AgentRow } from "../../../shared/views.ts";
import { client, orpc } from "../../api/client.ts";
import { SelectField } from "../../components/select.tsx";
import { toast } from "../../stores/toasts.ts";
import { plural } from "../../time/format-time.ts";
import { BulkDialog } from "./bulk-dialog.tsx";
import { justNow } from "./just-now.ts";

/** Moves the chosen agents to a board of their gateway. */
export function MoveDialog({ agents, onClose }: { agents: AgentRow[]; onClose: () => void }) {
  const [boardId, setBoardId] = useState("");
  const boards = useQuery(orpc.boards.list.queryOptions({ input: {} }));
  const agentIds = agents.map(({ id }) => id);
  const gatewayIds = new Set(agents.map(({ gatewayId }) => gatewayId));
  const there = (boards.data ?? []).filter(({ gatewayId }) => gatewayId !== null && gatewayIds.has(gatewayId));
  const nameOf = ({ name, gatewayName }: (typeof there)[number]) =>
    gatewayIds.size > 1 ? `${name} (${gatewayName})` : name;
  const preview = useQuery({
    ...orpc.bulk.moveAgents.queryOptions({ input: { agentIds, boardId, dryRun: true } }),
    ...justNow,
    enabled: boardId !== "",
  });
  return (
    <BulkDialog
      noun="agent"
      title={`Move ${plural(agents.length, "agent")} to a board`}
      description="The next sync writes the new board into their files. Their workspaces, and so their gateways, stay the same."
      preview={boardId === "" ? null : preview}
      verb="will be moved"
      confirmLabel="Move agents"
      onConfirm={async () => {
        const report = await client.bulk.moveAgents({ agentIds, boardId });
        toast({
          tone: "ok",
          title: `${plural(report.done.length, "agent")} moved`,
          detail: "The next sync tells them.",
        });
        return report;
      }}
      onClose={onClose}
    >
      <SelectField
        label="Board"
        choices={[
          { value: "", label: "Choose a board" },
          ...there.map((board) => ({ value: board.id, label: nameOf(board) })),
        ]}
        value={boardId}
        onChange={setBoardId}
      />
    </BulkDialog>
  );
}
