import { Download } from "lucide-react";
import { useState } from "react";
import type { FleetDownload } from "../../../shared/import-report.ts";
import { client } from "../../api/client.ts";
import { Button } from "../../components/button.tsx";
import { Notice } from "../../components/notice.tsx";
import { SubmitError } from "../../components/submit-error.tsx";
import { useSubmit } from "../../components/use-submit.ts";
import { plural } from "../../time/format-time.ts";
import { saveText } from "../runs/save-text.ts";

/** Saves the fleet as a file, and says what is missing in it. */
export function ExportFleet() {
  const { isBusy, error, submit } = useSubmit();
  const [exported, setExported] = useState<FleetDownload | null>(null);
  const save = async () => {
    const fleet = await client.app.exportFleet();
    saveText(fleet);
    setExported(fleet);
  };
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

function ExportResult({ fleet: { counts, warnings, notes } }: { fleet: FleetDownload }) {
  const { gateways = 0, boards = 0, agents = 0 } = counts;
  const what = `${plural(gateways, "gateway")}, ${plural(boards, "board")} and ${plural(agents, "agent")}`;
  return (
    <Notice tone={warnings.length > 0 ? "warn" : "ok"} title={`Exported ${what}`} live>
      {notes.map((note) => (
        <p key={note}>{note}</p>
      ))}
      {warnings.length > 0 && (
        <ul className="list-disc pl-4">
          {warnings.map((warning) => (
            <li key={warning} className="break-words">
              {warning}
            </li>
          ))}
        </ul>
      )}
    </Notice>
  );
}
