import { type SubmitEvent, useState } from "react";
import { labelsFault, wordsOfLabels } from "../../../../shared/labels.ts";
import { profileFields } from "../../../../shared/profile-fields.ts";
import type { AgentView, BoardRow, GatewayRow } from "../../../../shared/views.ts";
import { client } from "../../../api/client.ts";
import { Button } from "../../../components/button.tsx";
import { Card } from "../../../components/card.tsx";
import { useChangedFields } from "../../../components/changed-fields.ts";
import { TextArea, TextField } from "../../../components/field.tsx";
import { focusFirstFault } from "../../../components/focus-first-fault.ts";
import { LabelsField } from "../../../components/labels/labels-field.tsx";
import { SubmitError } from "../../../components/submit-error.tsx";
import { UnsavedGuard, useIsChanged } from "../../../components/unsaved-guard.tsx";
import { useSubmit } from "../../../components/use-submit.ts";
import { forgetUnsaved } from "../../../router/unsaved.ts";
import { navigate } from "../../../router/use-location.ts";
import { type AgentDraft, agentDraftOf, agentInput, validateAgent } from "./agent-draft.ts";
import { AgentPlace } from "./agent-place.tsx";
import { HeartbeatFields } from "./heartbeat-fields.tsx";

export type AgentFormProps = {
  agent?: AgentView;
  gateways: GatewayRow[];
  boards: BoardRow[];
  /** The gateway and board of a new agent. */
  place?: { gatewayId: string; boardId: string };
};

/** The form with everything that can be set for an agent. */
export function AgentForm({ agent, gateways, boards, place }: AgentFormProps) {
  const [draft, setDraft] = useState(() => agentDraftOf(agent, place));
  const [isSubmitted, setIsSubmitted] = useState(false);
  const { isBusy, error, submit } = useSubmit();
  const [labels, setLabels] = useState((agent?.labels ?? []).join(", "));
  const isChanged = useIsChanged({ draft, labels });
  const input = { ...agentInput(draft, agent), labels: wordsOfLabels(labels) };
  const changes = useChangedFields(input);
  const errors = validateAgent(draft, agent);
  const isFaulty = Object.keys(errors).length > 0 || labelsFault(labels) !== null;
  const shownErrors = isSubmitted ? errors : {};
  const change = (part: Partial<AgentDraft>) => setDraft({ ...draft, ...part });
  const save = (event: SubmitEvent) => {
    event.preventDefault();
    setIsSubmitted(true);
    if (isFaulty) return focusFirstFault(event.currentTarget);
    void submit(async () => {
      const saved = agent
        ? await client.agents.update({ id: agent.id, change: changes })
        : await client.agents.create(input);
      forgetUnsaved();
      navigate(`/agents/${saved.id}`);
    });
  };
  return (
    <form noValidate onSubmit={save} className="flex max-w-5xl flex-col gap-4">
      <UnsavedGuard isChanged={isChanged} />
      <AgentPlace
        draft={draft}
        errors={shownErrors}
        onChange={change}
        gateways={gateways}
        boards={boards}
        isNew={!agent}
      />
      <Card title="Labels" note="Words to find and choose agents by. Only Flight Deck knows them.">
        <LabelsField label="Labels" value={labels} onChange={setLabels} />
      </Card>
      <IdentityCard draft={draft} onChange={change} />
      <Card title="Heartbeat" note="When it wakes by itself. Other settings that its record has stay as they are.">
        <HeartbeatFields
          heartbeat={draft.heartbeat}
          errors={shownErrors.heartbeat ?? {}}
          onChange={(heartbeat) => change({ heartbeat })}
        />
      </Card>
      <Card title="Own templates" note="For the few agents that need their own.">
        <div className="grid grid-cols-2 gap-4 max-md:grid-cols-1">
          <TextArea
            label="Own IDENTITY template"
            help="Jinja2, used instead of the IDENTITY in the template folder. Leave empty to use the folder's."
            rows={8}
            spellCheck={false}
            className="font-mono text-xs"
            value={draft.identityTemplate}
            onChange={(identityTemplate) => change({ identityTemplate })}
          />
          <TextArea
            label="Own SOUL template"
            help="Jinja2, used instead of the SOUL in the template folder. Leave empty to use the folder's."
            rows={8}
            spellCheck={false}
            className="font-mono text-xs"
            value={draft.soulTemplate}
            onChange={(soulTemplate) => change({ soulTemplate })}
          />
        </div>
      </Card>
      <SubmitError error={error} />
      <div className="flex gap-2">
        <Button type="submit" variant="primary" busy={isBusy}>
          {agent ? "Save agent" : "Create agent"}
        </Button>
        <Button variant="ghost" onClick={() => navigate(agent ? `/agents/${agent.id}` : "/agents")}>
          Cancel
        </Button>
        {isSubmitted && isFaulty && (
          <p role="alert" className="self-center text-danger text-xs">
            Correct the marked fields first.
          </p>
        )}
      </div>
    </form>
  );
}

function IdentityCard({ draft, onChange }: { draft: AgentDraft; onChange: (change: Partial<AgentDraft>) => void }) {
  return (
    <Card title="Identity" note="Its files say this after the next sync.">
      <div className="grid grid-cols-2 gap-4 max-md:grid-cols-1">
        {profileFields.map(({ key, label, placeholder, fallback, isLong }) => {
          const Field = isLong ? TextArea : TextField;
          return (
            <div key={key} className={isLong ? "col-span-full" : ""}>
              <Field
                label={label}
                placeholder={placeholder}
                help={fallback ? `Left empty: ${fallback}` : undefined}
                {...(isLong ? { rows: 3 } : {})}
                value={draft.profile[key] ?? ""}
                onChange={(text: string) => onChange({ profile: { ...draft.profile, [key]: text } })}
              />
            </div>
          );
        })}
      </div>
    </Card>
  );
}
