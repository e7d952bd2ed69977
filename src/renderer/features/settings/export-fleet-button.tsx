import { Download } from "lucide-react";
import { useState } from "react";
import { Button } from "../../components/button.tsx";
import { Notice } from "../../components/notice.tsx";
import { SubmitError } from "../../components/submit-error.tsx";
import { TextList } from "../../components/text-list.tsx";
import { useSubmit } from "../../components/use-submit.ts";
import { type SavedFleet, saveFleet } from "./save-fleet.ts";

/** Saves the fleet as a file, and says what is missing in it. */
export function ExportFleet() {
  const { isBusy, error, submit } = useSubmit();
  const [exported, setExported] = useState<SavedFleet | null>(null);
  const save = async () => setExported(await saveFleet());
  return (
    <div className="flex flex-col gap-3 border-line border-t pt-4">
      <div className="flex flex-wrap items-center gap-2">
        <p className="min-w-0 flex-1 basis-60 text-muted">
          Export everything you set as a fleet file. Tokens, keys and database addresses are left out. For a folder with
          one file per board, use <code>export</code> on the command line.
        </p>
        <Button icon={Download} busy={isBusy} onClick={() => void submit(save)}>
          Export the fleet
        </Button>
      </div>
      <SubmitError error={error} />
      {exported && <ExportResult fleet={exported} />}
    </div>
  );
}

function ExportResult({ fleet: { title, warnings, notes } }: { fleet: SavedFleet }) {
  return (
    <Notice tone={warnings.length > 0 ? "warn" : "ok"} title={title} live>
      {notes.map((note) => (
        <p key={note}>{note}</p>
      ))}
      {warnings.length > 0 && <TextList texts={warnings} />}
    </Notice>
  );
}
