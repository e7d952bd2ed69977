import { Bot } from "lucide-react";
import { Button } from "../../components/button.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { navigate } from "../../router/use-location.ts";

/** Shown for a link to an agent that no longer exists. */
export function AgentMissing() {
  return (
    <EmptyState
      icon={Bot}
      title="Agent not found"
      actions={<Button onClick={() => navigate("/agents")}>Show all agents</Button>}
    >
      The agent was deleted, or the link is from another installation.
    </EmptyState>
  );
}
