import { DatabaseZap, RefreshCw, Upload } from "lucide-react";
import { useState } from "react";
import { hintForWindow } from "../../../../shared/hint-words.ts";
import type { MirrorSourceView, MirrorStatus } from "../../../../shared/mirror.ts";
import { client } from "../../../api/client.ts";
import { Button } from "../../../components/button.tsx";
import { type Fact, Facts } from "../../../components/facts.tsx";
import { Notice } from "../../../components/notice.tsx";
import { RelativeTime } from "../../../components/relative-time.tsx";
import { Spinner } from "../../../components/spinner.tsx";
import { SubmitError } from "../../../components/submit-error.tsx";
import { useSubmit } from "../../../components/use-submit.ts";
import { toast } from "../../../stores/toasts.ts";
import { plural } from "../../../time/format-time.ts";
import { CheckList } from "./check-list.tsx";
import { ConflictList } from "./conflict-list.tsx";
import { PullReport } from "./pull-report.tsx";
import { kindOfRow, rowsOf } from "./table-names.ts";

export type SourceStateProps = { mirror: MirrorStatus; source: MirrorSourceView; onChange: () => void };

const tlsWords: Record<MirrorSourceView["tls"], string> = {
  off: "Not encrypted",
  require: "Encrypted, certificate not verified",
  "verify-ca": "Encrypted, certificate verified",
  "verify-full": "Encrypted, certificate and name verified",
};

const writeBackWords: Record<MirrorSourceView["writeBack"], string> = {
  on: "On",
  off: "Off",
  "read-only": "Off: this user may only read",
};

/** The source of the records as it is: the connection, what the last pull changed, and what is waiting. */
export function SourceState({ mirror, source, onChange }: SourceStateProps) {
  const { lastPull, lastError, unpushed, pushProblems, conflicts, progress } = mirror;
  const facts: Fact[] = [
    { label: "Database", value: `${source.database} on ${source.host}:${source.port}` },
    { label: "User", value: source.user },
    { label: "Encryption", value: tlsWords[source.tls] },
    { label: "Pull", value: `Every ${plural(source.pollSeconds, "second")}` },
    { label: "Write back", value: writeBackWords[source.writeBack] },
    { label: "Not written back", value: unpushed === 0 ? "Nothing" : plural(unpushed, "row") },
    {
      label: "Last pull",
      value: lastPull ? <RelativeTime at={lastPull.finishedAt} /> : "Not pulled yet",
    },
  ];
  return (
    <div className="flex flex-col gap-3 border-line border-t pt-4">
      {source.writeBack === "read-only" && (
        <Notice tone="warn" title="This user may only read">
          Nothing is written back: Mission Control will not know tokens that are made here, and their agents cannot
          check in. Connect with a user that may write, or sync only agents that have their tokens.
        </Notice>
      )}
      {lastError && (
        <Notice tone="danger" title={lastError.message} code={lastError.code}>
          {hintForWindow(lastError.hint)}{" "}
          {lastPull ? "The records here are those of the last pull." : "Nothing has been pulled yet."}
        </Notice>
      )}
      {pushProblems.length > 0 && (
        <Notice tone="danger" title="Not everything was written back">
          <ul className="flex flex-col gap-1">
            {pushProblems.map(({ message, hint }) => (
              <li key={message}>
                {message} {hintForWindow(hint)}
              </li>
            ))}
          </ul>
        </Notice>
      )}
      {conflicts > 0 && <ConflictList count={conflicts} isWrittenBack={source.writeBack === "on"} />}
      <Facts facts={facts} />
      <Actions onChange={onChange} isPulling={progress !== null} canPush={unpushed > 0 && source.writeBack === "on"} />
      {progress && (
        <p className="flex items-center gap-2 text-muted" aria-live="polite">
          <Spinner size={14} />
          {progress.table === "" ? "Connecting" : `Reading: ${rowsOf(progress.table, progress.rows)}`}
        </p>
      )}
      <details>
        <summary className="cursor-pointer font-medium text-xs">
          Connection check{" "}
          <span className="font-normal text-faint">
            <RelativeTime at={source.check.checkedAt} />
          </span>
        </summary>
        <div className="mt-3">
          <CheckList check={source.check} />
        </div>
      </details>
      {lastPull && <PullReport pull={lastPull} />}
    </div>
  );
}

async function pushNow(): Promise<void> {
  const { refused } = await client.mirror.push();
  for (const { table, name, id, reason } of refused) {
    toast({ tone: "danger", title: `${kindOfRow(table)} ${name || id} was not written back`, detail: reason });
  }
}

type ActionsProps = { onChange: () => void; isPulling: boolean; canPush: boolean };

function Actions({ onChange, isPulling, canPush }: ActionsProps) {
  const pull = useSubmit();
  const push = useSubmit();
  const check = useSubmit();
  const [isFull, setIsFull] = useState(false);
  const pullNow = (full: boolean) => {
    setIsFull(full);
    void pull.submit(() => client.mirror.pull({ full }));
  };
  return (
    <>
      <div className="flex flex-wrap gap-2">
        <Button
          variant="primary"
          icon={RefreshCw}
          busy={pull.isBusy && !isFull}
          disabled={isPulling}
          onClick={() => pullNow(false)}
        >
          Pull now
        </Button>
        <Button
          busy={pull.isBusy && isFull}
          disabled={isPulling}
          title="Reads every row, not only those that changed since the last pull"
          onClick={() => pullNow(true)}
        >
          Full pull
        </Button>
        {canPush && (
          <Button icon={Upload} busy={push.isBusy} onClick={() => void push.submit(pushNow)}>
            Write back now
          </Button>
        )}
        <Button icon={DatabaseZap} busy={check.isBusy} onClick={() => void check.submit(() => client.mirror.check())}>
          Check connection
        </Button>
        <Button onClick={onChange}>Change</Button>
      </div>
      <SubmitError error={pull.error ?? push.error ?? check.error} />
    </>
  );
}
