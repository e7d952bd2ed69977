import { Undo2 } from "lucide-react";
import { client } from "../../../api/client.ts";
import { Button } from "../../../components/button.tsx";
import { useBusy } from "../../../components/use-busy.ts";
import { showRun } from "../../runs/start-sync.ts";

export type RestoreVersionButtonProps = { agentId: string; fileName: string; versionId: number };

/** Plans what brings one version of a file back, and opens the plan. */
export function RestoreVersionButton({ agentId, fileName, versionId }: RestoreVersionButtonProps) {
  const [isBusy, start] = useBusy();
  const plan = () => start(() => showRun(client.agents.versions.restore({ id: agentId, fileName, versionId })));
  return (
    <Button
      size="sm"
      icon={Undo2}
      busy={isBusy}
      onClick={plan}
      title="Makes a plan that brings this version back"
      aria-label={`Restore version ${versionId}`}
    >
      Restore
    </Button>
  );
}
