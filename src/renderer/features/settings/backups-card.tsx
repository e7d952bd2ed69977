import { useQuery } from "@tanstack/react-query";
import { Copy } from "lucide-react";
import { useState } from "react";
import { type BackupOverview, backupReasons, backupsKept } from "../../../shared/backups.ts";
import { hintForWindow } from "../../../shared/hint-words.ts";
import { spellSize } from "../../../shared/spell-size.ts";
import { client, orpc } from "../../api/client.ts";
import { Button } from "../../components/button.tsx";
import { Card } from "../../components/card.tsx";
import { Loaded } from "../../components/loaded.tsx";
import { Notice } from "../../components/notice.tsx";
import { RelativeTime } from "../../components/relative-time.tsx";
import { SubmitError } from "../../components/submit-error.tsx";
import { useSubmit } from "../../components/use-submit.ts";
import { WholeNumberField, wholeNumberProblem } from "../../components/whole-number-field.tsx";
import { toast } from "../../stores/toasts.ts";
import { RestoreDialog } from "./restore-dialog.tsx";
import { saveSettings } from "./save-settings.ts";
import { SettingsForm } from "./settings-form.tsx";

/** The copies of the database: the list, one made now, how many are kept, and how to restore one. */
export function BackupsCard({ kept }: { kept: number }) {
  const overview = useQuery(orpc.app.backups.queryOptions());
  const { isBusy, error, submit } = useSubmit();
  const make = () =>
    submit(async () => {
      const { name } = await client.app.makeBackup();
      await overview.refetch();
      toast({ tone: "ok", title: `Made the backup ${name}` });
    });
  return (
    <Card title="Backups">
      <div className="flex flex-col gap-4">
        <p className="text-muted">
          The database is copied each day while Flight Deck is open, and before an update or a restore.
        </p>
        <Loaded query={overview} what="backups">
          {(shown) => <BackupRows {...shown} />}
        </Loaded>
        <SubmitError error={error} />
        <div>
          <Button icon={Copy} busy={isBusy} onClick={() => void make()}>
            Make a backup
          </Button>
        </div>
        <KeptForm key={kept} kept={kept} />
      </div>
    </Card>
  );
}

const rowsShown = 8;

function BackupRows({ folder, backups, problem }: BackupOverview) {
  const more = backups.length - rowsShown;
  const [chosen, setChosen] = useState<string | null>(null);
  return (
    <div className="flex flex-col gap-2">
      {problem && (
        <Notice tone="warn" title="The daily backup could not be made" code="backup-failed">
          {problem.message} {hintForWindow(problem.hint)}
        </Notice>
      )}
      {backups.length === 0 ? (
        <p>No backups yet.</p>
      ) : (
        <ul className="flex flex-col gap-1.5" aria-label="Backups">
          {backups.slice(0, rowsShown).map(({ name, madeAt, reason, sizeBytes, counts }) => (
            <li key={name} className="flex items-center justify-between gap-x-3">
              <div className="flex min-w-0 flex-col">
                <code className="truncate">{name}</code>
                <span className="text-muted text-xs">
                  {backupReasons[reason]}, <RelativeTime at={madeAt} />, {spellSize(sizeBytes)}
                  {counts === null && ", cannot be read"}
                </span>
              </div>
              {counts !== null && (
                <Button size="sm" aria-label={`Restore ${name}`} onClick={() => setChosen(name)}>
                  Restore
                </Button>
              )}
            </li>
          ))}
        </ul>
      )}
      {chosen !== null && <RestoreDialog name={chosen} onClose={() => setChosen(null)} />}
      <p className="text-faint text-xs">
        {more > 0 && `${more} more `}in <code>{folder}</code>
      </p>
    </div>
  );
}

function KeptForm({ kept }: { kept: number }) {
  const [text, setText] = useState(String(kept));
  const save = async () => {
    await saveSettings({ backupsKept: Number(text) });
    toast({ tone: "ok", title: `The latest ${Number(text)} backups of each kind are kept` });
  };
  return (
    <SettingsForm
      isChanged={text.trim() !== String(kept)}
      isValid={wholeNumberProblem(text, backupsKept.atMost) === null}
      saveLabel="Save number of backups"
      onSave={save}
    >
      {(isSubmitted) => (
        <WholeNumberField
          label="Backups kept of each kind"
          most={backupsKept.atMost}
          help="Those that you make stay until you delete their files."
          value={text}
          isChecked={isSubmitted}
          onChange={setText}
        />
      )}
    </SettingsForm>
  );
}
