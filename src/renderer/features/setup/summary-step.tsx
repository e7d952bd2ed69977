import { client } from "../../api/client.ts";
import { Button } from "../../components/button.tsx";
import { type Fact, Facts } from "../../components/facts.tsx";
import { SubmitError } from "../../components/submit-error.tsx";
import { useSubmit } from "../../components/use-submit.ts";
import { navigate } from "../../router/use-location.ts";
import { plural } from "../../time/format-time.ts";
import { startSync } from "../runs/start-sync.ts";
import { ownerSentence } from "./owner-step.tsx";
import { asksForOwner, type SetupStep, setupInput } from "./setup-draft.ts";
import { SetupStepForm } from "./setup-step-form.tsx";
import type { SetupStepProps } from "./setup-step-props.ts";
import { keepSetup } from "./stored-setup.ts";
import { useSetupAgents } from "./use-setup-agents.ts";

/** What is about to be saved. All of it is saved at once, and the gateway's plan opens. */
export function SummaryStep({ draft, start, goTo }: SetupStepProps) {
  const { isBusy, error, submit } = useSubmit();
  const { report, isRight } = useSetupAgents(draft);
  const agents = draft.agents.text.trim() === "" ? [] : (report?.agents ?? []);
  const lead = agents.find(({ isLead }) => isLead)?.name;
  const save = () =>
    void submit(async () => {
      const { gatewayId } = await client.setup.save(setupInput(draft, start, agents.length));
      keepSetup(null);
      navigate(`/gateways/${gatewayId}`);
      if (agents.length > 0) await startSync({ gatewayId, dryRun: true });
    });
  const { gateway, owner, board } = draft;
  const facts: Fact[] = [
    { label: "Gateway", value: <Part step="gateway" goTo={goTo} lines={[gateway.name.trim(), gateway.url.trim()]} /> },
    {
      label: "Owner",
      value: (
        <Part
          step="owner"
          goTo={goTo}
          lines={asksForOwner(start) ? [owner.name.trim(), owner.timezone.trim()] : [ownerSentence(start)]}
        />
      ),
    },
    { label: "Board", value: <Part step="board" goTo={goTo} lines={[board.name.trim(), board.objective.trim()]} /> },
    {
      label: "Agents",
      value: (
        <Part
          step="agents"
          goTo={goTo}
          lines={[
            agents.length === 0 ? "None for now" : `${plural(agents.length, "agent")}: ${namesOf(agents)}`,
            lead ? `Lead: ${lead}` : "",
          ]}
        />
      ),
    },
  ];
  return (
    <SetupStepForm
      title="Summary"
      note="Nothing is saved yet."
      isFaulty={!isRight}
      busy={isBusy}
      continueLabel={agents.length > 0 ? "Save and plan" : "Save"}
      onTry={() => undefined}
      onBack={() => goTo("agents")}
      onContinue={save}
    >
      <Facts facts={facts} />
      <p className="text-muted">
        {agents.length > 0
          ? "All of it is saved at once. Then a plan shows what a sync would do on the gateway, file by file. Nothing is written there before you apply it."
          : "All of it is saved at once. Nothing is written to the gateway."}
      </p>
      <SubmitError error={error} />
    </SetupStepForm>
  );
}

type PartProps = { step: SetupStep; goTo: (step: SetupStep) => void; lines: string[] };

function Part({ step, goTo, lines }: PartProps) {
  const [first, ...others] = lines.filter((line) => line !== "");
  return (
    <div className="flex items-start gap-3">
      <div className="min-w-0 flex-1">
        <p className="break-words font-medium">{first}</p>
        {others.map((line) => (
          <p key={line} className="whitespace-pre-line break-words text-muted">
            {line}
          </p>
        ))}
      </div>
      <Button size="sm" aria-label={`Change the ${step}`} onClick={() => goTo(step)}>
        Change
      </Button>
    </div>
  );
}

const mostNamed = 20;

function namesOf(agents: { name: string }[]): string {
  const names = agents.slice(0, mostNamed).map(({ name }) => name);
  const more = agents.length > mostNamed ? [`and ${agents.length - mostNamed} more`] : [];
  return [...names, ...more].join(", ");
}
