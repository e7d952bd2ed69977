import { ArrowLeft, Upload } from "lucide-react";
import type { ImportReport } from "../../../shared/import-report.ts";
import { Button } from "../../components/button.tsx";
import { Notice } from "../../components/notice.tsx";
import { plural } from "../../time/format-time.ts";
import { ImportCountsCard, ImportRowsCard, ImportWarnings, sumOf } from "./import-tables.tsx";

export type ImportPreviewProps = {
  report: ImportReport;
  isBusy: boolean;
  onImport: () => void;
  onBack: () => void;
};

/** What an import would do, before it is done. */
export function ImportPreview({ report, isBusy, onImport, onBack }: ImportPreviewProps) {
  const [inserted, updated] = [sumOf(report, "inserted"), sumOf(report, "updated")];
  const hasChanges = inserted + updated > 0;
  const title = hasChanges
    ? `This import adds ${plural(inserted, "row")} and changes ${plural(updated, "row")}`
    : "This import changes nothing";
  return (
    <>
      <Notice
        tone="info"
        title={title}
        live
        actions={
          <>
            <Button size="sm" icon={ArrowLeft} disabled={isBusy} onClick={onBack}>
              Back
            </Button>
            <Button size="sm" variant="primary" icon={Upload} busy={isBusy} disabled={!hasChanges} onClick={onImport}>
              Import
            </Button>
          </>
        }
      >
        Nothing has been changed yet. Rows that are not in the file stay as they are.
      </Notice>
      <ImportWarnings warnings={report.warnings} />
      <ImportCountsCard report={report} title="What would change" />
      <ImportRowsCard rows={report.rows} />
    </>
  );
}
