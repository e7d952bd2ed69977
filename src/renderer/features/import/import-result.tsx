import type { ImportReport } from "../../../shared/import-report.ts";
import { Button } from "../../components/button.tsx";
import { Notice } from "../../components/notice.tsx";
import { navigate } from "../../router/use-location.ts";
import { plural } from "../../time/format-time.ts";
import { ImportCountsCard, ImportWarnings, sumOf } from "./import-tables.tsx";

export type ImportResultProps = { report: ImportReport; onAgain: () => void };

/** The result of an import, table by table. */
export function ImportResult({ report, onAgain }: ImportResultProps) {
  const [inserted, updated] = [sumOf(report, "inserted"), sumOf(report, "updated")];
  const title =
    inserted + updated === 0
      ? "Nothing to change: everything in the file is already here"
      : `The fleet file was imported: ${plural(inserted, "new row")}, ${plural(updated, "changed row")}`;
  return (
    <>
      <Notice
        tone="ok"
        title={title}
        live
        actions={
          <>
            <Button size="sm" onClick={onAgain}>
              Import another
            </Button>
            <Button size="sm" variant="primary" onClick={() => navigate("/gateways")}>
              Show gateways
            </Button>
          </>
        }
      >
        Next: check that each gateway is connected, then sync it.
      </Notice>
      <ImportWarnings warnings={report.warnings} />
      <ImportCountsCard report={report} title="Imported" />
    </>
  );
}
