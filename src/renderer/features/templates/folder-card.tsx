import { useIsFetching, useQuery, useQueryClient } from "@tanstack/react-query";
import { FolderOpen, RotateCw, Undo2 } from "lucide-react";
import { type SubmitEvent, useState } from "react";
import { client, orpc } from "../../api/client.ts";
import { Button } from "../../components/button.tsx";
import { Card } from "../../components/card.tsx";
import { ConfirmDialog } from "../../components/confirm-dialog.tsx";
import { CopyButton } from "../../components/copyable-id.tsx";
import { TextField } from "../../components/field.tsx";
import { SubmitError } from "../../components/submit-error.tsx";
import { useIsChanged, useUnsavedGuard } from "../../components/unsaved-guard.tsx";
import { useSubmit } from "../../components/use-submit.ts";

export type FolderCardProps = {
  folder: string;
  isBuiltIn: boolean;
};

/** The template folder, and how to use another one. */
export function FolderCard({ folder, isBuiltIn }: FolderCardProps) {
  const queryClient = useQueryClient();
  const isReading = useIsFetching({ queryKey: orpc.templates.key() }) > 0;
  // An open source or preview is refetched as well.
  const readAgain = () => void queryClient.invalidateQueries({ queryKey: orpc.templates.key() });
  const [isEditing, setIsEditing] = useState(false);
  const [isResetting, setIsResetting] = useState(false);
  return (
    <Card
      title="Template folder"
      note={isBuiltIn ? "Flight Deck's own set" : "A folder of your own"}
      actions={
        <>
          <Button size="sm" icon={RotateCw} busy={isReading} onClick={readAgain}>
            Reload
          </Button>
          {!isBuiltIn && (
            <Button size="sm" icon={Undo2} onClick={() => setIsResetting(true)}>
              Reset to built-in
            </Button>
          )}
        </>
      }
    >
      {isEditing ? (
        <FolderForm folder={isBuiltIn ? "" : folder} onDone={() => setIsEditing(false)} />
      ) : (
        <div className="flex flex-wrap items-center gap-2">
          <code title={folder} className="min-w-0 flex-1 basis-72 truncate">
            {folder}
          </code>
          <CopyButton text={folder} label="Copy path" />
          <Button size="sm" icon={FolderOpen} onClick={() => setIsEditing(true)}>
            {isBuiltIn ? "Use a folder of your own" : "Change folder"}
          </Button>
        </div>
      )}
      <ConfirmDialog
        open={isResetting}
        onClose={() => setIsResetting(false)}
        title="Reset to the built-in templates?"
        description={`The next sync renders every agent's files from Flight Deck's own set. Your folder ${folder} is not changed.`}
        confirmLabel="Reset to built-in"
        danger={false}
        onConfirm={() => client.app.saveSettings({ templateFolder: null })}
      />
    </Card>
  );
}

function FolderForm({ folder, onDone }: { folder: string; onDone: () => void }) {
  const [path, setPath] = useState(folder);
  const { isBusy, error, submit } = useSubmit();
  const guard = useUnsavedGuard(useIsChanged(path));
  const info = useQuery(orpc.app.info.queryOptions());
  const hasChooser = info.data?.host === "desktop";
  const use = (event: SubmitEvent) => {
    event.preventDefault();
    if (path.trim() === "") return;
    void submit(async () => {
      await client.app.saveSettings({ templateFolder: path.trim() });
      onDone();
    });
  };
  const choose = () =>
    submit(async () => {
      const chosen = await client.templates.chooseFolder();
      if (chosen.folder !== null) setPath(chosen.folder);
    });
  return (
    <form noValidate onSubmit={use} className="flex flex-col gap-3">
      {guard.question}
      <TextField
        label="Path of the folder"
        help="A folder on the machine that runs Flight Deck, such as a changed copy of the built-in folder, or Mission Control's own templates. It is checked before it is used."
        className="font-mono"
        spellCheck={false}
        autoFocus
        value={path}
        onChange={setPath}
      />
      <SubmitError error={error} />
      <div className="flex gap-2">
        <Button type="submit" variant="primary" busy={isBusy} disabled={path.trim() === ""}>
          Check and use
        </Button>
        {hasChooser && (
          <Button icon={FolderOpen} disabled={isBusy} onClick={() => void choose()}>
            Choose…
          </Button>
        )}
        <Button variant="ghost" onClick={() => guard.leave(onDone)}>
          Cancel
        </Button>
      </div>
    </form>
  );
}
