import { Undo2 } from "lucide-react";
import { useState } from "react";
import { isPlan, runKinds } from "../../../shared/run-kinds.ts";
import type { EarlierTemplates } from "../../../shared/template-history.ts";
import { client } from "../../api/client.ts";
import { Button } from "../../components/button.tsx";
import { ConfirmDialog } from "../../components/confirm-dialog.tsx";
import { useBusy } from "../../components/use-busy.ts";
import { navigate } from "../../router/use-location.ts";
import type { RunState } from "../../stores/live-run/run-state.ts";
import { EarlierTemplatesChoice } from "./earlier-templates-choice.tsx";
import { showRun } from "./start-sync.ts";

/** Whether a run may have written files that had a content before. */
function mayBeUndone({ run, agents }: RunState): boolean {
  if (!runKinds[run.kind].writes || isPlan(run) || run.kind === "wake" || run.kind === "delete-orphan") return false;
  return agents.some(
    (agent) => agent.state === "done" && agent.outcome.filesWritten.length + agent.outcome.filesUncertain.length > 0,
  );
}

/** Plans what brings back the files of a run, after saying what that does. */
export function UndoRunButton({ state }: { state: RunState }) {
  const [isOpen, setIsOpen] = useState(false);
  const [withTemplates, setWithTemplates] = useState<EarlierTemplates[]>([]);
  if (!mayBeUndone(state)) return null;
  const { id } = state.run;
  const plan = async () => {
    const chosen = withTemplates.map(({ folder, versionId, baseSha256 }) => ({ folder, versionId, baseSha256 }));
    navigate(`/runs/${(await client.runs.undo({ id, withTemplates: chosen })).runId}`);
  };
  const open = () => {
    setWithTemplates([]);
    setIsOpen(true);
  };
  return (
    <>
      <Button icon={Undo2} onClick={open}>
        Undo this run
      </Button>
      <ConfirmDialog
        open={isOpen}
        onClose={() => setIsOpen(false)}
        title="Undo this run?"
        description={
          <ul className="list-disc pl-4">
            <li>A plan shows what its files had before, to tick and apply. Nothing is written until then.</li>
            <li>Files that changed since the run are conflicts. They are not ticked.</li>
            <li>
              Files that come back stay as they are until their template or record changes. Tokens stay the present
              ones.
            </li>
            <li>
              New tokens, wake-up messages, session resets, the gateway's configuration and files that the run created
              are not undone.
            </li>
          </ul>
        }
        extra={<EarlierTemplatesChoice runId={id} chosen={withTemplates} onChange={setWithTemplates} />}
        danger={false}
        confirmLabel="Plan the undo"
        onConfirm={plan}
      />
    </>
  );
}

export type BringBackButtonProps = { runId: string; agentId: string; agentName: string; fileName: string };

/** Plans what brings back one file as it was before a run. */
export function BringBackButton({ runId, agentId, agentName, fileName }: BringBackButtonProps) {
  const [isBusy, start] = useBusy();
  const plan = () => start(() => showRun(client.runs.undo({ id: runId, file: { agentId, fileName } })));
  return (
    <Button
      size="sm"
      icon={Undo2}
      busy={isBusy}
      onClick={plan}
      title="Makes a plan that brings back the whole file as it was before this run"
      aria-label={`Restore ${fileName} of ${agentName}`}
    >
      Restore
    </Button>
  );
}
