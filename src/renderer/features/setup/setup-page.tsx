import { useQuery } from "@tanstack/react-query";
import { Check } from "lucide-react";
import { useEffect, useState } from "react";
import type { SetupStart } from "../../../shared/setup.ts";
import { orpc } from "../../api/client.ts";
import { Button } from "../../components/button.tsx";
import { cx } from "../../components/cx.ts";
import { Loaded } from "../../components/loaded.tsx";
import { Page } from "../../frame/page.tsx";
import { navigate, useSearchParam } from "../../router/use-location.ts";
import { AgentsStep } from "./agents-step.tsx";
import { BoardStep } from "./board-step.tsx";
import { GatewayStep } from "./gateway-step.tsx";
import { OwnerStep } from "./owner-step.tsx";
import { emptySetup, reachableStep, type SetupDraft, type SetupStep, setupSteps } from "./setup-draft.ts";
import type { SetupStepProps } from "./setup-step-props.ts";
import { keepSetup, readStoredSetup } from "./stored-setup.ts";
import { SummaryStep } from "./summary-step.tsx";

const trail = [{ label: "Gateways", to: "/gateways" }];

const steps: Record<SetupStep, { label: string; Step: (props: SetupStepProps) => React.ReactNode }> = {
  gateway: { label: "Gateway", Step: GatewayStep },
  owner: { label: "Owner", Step: OwnerStep },
  board: { label: "Board", Step: BoardStep },
  agents: { label: "Agents", Step: AgentsStep },
  summary: { label: "Summary", Step: SummaryStep },
};

/** The guided path from nothing to a fleet: gateway, owner, board, agents. It can be left and resumed. */
export function SetupPage() {
  const start = useQuery(orpc.setup.start.queryOptions());
  return (
    <Page
      title="Set up a fleet"
      trail={trail}
      note="You can leave at any time: what you typed is here when you come back, except the token."
    >
      <Loaded query={start} what="organizations">
        {(data) => <SetupPath start={data} />}
      </Loaded>
    </Page>
  );
}

function SetupPath({ start }: { start: SetupStart }) {
  const [asked, setAsked] = useSearchParam("step");
  const [draft, setDraft] = useState<SetupDraft>(() => readStoredSetup() ?? emptySetup());
  const [resets, setResets] = useState(0);
  const wanted = setupSteps.find((each) => each === asked) ?? "gateway";
  // Decided when a step is opened: typing completes steps, and must not lead away from one.
  const [at, setAt] = useState(() => ({ wanted, step: reachableStep(draft, start, wanted) }));
  if (at.wanted !== wanted) setAt({ wanted, step: reachableStep(draft, start, wanted) });
  const { step } = at;
  useEffect(() => {
    if (step !== wanted) setAsked(step);
  });
  const change = (changed: SetupDraft) => {
    setDraft(changed);
    keepSetup(changed);
  };
  const goTo = (next: SetupStep) => navigate("/setup", { step: next });
  const startOver = () => {
    keepSetup(null);
    setDraft(emptySetup());
    setResets(resets + 1);
    goTo("gateway");
  };
  const { Step } = steps[step];
  return (
    <>
      <div className="flex flex-wrap items-center gap-3">
        <Steps step={step} goTo={goTo} />
        <Button variant="ghost" size="sm" className="ml-auto" onClick={startOver}>
          Start over
        </Button>
      </div>
      <div className="max-w-5xl">
        <Step key={`${step} ${resets}`} draft={draft} start={start} onChange={change} goTo={goTo} />
      </div>
    </>
  );
}

function Steps({ step, goTo }: { step: SetupStep; goTo: (step: SetupStep) => void }) {
  const [reached, setReached] = useState(step);
  const isFurther = setupSteps.indexOf(step) > setupSteps.indexOf(reached);
  useEffect(() => {
    if (isFurther) setReached(step);
  }, [isFurther, step]);
  return (
    <ol aria-label="Steps" className="flex flex-wrap gap-1">
      {setupSteps.map((each, index) => {
        const isNow = each === step;
        const isDone = index < setupSteps.indexOf(step);
        return (
          <li key={each}>
            <button
              type="button"
              aria-current={isNow ? "step" : undefined}
              disabled={index > setupSteps.indexOf(reached) && !isNow}
              onClick={() => goTo(each)}
              className={cx(
                "inline-flex h-8 cursor-pointer items-center gap-1.5 rounded-md px-2.5 font-medium disabled:cursor-default",
                isNow ? "bg-selected text-accent" : "text-muted hover:not-disabled:bg-hover",
              )}
            >
              {isDone ? <Check size={14} aria-hidden="true" className="text-ok" /> : <span>{index + 1}.</span>}
              {steps[each].label}
            </button>
          </li>
        );
      })}
    </ol>
  );
}
