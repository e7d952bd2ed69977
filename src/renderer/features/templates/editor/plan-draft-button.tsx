import { useQuery } from "@tanstack/react-query";
import { ListChecks } from "lucide-react";
import type { TemplateDraft } from "../../../../shared/template-editing.ts";
import type { TemplateSetRow } from "../../../../shared/template-history.ts";
import { client, orpc } from "../../../api/client.ts";
import { Button } from "../../../components/button.tsx";
import { Menu } from "../../../components/menu.tsx";
import { useBusy } from "../../../components/use-busy.ts";
import { navigate } from "../../../router/use-location.ts";
import { toastError } from "../../../stores/toasts.ts";

export type PlanDraftButtonProps = {
  draft: TemplateDraft;
  set: TemplateSetRow;
  disabled: boolean;
};

/** Starts a dry run with the draft, on the gateway that uses the set or on one of them, and opens it. */
export function PlanDraftButton({ draft, set, disabled }: PlanDraftButtonProps) {
  const all = useQuery(orpc.gateways.list.queryOptions());
  const users = new Set([...set.gateways.map(({ id }) => id), ...set.boards.map(({ gatewayId }) => gatewayId)]);
  const gateways = (all.data ?? []).filter(({ id }) => users.has(id));
  const [isBusy, start] = useBusy();
  const plan = (gatewayId: string) =>
    start(async () => {
      try {
        const { runId } = await client.templates.planDraft({ draft, gatewayId });
        navigate(`/runs/${runId}`);
      } catch (error) {
        toastError(error);
      }
    });
  const [first, ...others] = gateways;
  const look = { icon: ListChecks, busy: isBusy, disabled: disabled || !first, children: "Plan with this draft" };
  if (!first || others.length === 0) return <Button {...look} onClick={() => first && plan(first.id)} />;
  return (
    <Menu
      trigger={<Button {...look} />}
      entries={gateways.map(({ id, name }) => ({ label: name, onSelect: () => plan(id) }))}
    />
  );
}
