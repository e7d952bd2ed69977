import { useQuery } from "@tanstack/react-query";
import { type SubmitEvent, useId, useState } from "react";
import type { SyncChoices } from "../../../../shared/sync-options.ts";
import { leftOutOf, presetOptionsOf, presetWords } from "../../../../shared/sync-presets.ts";
import { client, orpc } from "../../../api/client.ts";
import { Button } from "../../../components/button.tsx";
import { Dialog } from "../../../components/dialog.tsx";
import { TextField } from "../../../components/field.tsx";
import { Notice } from "../../../components/notice.tsx";
import { SubmitError } from "../../../components/submit-error.tsx";
import { useSubmit } from "../../../components/use-submit.ts";
import { PresetRow } from "./preset-row.tsx";

/** Saves the chosen options as a preset, and lists the presets, to rename and delete them. */
export function PresetsDialog({ choices, onClose }: { choices: SyncChoices; onClose: () => void }) {
  const formId = useId();
  const { data: presets = [] } = useQuery(orpc.presets.list.queryOptions());
  const [name, setName] = useState("");
  const [isSubmitted, setIsSubmitted] = useState(false);
  const { isBusy, error, submit } = useSubmit();
  const options = presetOptionsOf(choices);
  const leftOut = leftOutOf(choices);
  const wanted = name.trim();
  const fault = wanted === "" ? "Enter a name." : null;
  const save = (event: SubmitEvent) => {
    event.preventDefault();
    setIsSubmitted(true);
    if (fault) return;
    void submit(async () => {
      await client.presets.save({ name: wanted, options });
      setName("");
      setIsSubmitted(false);
    });
  };
  const replaces = presets.some((preset) => preset.name === wanted);
  return (
    <Dialog
      open
      onClose={onClose}
      title="Presets of sync options"
      description="For every gateway, and for sync --preset on the command line."
    >
      <form id={formId} noValidate onSubmit={save} className="flex flex-col gap-3">
        <TextField
          label="Name"
          help={`Saves: ${presetWords({ options })}.`}
          value={name}
          error={isSubmitted ? fault : null}
          onChange={setName}
          autoFocus
        />
        {leftOut.length > 0 && (
          <Notice tone="warn" title={`Not saved: ${leftOut.join(", ")}`}>
            Options that cannot be undone, and consents such as to other templates, are given for each sync.
          </Notice>
        )}
        <SubmitError error={error} />
        <Button type="submit" variant="primary" busy={isBusy} className="self-end">
          {replaces ? "Replace the preset" : "Save the options"}
        </Button>
      </form>
      {presets.length > 0 && (
        <ul aria-label="Presets" className="mt-4 divide-y divide-line border-line border-t">
          {presets.map((preset) => (
            <PresetRow key={preset.name} preset={preset} />
          ))}
        </ul>
      )}
    </Dialog>
  );
}
