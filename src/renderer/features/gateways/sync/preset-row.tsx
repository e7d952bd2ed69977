import { type SubmitEvent, useState } from "react";
import { presetWords, type SyncPreset } from "../../../../shared/sync-presets.ts";
import { client } from "../../../api/client.ts";
import { Button } from "../../../components/button.tsx";
import { TextField } from "../../../components/field.tsx";
import { useBusy } from "../../../components/use-busy.ts";
import { toastError } from "../../../stores/toasts.ts";

/** A preset with its options, which can be renamed and deleted. */
export function PresetRow({ preset }: { preset: SyncPreset }) {
  const { name } = preset;
  const [draft, setDraft] = useState<string | null>(null);
  const [isBusy, whileBusy] = useBusy();
  const rename = (event: SubmitEvent) => {
    event.preventDefault();
    const to = draft?.trim() ?? "";
    if (to === "") return;
    whileBusy(() =>
      client.presets
        .rename({ name, to })
        .then(() => setDraft(null))
        .catch(toastError),
    );
  };
  const remove = () => whileBusy(() => client.presets.delete({ name }).catch(toastError));
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-3 gap-y-2 py-2.5">
      {draft === null ? (
        <>
          <div className="min-w-0 flex-1 basis-48">
            <p className="wrap-anywhere font-medium">{name}</p>
            <p className="text-muted text-xs">{presetWords(preset)}</p>
          </div>
          <div className="flex gap-2">
            <Button size="sm" aria-label={`Rename ${name}`} onClick={() => setDraft(name)}>
              Rename
            </Button>
            <Button size="sm" aria-label={`Delete ${name}`} busy={isBusy} onClick={remove}>
              Delete
            </Button>
          </div>
        </>
      ) : (
        <form noValidate onSubmit={rename} className="flex flex-1 flex-wrap items-end gap-2">
          <div className="min-w-0 flex-1 basis-48">
            <TextField label="Another name" value={draft} onChange={setDraft} autoFocus />
          </div>
          <Button type="submit" busy={isBusy}>
            Rename
          </Button>
          <Button onClick={() => setDraft(null)}>Cancel</Button>
        </form>
      )}
    </li>
  );
}
