import { useQuery } from "@tanstack/react-query";
import { type SubmitEvent, useState } from "react";
import { type Orphan, orphanName } from "../../../../shared/orphans.ts";
import type { GatewayRow } from "../../../../shared/views.ts";
import { client, orpc } from "../../../api/client.ts";
import { Button } from "../../../components/button.tsx";
import { CancelButton, Dialog } from "../../../components/dialog.tsx";
import { SelectField } from "../../../components/select.tsx";
import { SubmitError } from "../../../components/submit-error.tsx";
import { useIsChanged } from "../../../components/unsaved-guard.tsx";
import { useSubmit } from "../../../components/use-submit.ts";
import { forgetUnsaved } from "../../../router/unsaved.ts";
import { navigate } from "../../../router/use-location.ts";

export type AdoptOrphanDialogProps = { gateway: GatewayRow; orphan: Orphan; onClose: () => void };

/** Creates a record for an agent that has none; asks for a board if the agent's id does not tell where it belongs. */
export function AdoptOrphanDialog({ gateway, orphan, onClose }: AdoptOrphanDialogProps) {
  const { id } = gateway;
  const boards = useQuery(orpc.boards.list.queryOptions({ input: { gatewayId: id } }));
  const choices = (boards.data ?? []).map((board) => ({ value: board.id, label: board.name }));
  const [chosen, setChosen] = useState<string | null>(null);
  const { isBusy, error, submit } = useSubmit();
  const needsBoard = orphan.adoption.kind === "board";
  const boardId = needsBoard ? (chosen ?? choices[0]?.value ?? null) : null;
  const isChanged = useIsChanged(chosen);
  const adopt = (event: SubmitEvent) => {
    event.preventDefault();
    void submit(async () => {
      const place = { gatewayId: id, boardId, mode: null };
      const { adopted } = await client.adoption.add({ ...place, keys: [orphan.key] });
      forgetUnsaved();
      navigate(adopted[0] ? `/agents/${adopted[0].agentId}` : `/gateways/${id}`);
    });
  };
  return (
    <Dialog
      open
      isChanged={isChanged}
      onClose={onClose}
      title={`Adopt ${orphanName(orphan)}`}
      description={
        "Flight Deck creates a record for this agent. Nothing changes on the gateway: the next sync keeps the agent's " +
        'files. Its token is not known here: the sync reports that, and "Repair tokens" gives it a new one.'
      }
    >
      <form noValidate onSubmit={adopt} className="flex flex-col gap-4">
        {needsBoard && choices.length > 0 && (
          <SelectField label="Board" choices={choices} value={boardId ?? ""} onChange={setChosen} />
        )}
        {needsBoard && boards.data?.length === 0 && (
          <p className="text-warn">This gateway has no board. Add one first.</p>
        )}
        <SubmitError error={error} />
        <div className="flex justify-end gap-2">
          <CancelButton />
          <Button type="submit" variant="primary" busy={isBusy} disabled={needsBoard && boardId === null}>
            Adopt
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
