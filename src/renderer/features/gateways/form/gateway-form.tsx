import { type SubmitEvent, useState } from "react";
import type { GatewayRow } from "../../../../shared/views.ts";
import { client } from "../../../api/client.ts";
import { type OperatorError, toOperatorError } from "../../../api/operator-error.ts";
import { Button } from "../../../components/button.tsx";
import { Card } from "../../../components/card.tsx";
import { useChangedFields } from "../../../components/changed-fields.ts";
import { focusFirstFault } from "../../../components/focus-first-fault.ts";
import { Notice } from "../../../components/notice.tsx";
import { UnsavedGuard, useIsChanged } from "../../../components/unsaved-guard.tsx";
import { forgetUnsaved } from "../../../router/unsaved.ts";
import { navigate } from "../../../router/use-location.ts";
import { CheckStages } from "./check-stages.tsx";
import { draftOf, gatewayInput, validateDraft } from "./gateway-draft.ts";
import { GatewayFields } from "./gateway-fields.tsx";
import { useGatewayCheck } from "./use-gateway-check.ts";

/** The form with everything that can be set for a gateway, with a connection check before it is saved. */
export function GatewayForm({ gateway }: { gateway?: GatewayRow }) {
  const [draft, setDraft] = useState(() => draftOf(gateway));
  const [isSubmitted, setIsSubmitted] = useState(false);
  const [isSaving, setIsSaving] = useState(false);
  const [saveError, setSaveError] = useState<OperatorError | null>(null);
  const check = useGatewayCheck(gateway?.id);
  const isChanged = useIsChanged(draft);
  const input = gatewayInput(draft);
  const changes = useChangedFields(input);
  const errors = validateDraft(draft, gateway);
  const shownErrors = isSubmitted ? errors : {};
  const isValid = Object.keys(errors).length === 0;
  const change = (part: Partial<typeof draft>) => {
    setDraft({ ...draft, ...part });
    // The values have changed since the check.
    if (!("label" in part || "name" in part)) check.reset();
  };
  const save = async () => {
    setIsSubmitted(true);
    if (!isValid) return;
    setIsSaving(true);
    setSaveError(null);
    try {
      const saved = gateway
        ? await client.gateways.update({ id: gateway.id, change: changes })
        : await client.gateways.create(input);
      forgetUnsaved();
      navigate(`/gateways/${saved.id}`);
    } catch (error) {
      setSaveError(toOperatorError(error));
      setIsSaving(false);
    }
  };
  const checkAndSave = async (event: SubmitEvent) => {
    event.preventDefault();
    setIsSubmitted(true);
    if (!isValid) return focusFirstFault(event.currentTarget);
    if (check.result?.ok || (await check.run(draft))) await save();
  };
  const checkOnly = () => {
    setIsSubmitted(true);
    if (!errors.url && !errors.token) void check.run(draft);
  };
  return (
    <form
      noValidate
      onSubmit={checkAndSave}
      className="grid grid-cols-[minmax(0,1fr)_22rem] items-start gap-4 max-xl:grid-cols-1"
    >
      <UnsavedGuard isChanged={isChanged} />
      <Card title="Gateway">
        <div className="flex flex-col gap-4">
          <GatewayFields gateway={gateway} draft={draft} errors={shownErrors} onChange={change} />
          {saveError && (
            <Notice tone="danger" title={saveError.message} code={saveError.code} live>
              {saveError.hint}
            </Notice>
          )}
          <div className="flex flex-wrap gap-2 border-line border-t pt-4">
            <Button type="submit" variant="primary" busy={isSaving || check.isChecking}>
              {gateway ? "Check and save" : "Check and connect"}
            </Button>
            <Button disabled={check.isChecking || isSaving} onClick={checkOnly}>
              Check only
            </Button>
            <Button variant="ghost" disabled={isSaving} onClick={save}>
              Save without checking
            </Button>
            <Button
              variant="ghost"
              className="ml-auto"
              onClick={() => navigate(gateway ? `/gateways/${gateway.id}` : "/gateways")}
            >
              Cancel
            </Button>
          </div>
        </div>
      </Card>
      <CheckStages check={check} />
    </form>
  );
}
