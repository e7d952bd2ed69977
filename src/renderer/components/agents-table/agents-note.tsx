import type { AgentRow } from "../../../shared/views.ts";
import { plural } from "../../time/format-time.ts";
import { PulledBadge } from "../pulled-badge.tsx";

/** How many agents a card lists, once they are loaded, and when they were pulled. */
export function AgentsNote({ agents }: { agents: AgentRow[] | undefined }) {
  return (
    <span className="flex items-center gap-2">
      {agents && plural(agents.length, "agent")}
      <PulledBadge />
    </span>
  );
}
