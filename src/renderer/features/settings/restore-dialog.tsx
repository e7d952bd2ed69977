import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { backupReasons, type RestorePreview } from "../../../shared/backups.ts";
import { commandName } from "../../../shared/command-name.ts";
import { restoreLossLines } from "../../../shared/restore-loss.ts";
import { client, orpc } from "../../api/client.ts";
import { Button } from "../../components/button.tsx";
import { Checkbox } from "../../components/checkbox.tsx";
import { CancelButton, Dialog } from "../../components/dialog.tsx";
import { Loaded } from "../../components/loaded.tsx";
import { Notice } from "../../components/notice.tsx";
import { RelativeTime } from "../../components/relative-time.tsx";
import { SubmitError } from "../../components/submit-error.tsx";
import { TextList } from "../../components/text-list.tsx";
import { useSubmit } from "../../components/use-submit.ts";
import { toast } from "../../stores/toasts.ts";

/** Says what restoring a backup would lose, asks, and restores it. */
export function RestoreDialog({ name, onClose }: { name: string; onClose: () => void }) {
  const preview = useQuery({ ...orpc.app.previewRestore.queryOptions({ input: { name } }), gcTime: 0 });
  const [isAgreed, setIsAgreed] = useState(false);
  const { isBusy, error, submit } = useSubmit();
  const found = preview.data;
  const losesSecrets = found !== undefined && found.lostSecrets.length > 0;
  const restore = () =>
    submit(async () => {
      const { replaced } = await client.app.restoreBackup({ name, forgetSecrets: isAgreed });
      toast({
        tone: "ok",
        title: `Restored ${name}`,
        detail: replaced && `What it replaced is the backup ${replaced}.`,
      });
      onClose();
    });
  const footer = (
    <>
      <CancelButton />
      <Button
        variant="danger"
        disabled={!found || found.problem !== null || (losesSecrets && !isAgreed)}
        busy={isBusy}
        onClick={() => void restore()}
      >
        Restore
      </Button>
    </>
  );
  return (
    <Dialog open onClose={onClose} title="Restore this backup?" description={<code>{name}</code>} footer={footer}>
      <div className="flex flex-col gap-3">
        <Loaded query={preview} what="what would change">
          {(shown) => <Losses {...shown} />}
        </Loaded>
        {found && losesSecrets && (
          <Notice tone="warn" title="The present data key does not open these secrets of the backup">
            <TextList texts={found.lostSecrets} />
            <div className="mt-2">
              <Checkbox label="Restore without these secrets" checked={isAgreed} onChange={setIsAgreed} />
            </div>
          </Notice>
        )}
        <SubmitError error={error} />
      </div>
    </Dialog>
  );
}

function Losses({ backup, problem, loss }: RestorePreview) {
  const lines = loss ? restoreLossLines(loss, '"Repair tokens"') : [];
  return (
    <>
      <p>
        This backup ({backupReasons[backup.reason]}, <RelativeTime at={backup.madeAt} />) replaces all records, runs and
        settings.
      </p>
      {problem !== null && (
        <Notice tone="danger" title="The present database cannot be read">
          {problem}. Close Flight Deck and run <code>{`${commandName()} backup restore ${backup.name}`}</code>.
        </Notice>
      )}
      {lines.length > 0 ? (
        <div>
          <p className="font-medium">What has changed since is lost:</p>
          <TextList texts={lines} />
        </div>
      ) : (
        loss && <p>No record has changed since.</p>
      )}
      <p className="text-muted">
        Files and agents on the gateways stay as they are; every agent's sync state becomes unknown. A backup of the
        present database is made first.
      </p>
    </>
  );
}
