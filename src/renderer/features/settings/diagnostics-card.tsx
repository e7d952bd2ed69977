import { Download } from "lucide-react";
import { client } from "../../api/client.ts";
import { Button } from "../../components/button.tsx";
import { Card } from "../../components/card.tsx";
import { SubmitError } from "../../components/submit-error.tsx";
import { useSubmit } from "../../components/use-submit.ts";
import { saveText } from "../runs/save-text.ts";

/** Exports a file with information for support. */
export function DiagnosticsCard() {
  const { isBusy, error, submit } = useSubmit();
  return (
    <Card title="Diagnostics">
      <div className="flex flex-col gap-3">
        <p className="text-muted">
          Versions, counts, settings and the errors of the latest runs as a JSON file. Tokens, addresses, and names of
          people, agents and boards are left out.
        </p>
        <SubmitError error={error} />
        <div>
          <Button
            icon={Download}
            busy={isBusy}
            onClick={() => void submit(async () => saveText(await client.app.diagnostics()))}
          >
            Export diagnostics
          </Button>
        </div>
      </div>
    </Card>
  );
}
