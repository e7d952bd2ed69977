import type { BoardRow, GatewayRow } from "../../../../shared/views.ts";
import { Card } from "../../../components/card.tsx";
import { TextField } from "../../../components/field.tsx";
import { type Choice, SelectField } from "../../../components/select.tsx";
import type { AgentDraft, AgentDraftErrors, AgentRole } from "./agent-draft.ts";

export type AgentPlaceProps = {
  draft: AgentDraft;
  errors: AgentDraftErrors;
  onChange: (change: Partial<AgentDraft>) => void;
  gateways: GatewayRow[];
  boards: BoardRow[];
  isNew: boolean;
};

const roleChoices: Choice<AgentRole>[] = [
  { value: "worker", label: "Agent of a board" },
  { value: "lead", label: "Lead of a board" },
  { value: "main", label: "Main agent of a gateway" },
];

/** Name and place of an agent. An existing agent keeps its gateway and role, because its workspace depends on them. */
export function AgentPlace({ draft, errors, onChange, gateways, boards, isNew }: AgentPlaceProps) {
  const { name, role, gatewayId, boardId } = draft;
  const onGateway = boards.filter((board) => board.gatewayId !== null && board.gatewayId === gatewayId);
  const boardChoices = [
    { value: "", label: gatewayId === "" ? "Choose a gateway first" : "Choose a board" },
    ...onGateway.map((board) => ({ value: board.id, label: board.name })),
  ];
  const gatewayChoices = [
    { value: "", label: "Choose a gateway" },
    ...gateways.map((gateway) => ({ value: gateway.id, label: gateway.name })),
  ];
  const fixed = <T extends string>(choices: Choice<T>[], value: T) =>
    isNew ? choices : choices.filter((choice) => choice.value === value);
  return (
    <Card title="Agent">
      <div className="grid grid-cols-2 gap-4 max-md:grid-cols-1">
        <TextField
          label="Name"
          placeholder="Hazel"
          autoFocus={isNew}
          maxLength={220}
          value={name}
          error={errors.name}
          onChange={(text) => onChange({ name: text })}
        />
        <SelectField
          label="Kind"
          help={isNew ? "A board has one lead, a gateway one main agent." : keptHelp}
          choices={fixed(roleChoices, role)}
          value={role}
          onChange={(chosen) => onChange({ role: chosen })}
        />
        <SelectField
          label="Gateway"
          help={isNew ? undefined : keptHelp}
          error={errors.gatewayId}
          choices={fixed(gatewayChoices, gatewayId)}
          value={gatewayId}
          onChange={(chosen) => onChange({ gatewayId: chosen, boardId: "" })}
        />
        {role !== "main" && (
          <SelectField
            label="Board"
            help={!isNew && role === "lead" ? "Cannot be changed: a lead stays with its board." : undefined}
            error={errors.boardId}
            choices={role === "lead" ? fixed(boardChoices, boardId) : boardChoices}
            value={boardId}
            onChange={(chosen) => onChange({ boardId: chosen })}
          />
        )}
      </div>
    </Card>
  );
}

const keptHelp = "Cannot be changed: the agent's workspace depends on it.";
