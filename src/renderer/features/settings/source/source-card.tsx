import { useState } from "react";
import type { MirrorStatus } from "../../../../shared/mirror.ts";
import { client } from "../../../api/client.ts";
import { useMirror } from "../../../api/use-mirror.ts";
import { Card } from "../../../components/card.tsx";
import { ConfirmDialog } from "../../../components/confirm-dialog.tsx";
import { cx } from "../../../components/cx.ts";
import { Loaded } from "../../../components/loaded.tsx";
import { isDifferent, useUnsavedGuard } from "../../../components/unsaved-guard.tsx";
import { toast } from "../../../stores/toasts.ts";
import { plural } from "../../../time/format-time.ts";
import { type SourceDraft, sourceDraftOf } from "./source-draft.ts";
import { SourceForm } from "./source-form.tsx";
import { SourceState } from "./source-state.tsx";

/** Where the records come from: this installation, or Mission Control's database. */
export function SourceCard() {
  const mirror = useMirror();
  return (
    <Card title="Data">
      <Loaded query={mirror} what="settings">
        {(status) => <Source mirror={status} />}
      </Loaded>
    </Card>
  );
}

function Source({ mirror }: { mirror: MirrorStatus }) {
  const [draft, setDraft] = useState<SourceDraft | null>(null);
  const [isLeaving, setIsLeaving] = useState(false);
  const { source } = mirror;
  const isRemote = source !== null || draft !== null;
  const guard = useUnsavedGuard(draft !== null && isDifferent(draft, sourceDraftOf(source)));
  const enter = () => setDraft(sourceDraftOf(source));
  const stopEntering = () => setDraft(null);
  const choose = (remote: boolean) => {
    if (remote) enter();
    else if (source) setIsLeaving(true);
    else guard.leave(stopEntering);
  };
  return (
    <div className="flex flex-col gap-4">
      <fieldset>
        <legend className="mb-1.5 font-medium text-xs">Records come from</legend>
        <div className="flex flex-wrap gap-2">
          <Choice label="Local" checked={!isRemote} onChoose={() => choose(false)} />
          <Choice label="Mission Control's database" checked={isRemote} onChoose={() => choose(true)} />
        </div>
        <p className="mt-1.5 text-faint text-xs">
          {isRemote
            ? "The records follow Mission Control's PostgreSQL. Changes made here are written back, so that both know the same tokens."
            : "The records belong to this installation. Mission Control does not know the tokens created here."}
        </p>
      </fieldset>
      {source && !draft && <SourceState mirror={mirror} source={source} onChange={enter} />}
      {draft && (
        <SourceForm
          source={source}
          draft={draft}
          onDraft={setDraft}
          onDone={stopEntering}
          onCancel={() => guard.leave(stopEntering)}
        />
      )}
      {guard.question}
      <LeaveDialog mirror={mirror} open={isLeaving} onClose={() => setIsLeaving(false)} />
    </div>
  );
}

function Choice({ label, checked, onChoose }: { label: string; checked: boolean; onChoose: () => void }) {
  return (
    <label
      className={cx(
        "relative flex h-9 cursor-pointer items-center rounded-md border px-3",
        "has-focus-visible:outline-2 has-focus-visible:outline-accent has-focus-visible:outline-offset-1",
        checked ? "border-accent bg-selected font-medium text-accent" : "border-line-strong hover:bg-hover",
      )}
    >
      <input
        type="radio"
        name="records-from"
        checked={checked}
        onChange={onChoose}
        className="absolute inset-0 cursor-pointer appearance-none rounded-md outline-none"
      />
      {label}
    </label>
  );
}

function LeaveDialog({ mirror, open, onClose }: { mirror: MirrorStatus; open: boolean; onClose: () => void }) {
  const { unpushed, conflicts } = mirror;
  const discards = unpushed + conflicts > 0;
  return (
    <ConfirmDialog
      open={open}
      onClose={onClose}
      title="Keep the records here only?"
      description={
        <>
          The records stay here and no longer follow Mission Control. Its database is not changed, and it will not know
          tokens created here from then on.
          {unpushed > 0 &&
            ` Changes to ${plural(unpushed, "row")} have not been written back; Mission Control will not get them.`}
          {conflicts > 0 && ` ${plural(conflicts, "conflict")} not resolved: Mission Control's versions are discarded.`}
        </>
      }
      confirmLabel={discards ? "Discard and keep local" : "Keep local"}
      danger={discards}
      onConfirm={async () => {
        await client.mirror.unset({ discard: discards });
        toast({ tone: "ok", title: "The records belong to this installation now" });
      }}
    />
  );
}
