import { useQuery } from "@tanstack/react-query";
import { Bot, RotateCw } from "lucide-react";
import type { AgentRow } from "../../../../shared/views.ts";
import { orpc } from "../../../api/client.ts";
import { toOperatorError } from "../../../api/operator-error.ts";
import { Button } from "../../../components/button.tsx";
import { EmptyState } from "../../../components/empty-state.tsx";
import { Loaded } from "../../../components/loaded.tsx";
import { TemplateSetOf } from "../../../components/template-set-of.tsx";
import { Link } from "../../../router/link.tsx";
import { navigate, useSearchParam } from "../../../router/use-location.ts";
import { TemplateFault } from "../template-fault.tsx";
import { AgentPicker } from "./agent-picker.tsx";
import { PreviewFiles } from "./preview-files.tsx";

/** A preview of the files that the templates render for a chosen agent. */
export function PreviewTab() {
  const agents = useQuery(orpc.agents.list.queryOptions({ input: {} }));
  return (
    <Loaded query={agents} what="agents" isEmpty={(data) => data.length === 0} empty={<NoAgents />}>
      {(data) => <Preview agents={data} />}
    </Loaded>
  );
}

function Preview({ agents }: { agents: AgentRow[] }) {
  const [agentId, setAgentId] = useSearchParam("agent");
  const agent = agents.find(({ id }) => id === agentId) ?? agents.find(({ isMain }) => !isMain) ?? agents[0];
  if (!agent) return null;
  return (
    <div className="flex flex-col gap-4">
      <AgentPicker agents={agents} agent={agent} onChoose={({ id }) => setAgentId(id)} />
      <p className="text-xs">
        Made from the set <TemplateSetOf place={agent} />
      </p>
      <AgentPreview key={agent.id} agent={agent} />
    </div>
  );
}

function AgentPreview({ agent }: { agent: AgentRow }) {
  // Rendered again at every visit, because templates are edited outside Flight Deck.
  const preview = useQuery(orpc.templates.preview.queryOptions({ input: { agentId: agent.id }, staleTime: 0 }));
  const error = preview.error && toOperatorError(preview.error);
  const again = (
    <Button size="sm" icon={RotateCw} busy={preview.isFetching} onClick={() => void preview.refetch()}>
      Render again
    </Button>
  );
  if (error?.code === "template-error") {
    return (
      <div className="flex flex-col items-start gap-3">
        <div className="w-full">
          <TemplateFault
            title={`The files of ${agent.name} cannot be rendered`}
            message={error.message}
            hint={error.hint}
          />
        </div>
        {again}
      </div>
    );
  }
  return (
    <Loaded query={preview} what="files">
      {(data) => (
        <PreviewFiles
          preview={data}
          actions={
            <>
              <Link to={`/agents/${agent.id}`} className="text-xs">
                Compare with the gateway
              </Link>
              {again}
            </>
          }
        />
      )}
    </Loaded>
  );
}

function NoAgents() {
  return (
    <EmptyState
      icon={Bot}
      title="There is no agent to preview"
      actions={<Button onClick={() => navigate("/agents/new")}>Create an agent</Button>}
    >
      A preview shows the files of one agent with its names and values.
    </EmptyState>
  );
}
