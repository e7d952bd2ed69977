import { useQuery } from "@tanstack/react-query";
import { Bot, Plus, X } from "lucide-react";
import { useState } from "react";
import type { TemplateDraft } from "../../../../shared/template-editing.ts";
import type { TemplateSetRow } from "../../../../shared/template-history.ts";
import type { AgentRow, TemplateRow } from "../../../../shared/views.ts";
import { orpc } from "../../../api/client.ts";
import { Button, IconButton } from "../../../components/button.tsx";
import { Card } from "../../../components/card.tsx";
import { EmptyState } from "../../../components/empty-state.tsx";
import { Loaded } from "../../../components/loaded.tsx";
import { Select } from "../../../components/select.tsx";
import { AgentPicker } from "../preview/agent-picker.tsx";
import { AgentPreview } from "./agent-preview.tsx";

const mostAgents = 3;

export type DraftPreviewsProps = { draft: TemplateDraft; set: TemplateSetRow; template: TemplateRow };

/** What the draft makes of a file, for up to three agents side by side. */
export function DraftPreviews({ draft, set, template }: DraftPreviewsProps) {
  const agents = useQuery(orpc.agents.list.queryOptions({ input: {} }));
  return (
    <Loaded query={agents} what="agents">
      {(data) =>
        data.length === 0 ? (
          <EmptyState icon={Bot} title="There is no agent to preview">
            A preview shows the files of agents.
          </EmptyState>
        ) : (
          <Previews draft={draft} set={set} template={template} agents={data} />
        )
      }
    </Loaded>
  );
}

function Previews({ draft, set, template, agents }: DraftPreviewsProps & { agents: AgentRow[] }) {
  const [ids, setIds] = useState<string[]>([]);
  const [view, setView] = useState<"changes" | "text">("changes");
  const [file, setFile] = useState("");
  const known = ids.flatMap((id) => agents.find((agent) => agent.id === id) ?? []);
  const likely = firstOf(agents, set, template);
  const chosen = known.length > 0 ? known : likely ? [likely] : [];
  const choose = (list: AgentRow[]) => setIds(list.map(({ id }) => id));
  const next = agents.find((agent) => !chosen.includes(agent));
  return (
    <Card
      title="Preview of this draft"
      note="The token is masked."
      actions={
        <>
          <Select label="File" choices={fileChoices(template)} value={file} onChange={setFile} />
          <Select label="What is shown" choices={views} value={view} onChange={setView} />
          {chosen.length < mostAgents && next && (
            <Button size="sm" icon={Plus} onClick={() => choose([...chosen, next])}>
              Add an agent
            </Button>
          )}
        </>
      }
    >
      <div className="flex flex-wrap gap-4">
        {chosen.map((agent, index) => (
          <section key={agent.id} aria-label={agent.name} className="flex min-w-72 flex-1 basis-72 flex-col gap-3">
            <div className="flex items-end gap-2">
              <div className="min-w-0 flex-1">
                <AgentPicker
                  agents={agents}
                  agent={agent}
                  onChoose={(other) => !chosen.includes(other) && choose(chosen.with(index, other))}
                />
              </div>
              {chosen.length > 1 && (
                <IconButton
                  icon={X}
                  label={`Remove ${agent.name} from the preview`}
                  onClick={() => choose(chosen.filter((_, other) => other !== index))}
                />
              )}
            </div>
            <AgentPreview draft={draft} agent={agent} file={file || likelyFile(template)} view={view} />
          </section>
        ))}
      </div>
    </Card>
  );
}

const views = [
  { value: "changes", label: "Changes to what it has now" },
  { value: "text", label: "Text" },
] as const;

const files = ["AGENTS", "SOUL", "TOOLS", "IDENTITY", "USER", "HEARTBEAT", "MEMORY", "BOOTSTRAP"];

function fileChoices(template: TemplateRow) {
  const choices = files.map((name) => ({ value: name, label: name }));
  return [{ value: "", label: `${likelyFile(template)} (of this template)` }, ...choices];
}

/** The file that a template makes; that of the agents' rules for one that others include. */
function likelyFile({ name }: TemplateRow): string {
  return files.find((file) => name.endsWith(`_${file}.md.j2`)) ?? "AGENTS";
}

/** An agent that the template is for, on a gateway that uses the set. */
function firstOf(agents: AgentRow[], set: TemplateSetRow, { roles }: TemplateRow): AgentRow | undefined {
  const onBoards = new Set(set.boards.map(({ id }) => id));
  const onGateways = new Set(set.gateways.map(({ id }) => id));
  const roleOf = ({ isMain, isBoardLead }: AgentRow) => (isMain ? "main" : isBoardLead ? "lead" : "worker");
  const ofBoards = agents.filter(({ boardId }) => boardId !== null && onBoards.has(boardId));
  const ofSet = ofBoards.length > 0 ? ofBoards : agents.filter(({ gatewayId }) => onGateways.has(gatewayId));
  const isFor = (agent: AgentRow) => roles.includes(roleOf(agent));
  return ofSet.find((agent) => !agent.isMain && isFor(agent)) ?? ofSet.find(isFor) ?? ofSet[0] ?? agents[0];
}
