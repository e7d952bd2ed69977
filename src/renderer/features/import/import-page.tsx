import { useState } from "react";
import { client } from "../../api/client.ts";
import { type OperatorError, toOperatorError } from "../../api/operator-error.ts";
import { Page } from "../../frame/page.tsx";
import { ImportErrors } from "./import-errors.tsx";
import { ImportForm } from "./import-form.tsx";
import { type ImportedTable, ImportResult } from "./import-result.tsx";

type State =
  | { step: "choosing" | "importing"; error: OperatorError | null }
  | { step: "done"; tables: ImportedTable[] };

/** Imports gateways, boards and agents from a fleet file. */
export function ImportPage() {
  const [state, setState] = useState<State>({ step: "choosing", error: null });
  const importText = async (text: string) => {
    setState({ step: "importing", error: null });
    try {
      setState({ step: "done", tables: await client.app.importFleet({ text }) });
    } catch (error) {
      setState({ step: "choosing", error: toOperatorError(error) });
    }
  };
  return (
    <Page
      title="Import a fleet file"
      note="One JSON object with Mission Control's tables. The file is imported in full or not at all; importing it again changes nothing."
    >
      <div className="flex max-w-4xl flex-col gap-4">
        {state.step === "done" ? (
          <ImportResult tables={state.tables} onAgain={() => setState({ step: "choosing", error: null })} />
        ) : (
          <>
            {state.error && <ImportErrors error={state.error} />}
            <ImportForm isBusy={state.step === "importing"} onImport={(text) => void importText(text)} />
          </>
        )}
      </div>
    </Page>
  );
}
