import { Ellipsis, FileCheck2, FileInput, FolderInput, Tag, Trash2 } from "lucide-react";
import { useState } from "react";
import type { AgentRow } from "../../../shared/views.ts";
import { Button } from "../../components/button.tsx";
import { Menu } from "../../components/menu.tsx";
import { WakeButton, wakeTitle } from "../runs/wake-button.tsx";
import { ConflictsDialog } from "./conflicts-dialog.tsx";
import { DeleteAgentsDialog } from "./delete-agents-dialog.tsx";
import { LabelsDialog } from "./labels-dialog.tsx";
import { MoveDialog } from "./move-dialog.tsx";
import { SyncChosenButtons } from "./sync-chosen-buttons.tsx";
import { syncEach } from "./sync-each.ts";

type Question = "labels" | "move" | "theirs" | "ours" | "delete";

/** What a table of agents does with those that are chosen. */
export function chosenAgentActions(chosen: AgentRow[]) {
  return <ChosenAgentActions agents={chosen} />;
}

function ChosenAgentActions({ agents }: { agents: AgentRow[] }) {
  const [asked, setAsked] = useState<Question | null>(null);
  const onClose = () => setAsked(null);
  return (
    <>
      <SyncChosenButtons whom="these agents" except=" and no others" sync={(options) => syncEach(agents, options)} />
      <WakeButton size="sm" label="Wake" target={{ agentIds: agents.map(({ id }) => id) }} title={wakeTitle} />
      <Button
        size="sm"
        icon={Tag}
        title="Adds labels to these agents, or removes some"
        onClick={() => setAsked("labels")}
      >
        Labels
      </Button>
      <Menu
        trigger={
          <Button size="sm" icon={Ellipsis}>
            More
          </Button>
        }
        entries={[
          { label: "Move to a board", icon: FolderInput, onSelect: () => setAsked("move") },
          { label: "Keep theirs", icon: FileCheck2, onSelect: () => setAsked("theirs") },
          { label: "Take ours", icon: FileInput, onSelect: () => setAsked("ours") },
          { label: "Delete agents", icon: Trash2, danger: true, onSelect: () => setAsked("delete") },
        ]}
      />
      {asked === "labels" && <LabelsDialog noun="agent" rows={agents} onClose={onClose} />}
      {asked === "move" && <MoveDialog agents={agents} onClose={onClose} />}
      {(asked === "theirs" || asked === "ours") && <ConflictsDialog agents={agents} side={asked} onClose={onClose} />}
      {asked === "delete" && <DeleteAgentsDialog agents={agents} onClose={onClose} />}
    </>
  );
}
