import type { UseQueryResult } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import type { BulkReport } from "../../../shared/bulk.ts";
import { Button } from "../../components/button.tsx";
import { Dialog } from "../../components/dialog.tsx";
import { TextField } from "../../components/field.tsx";
import { Loaded } from "../../components/loaded.tsx";
import { SubmitError } from "../../components/submit-error.tsx";
import { useSubmit } from "../../components/use-submit.ts";
import { plural } from "../../time/format-time.ts";
import { ReportLists } from "./report-lists.tsx";

export type BulkDialogProps = {
  noun: "agent" | "board";
  title: string;
  /** What it does, and what cannot be undone. */
  description: ReactNode;
  /** What it would do; not asked before there is a choice such as a board. */
  preview: UseQueryResult<BulkReport> | null;
  /** Shown while the preview is made. */
  waiting?: string;
  /** What happens to those that are not left out, such as "will be moved". */
  verb: string;
  /** Said of records whose preview failed, such as "could not be compared". */
  failing?: string;
  confirmLabel: string;
  /** Asks for the number of records before it starts. */
  typesCount?: boolean;
  /** The action; the dialog closes when nothing of it failed, and else shows what did. */
  onConfirm: (preview: BulkReport) => Promise<BulkReport | null>;
  onClose: () => void;
  /** Choices and progress, above the lists. */
  children?: ReactNode;
};

/** Says what an action on many records will do to which, asks, and reports what failed. */
export function BulkDialog(props: BulkDialogProps) {
  const { noun, title, description, preview, confirmLabel, typesCount = false, onConfirm, onClose } = props;
  const [typed, setTyped] = useState("");
  const [failure, setFailure] = useState<BulkReport | null>(null);
  const { isBusy, error, submit } = useSubmit();
  const report = preview?.data ?? null;
  const count = report?.done.length ?? 0;
  const isReady = report !== null && count > 0 && (!typesCount || typed.trim() === String(count)) && failure === null;
  const confirm = () =>
    submit(async () => {
      if (!report) return;
      const result = await onConfirm(report);
      if (result && result.failed.length > 0) setFailure(result);
      else onClose();
    });
  return (
    <Dialog
      open
      onClose={onClose}
      title={title}
      description={description}
      footer={
        <>
          <Button onClick={onClose}>{failure ? "Close" : "Cancel"}</Button>
          <Button variant={typesCount ? "danger" : "primary"} disabled={!isReady} busy={isBusy} onClick={confirm}>
            {confirmLabel}
          </Button>
        </>
      }
    >
      <form
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          if (isReady && !isBusy) void confirm();
        }}
      >
        {props.children}
        {failure ? (
          <ReportLists report={failure} noun={noun} verb="done" />
        ) : (
          preview && <Preview {...props} preview={preview} />
        )}
        {typesCount && count > 0 && !failure && (
          <TextField
            label={
              <>
                Type <strong className="font-mono text-ink">{count}</strong> to delete {plural(count, noun)}
              </>
            }
            value={typed}
            onChange={setTyped}
            inputMode="numeric"
            autoComplete="off"
          />
        )}
        <SubmitError error={error} />
      </form>
    </Dialog>
  );
}

function Preview({ preview, waiting, noun, verb, failing }: BulkDialogProps & { preview: UseQueryResult<BulkReport> }) {
  return (
    <Loaded
      query={preview}
      what={`${noun}s`}
      loading={
        <p role="status" className="text-muted">
          {waiting ?? "Looking at what would happen …"}
        </p>
      }
    >
      {(report) => (
        <>
          {report.done.length + report.failed.length === 0 && (
            <p className="font-medium">There is nothing to do for the chosen {noun}s.</p>
          )}
          <ReportLists report={report} noun={noun} verb={verb} failing={failing} />
        </>
      )}
    </Loaded>
  );
}
