import { useState } from "react";
import { labelsFault, wordsOfLabels } from "../../../shared/labels.ts";
import { client } from "../../api/client.ts";
import { Button } from "../../components/button.tsx";
import { Dialog } from "../../components/dialog.tsx";
import { LabelsField } from "../../components/labels/labels-field.tsx";
import { SubmitError } from "../../components/submit-error.tsx";
import { useSubmit } from "../../components/use-submit.ts";
import { toast } from "../../stores/toasts.ts";
import { plural } from "../../time/format-time.ts";

export type LabelsDialogProps = {
  noun: "agent" | "board";
  rows: { id: string; labels?: string[] }[];
  onClose: () => void;
};

/** Adds labels to the chosen records, and takes labels away from them. */
export function LabelsDialog({ noun, rows, onClose }: LabelsDialogProps) {
  const [added, setAdded] = useState("");
  const [removed, setRemoved] = useState("");
  const { isBusy, error, submit } = useSubmit();
  const [add, remove] = [wordsOfLabels(added), wordsOfLabels(removed)];
  const isReady = add.length + remove.length > 0 && labelsFault(added) === null && labelsFault(removed) === null;
  const present = [...new Set(rows.flatMap(({ labels = [] }) => labels))].toSorted();
  const ids = rows.map(({ id }) => id);
  const save = () =>
    submit(async () => {
      const { changed } = await client.labels.change({
        ...(noun === "agent" ? { agentIds: ids } : { boardIds: ids }),
        add,
        remove,
      });
      toast({ tone: "ok", title: `The labels of ${plural(changed, noun)} were changed` });
      onClose();
    });
  return (
    <Dialog
      open
      onClose={onClose}
      title={`Labels of ${plural(rows.length, noun)}`}
      description={
        noun === "agent"
          ? "Words to find and choose agents by. Only Flight Deck knows them."
          : "They count for the agents of these boards as well. Only Flight Deck knows them."
      }
      isChanged={isReady}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" busy={isBusy} disabled={!isReady} onClick={save}>
            Change labels
          </Button>
        </>
      }
    >
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (isReady && !isBusy) void save();
        }}
      >
        <LabelsField label="Add" value={added} onChange={setAdded} />
        <LabelsField label="Remove" value={removed} onChange={setRemoved} suggested={present} />
        <SubmitError error={error} />
        <button type="submit" hidden />
      </form>
    </Dialog>
  );
}
