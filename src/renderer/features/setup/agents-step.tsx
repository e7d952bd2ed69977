import { useState } from "react";
import { canAddAgents } from "../../../shared/agent-table.ts";
import { client } from "../../api/client.ts";
import { AgentTableField } from "../../components/agent-table/agent-table-field.tsx";
import { SelectField } from "../../components/select.tsx";
import { SubmitError } from "../../components/submit-error.tsx";
import { useSubmit } from "../../components/use-submit.ts";
import { SetupStepForm } from "./setup-step-form.tsx";
import type { SetupStepProps } from "./setup-step-props.ts";
import { useSetupAgents } from "./use-setup-agents.ts";

/** The agents of the first board, typed or pasted. */
export function AgentsStep({ draft, onChange, goTo }: SetupStepProps) {
  const [isTried, setIsTried] = useState(false);
  const { report, isRead, isRight, error } = useSetupAgents(draft);
  const { leadName } = draft.agents;
  const { isBusy, error: submitError, submit } = useSubmit();
  const change = (part: Partial<typeof draft.agents>) => onChange({ ...draft, agents: { ...draft.agents, ...part } });
  const names = report?.agents.map(({ name }) => name).filter((name) => name !== "") ?? [];
  const fault = isTried && isRead && !isRight ? "Correct the rows that are marked below." : null;
  // What was typed a moment ago may not have been read yet.
  const next = () =>
    void submit(async () => {
      const { text } = draft.agents;
      const read = await client.setup.previewAgents({ text, leadName, boardName: draft.board.name.trim() });
      if (text.trim() !== "" && !canAddAgents(read)) return;
      if (!read.agents.some(({ name }) => name === leadName)) change({ leadName: null });
      goTo("summary");
    });
  return (
    <SetupStepForm
      title="Agents"
      note={`On the board ${draft.board.name.trim()}.`}
      isFaulty={isRead && !isRight}
      busy={isBusy}
      onTry={() => setIsTried(true)}
      onBack={() => goTo("board")}
      onContinue={next}
    >
      <AgentTableField
        autoFocus
        text={draft.agents.text}
        onChange={(text) => change({ text })}
        report={report}
        error={error ?? fault}
      />
      {names.length > 0 && (
        <div className="max-w-sm">
          <SelectField
            label="Lead of the board"
            help="A lead gives the others their work. A board may have one later."
            choices={[
              { value: "", label: "As the table says, or none for now" },
              ...[...new Set(names)].map((name) => ({ value: name, label: name })),
            ]}
            value={leadName !== null && names.includes(leadName) ? leadName : ""}
            onChange={(name) => change({ leadName: name || null })}
          />
        </div>
      )}
      {draft.agents.text.trim() === "" && (
        <p className="text-muted">You can continue without agents and add them on the board's page.</p>
      )}
      <SubmitError error={submitError} />
    </SetupStepForm>
  );
}
