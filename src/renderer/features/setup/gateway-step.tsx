import { useState } from "react";
import { Button } from "../../components/button.tsx";
import { FoldButton } from "../../components/fold-button.tsx";
import { CheckStages } from "../gateways/form/check-stages.tsx";
import type { GatewayDraft } from "../gateways/form/gateway-draft.ts";
import { GatewayBasics, GatewayMore } from "../gateways/form/gateway-fields.tsx";
import { useGatewayCheck } from "../gateways/form/use-gateway-check.ts";
import { gatewayFaults } from "./setup-draft.ts";
import { SetupStepForm } from "./setup-step-form.tsx";
import type { SetupStepProps } from "./setup-step-props.ts";

/** The gateway that the agents live on, checked before the next step. */
export function GatewayStep({ draft, onChange, goTo }: SetupStepProps) {
  const check = useGatewayCheck(undefined);
  const lostToken = draft.hasTypedToken && draft.gateway.token === "";
  const [isTried, setIsTried] = useState(lostToken);
  const [isOpen, setIsOpen] = useState(false);
  const faults = gatewayFaults(draft);
  const isFaulty = Object.keys(faults).length > 0;
  const shown = isTried ? faults : {};
  const change = (part: Partial<GatewayDraft>) => {
    const hasTypedToken = part.token === undefined ? draft.hasTypedToken : part.token !== "";
    onChange({ ...draft, hasTypedToken, gateway: { ...draft.gateway, ...part } });
    if (!("label" in part || "name" in part)) check.reset();
  };
  const next = () => goTo("owner");
  const checkAndGo = async () => {
    if (check.result?.ok || (await check.run(draft.gateway))) next();
  };
  const skip = () => {
    setIsTried(true);
    if (!isFaulty) next();
  };
  return (
    <div className="grid grid-cols-[minmax(0,1fr)_22rem] items-start gap-4 max-xl:grid-cols-1">
      <SetupStepForm
        title="Gateway"
        note="The OpenClaw gateway that your agents live on."
        isFaulty={isFaulty}
        busy={check.isChecking}
        continueLabel="Check and continue"
        onContinue={() => void checkAndGo()}
        onTry={() => setIsTried(true)}
        actions={
          <Button variant="ghost" onClick={skip}>
            Continue without checking
          </Button>
        }
      >
        <GatewayBasics gateway={undefined} draft={draft.gateway} errors={shown} onChange={change} />
        <FoldButton
          isOpen={isOpen || shown.workspaceRoot !== undefined}
          className="gap-1 self-start font-medium text-xs"
          onClick={() => setIsOpen(!isOpen)}
        >
          More settings of the gateway
        </FoldButton>
        {(isOpen || shown.workspaceRoot !== undefined) && (
          <GatewayMore gateway={undefined} draft={draft.gateway} errors={shown} onChange={change} />
        )}
      </SetupStepForm>
      <CheckStages check={check} />
    </div>
  );
}
