import { Download, Stethoscope } from "lucide-react";
import { useState } from "react";
import { client } from "../../api/client.ts";
import { Button } from "../../components/button.tsx";
import { Card } from "../../components/card.tsx";
import { CancelButton, Dialog } from "../../components/dialog.tsx";
import { SourceView } from "../../components/source-view.tsx";
import { SubmitError } from "../../components/submit-error.tsx";
import { useSubmit } from "../../components/use-submit.ts";
import { saveText } from "../runs/save-text.ts";

/** Makes a file with information for support, and shows it before it is saved. */
export function DiagnosticsCard() {
  const { isBusy, error, submit } = useSubmit();
  const [shown, setShown] = useState<{ fileName: string; text: string } | null>(null);
  return (
    <Card title="Diagnostics">
      <div className="flex flex-col gap-3">
        <p className="text-muted">
          Versions, counts, settings, the errors of the latest runs and the end of the log as a JSON file. Tokens,
          addresses, and names of people, agents and boards are left out.
        </p>
        <SubmitError error={error} />
        <div>
          <Button
            icon={Stethoscope}
            busy={isBusy}
            onClick={() => void submit(async () => setShown(await client.app.diagnostics()))}
          >
            Export diagnostics
          </Button>
        </div>
      </div>
      {shown && <DiagnosticsDialog {...shown} onClose={() => setShown(null)} />}
    </Card>
  );
}

type DiagnosticsDialogProps = { fileName: string; text: string; onClose: () => void };

function DiagnosticsDialog({ fileName, text, onClose }: DiagnosticsDialogProps) {
  const save = () => {
    saveText({ fileName, text });
    onClose();
  };
  const footer = (
    <>
      <CancelButton />
      <Button variant="primary" icon={Download} onClick={save}>
        Save
      </Button>
    </>
  );
  const description = "This is all that the file contains. Read it before you pass it on.";
  return (
    <Dialog open wide onClose={onClose} title={fileName} description={description} footer={footer}>
      <SourceView label="Diagnostics" text={text} className="max-h-[50vh]" />
    </Dialog>
  );
}
