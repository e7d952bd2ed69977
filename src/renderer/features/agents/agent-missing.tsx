import { Bot } from "lucide-react";
import { Button } from "../../components/button.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { navigate } from "../../router/use-location.ts";

/** For a link to an agent that is no longer there. */
export function AgentMissing() {
  return (
    <EmptyState
      icon={Bot}
      title="This agent is not here"
      actions={<Button onClick={() => navigate("/agents")}>Show all agents</Button>}
    >
      It was deleted, or the link is from another installation.
    </EmptyState>
  );
}
