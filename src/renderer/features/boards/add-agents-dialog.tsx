import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { type SubmitEvent, useDeferredValue, useState } from "react";
import { canAddAgents } from "../../../shared/agent-table.ts";
import type { BoardRow } from "../../../shared/views.ts";
import { client, orpc } from "../../api/client.ts";
import { toOperatorError } from "../../api/operator-error.ts";
import { AgentTableField } from "../../components/agent-table/agent-table-field.tsx";
import { Button } from "../../components/button.tsx";
import { CancelButton, Dialog } from "../../components/dialog.tsx";
import { SubmitError } from "../../components/submit-error.tsx";
import { useIsChanged } from "../../components/unsaved-guard.tsx";
import { useSubmit } from "../../components/use-submit.ts";
import { forgetUnsaved } from "../../router/unsaved.ts";
import { toast } from "../../stores/toasts.ts";
import { plural } from "../../time/format-time.ts";

export type AddAgentsDialogProps = { board: BoardRow; onClose: () => void };

/** Adds the agents of a typed or pasted table to a board, after showing each row. Nothing is written before. */
export function AddAgentsDialog({ board: { id: boardId, name }, onClose }: AddAgentsDialogProps) {
  const [text, setText] = useState("");
  const { isBusy, error, submit } = useSubmit();
  const isChanged = useIsChanged(text);
  const read = useDeferredValue(text);
  const preview = useQuery({
    ...orpc.agents.addTable.queryOptions({ input: { text: read, boardId, dryRun: true } }),
    placeholderData: keepPreviousData,
    retry: false,
    gcTime: 0,
  });
  const report = preview.error ? undefined : preview.data;
  const isRight = report !== undefined && read === text && !preview.isPlaceholderData && canAddAgents(report);
  const add = (event: SubmitEvent) => {
    event.preventDefault();
    if (!isRight) return;
    void submit(async () => {
      const added = await client.agents.addTable({ text, boardId, dryRun: false });
      forgetUnsaved();
      toast({
        tone: "ok",
        title: `Added ${plural(added.agents.length, "agent")}`,
        detail: "The next sync creates them.",
      });
      onClose();
    });
  };
  return (
    <Dialog
      open
      wide
      isChanged={isChanged}
      onClose={onClose}
      title={`Add agents to ${name}`}
      description="Rows that name another board go there. Nothing is added before you have seen each row."
    >
      <form noValidate onSubmit={add} className="flex flex-col gap-4">
        <AgentTableField
          autoFocus
          text={text}
          onChange={setText}
          report={report}
          error={preview.error ? toOperatorError(preview.error).message : null}
        />
        <SubmitError error={error} />
        <div className="flex justify-end gap-2">
          <CancelButton />
          <Button type="submit" variant="primary" busy={isBusy} disabled={!isRight}>
            {isRight ? `Add ${plural(report.agents.length, "agent")}` : "Add agents"}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
