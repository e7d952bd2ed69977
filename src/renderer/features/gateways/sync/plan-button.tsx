import { ClipboardList } from "lucide-react";
import { Button } from "../../../components/button.tsx";
import { useBusy } from "../../../components/use-busy.ts";
import { type SyncRequest, startSync } from "../../runs/start-sync.ts";

export type PlanButtonProps = { request: SyncRequest; disabled: boolean; label?: string };

/** Makes a plan: what a sync would do, to review and to apply in full or in part. */
export function PlanButton({ request, disabled, label }: PlanButtonProps) {
  const [isBusy, start] = useBusy();
  const plan = () => start(() => startSync({ ...request, dryRun: true }));
  return (
    <Button
      icon={ClipboardList}
      busy={isBusy}
      disabled={disabled}
      aria-label={label}
      title="Shows what a sync would do, file by file, and lets you choose what to apply. Writes nothing."
      onClick={plan}
    >
      Plan
    </Button>
  );
}
