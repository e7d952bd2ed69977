import { useEffect, useState } from "react";
import type { ImportReport } from "../../../shared/import-report.ts";
import { client } from "../../api/client.ts";
import { type OperatorError, toOperatorError } from "../../api/operator-error.ts";
import { Page } from "../../frame/page.tsx";
import { ImportErrors } from "./import-errors.tsx";
import { ImportForm } from "./import-form.tsx";
import { ImportPreview } from "./import-preview.tsx";
import { ImportResult } from "./import-result.tsx";

type State =
  | { step: "choosing"; busy: "preview" | "import" | null; error: OperatorError | null }
  | { step: "preview"; text: string; report: ImportReport; isBusy: boolean }
  | { step: "done"; report: ImportReport };

const start: State & { step: "choosing" } = { step: "choosing", busy: null, error: null };

/** Imports gateways, boards and agents from a fleet file. One that was opened with Flight Deck is previewed at once. */
export function ImportPage({ opened }: { opened?: { name: string; text: string } }) {
  const [state, setState] = useState<State>(start);
  const read = async (text: string, dryRun: boolean) => {
    const busy = dryRun ? "preview" : "import";
    setState(state.step === "preview" ? { ...state, isBusy: true } : { ...start, busy });
    try {
      const report = await client.app.importFleet({ text, dryRun });
      setState(dryRun ? { step: "preview", text, report, isBusy: false } : { step: "done", report });
    } catch (error) {
      setState({ ...start, error: toOperatorError(error) });
    }
  };
  const startOver = () => setState(start);
  const text = opened?.text;
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for a file
  useEffect(() => {
    if (text !== undefined) void read(text, true);
  }, [text]);
  return (
    <Page
      title={opened ? opened.name : "Import a fleet file"}
      note="One JSON object with Mission Control's tables. The file is imported in full or not at all; importing it again changes nothing."
    >
      <div className="flex max-w-4xl flex-col gap-4">
        {state.step === "done" && <ImportResult report={state.report} onAgain={startOver} />}
        {state.step === "preview" && (
          <ImportPreview
            report={state.report}
            isBusy={state.isBusy}
            onImport={() => void read(state.text, false)}
            onBack={startOver}
          />
        )}
        {state.step === "choosing" && state.error && <ImportErrors error={state.error} />}
        {state.step !== "done" && (
          // The form stays mounted behind a preview, so that "Back" and an error find what was pasted or chosen.
          <div hidden={state.step === "preview"}>
            <ImportForm
              busy={state.step === "choosing" ? state.busy : null}
              onPreview={(text) => void read(text, true)}
              onImport={(text) => void read(text, false)}
            />
          </div>
        )}
      </div>
    </Page>
  );
}
