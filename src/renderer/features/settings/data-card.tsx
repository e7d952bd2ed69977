import { Trash2, Upload } from "lucide-react";
import { binDays } from "../../../shared/bin.ts";
import type { AppInfo } from "../../../shared/views.ts";
import { Button } from "../../components/button.tsx";
import { Card } from "../../components/card.tsx";
import { CopyButton } from "../../components/copyable-id.tsx";
import { Notice } from "../../components/notice.tsx";
import { PracticeBadge } from "../../components/practice-badge.tsx";
import { Link } from "../../router/link.tsx";
import { navigate } from "../../router/use-location.ts";
import { RemovePracticeButton } from "../welcome/remove-practice-button.tsx";
import { ExportFleet } from "./export-fleet-button.tsx";

export type DataCardProps = { app: AppInfo; templateFolder: string | null };

/** Where the records are stored, with import, export and the removal of practice data. */
export function DataCard({ app, templateFolder }: DataCardProps) {
  return (
    <Card title="Data folder">
      <div className="flex flex-col gap-4">
        <div>
          <p className="font-medium text-xs">Path</p>
          <div className="mt-1 flex items-center gap-2">
            <code title={app.dataDir} className="min-w-0 flex-1 truncate">
              {app.dataDir}
            </code>
            <CopyButton text={app.dataDir} label="Copy path" />
          </div>
          <p className="mt-1 text-faint text-xs">
            Contains the database and the device's identity; tokens are sealed. Start with --data-dir to use another
            folder.
          </p>
        </div>
        {app.folderProblem !== null && (
          <Notice tone="warn" title="The data folder is in an unsuitable place" code="data-folder-unfit">
            {app.folderProblem}
          </Notice>
        )}
        <div>
          <p className="font-medium text-xs">Templates</p>
          <p className="mt-1 flex min-w-0 items-center gap-2">
            {templateFolder === null ? (
              <span className="flex-1">The built-in set</span>
            ) : (
              <code title={templateFolder} className="min-w-0 flex-1 truncate">
                {templateFolder}
              </code>
            )}
            <Link to="/templates">Open templates</Link>
          </p>
        </div>
        <div className="flex flex-wrap items-center gap-2 border-line border-t pt-4">
          <p className="min-w-0 flex-1 basis-60 text-muted">Import gateways, boards and agents from a fleet file.</p>
          <Button icon={Upload} onClick={() => navigate("/import")}>
            Import a fleet file
          </Button>
        </div>
        <ExportFleet />
        <div className="flex flex-wrap items-center gap-2 border-line border-t pt-4">
          <p className="min-w-0 flex-1 basis-60 text-muted">What you delete is kept in the bin for {binDays} days.</p>
          <Button icon={Trash2} onClick={() => navigate("/bin")}>
            Open the bin
          </Button>
        </div>
        {app.practice.present && (
          <div className="flex flex-wrap items-center gap-2 border-line border-t pt-4">
            <p className="min-w-0 flex-1 basis-60 text-muted">
              <PracticeBadge /> <span className="ml-1">The practice fleet is in this data folder.</span>
            </p>
            <RemovePracticeButton />
          </div>
        )}
      </div>
    </Card>
  );
}
