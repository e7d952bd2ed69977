import { type ReactNode, useState } from "react";
import { Button } from "./button.tsx";
import { Dialog } from "./dialog.tsx";
import { TextField } from "./field.tsx";
import { Notice } from "./notice.tsx";
import { useSubmit } from "./use-submit.ts";

export type ConfirmDialogProps = {
  open: boolean;
  onClose: () => void;
  title: string;
  /** What will happen, and what cannot be undone. */
  description: ReactNode;
  /** What is affected, by name; long lists are cut off, with a count of the rest. */
  hits?: { label: string; names: string[] };
  /** What can be chosen, below the description. */
  extra?: ReactNode;
  /** The word to type before the button is enabled; without one, a click is enough. */
  typed?: string;
  confirmLabel: string;
  danger?: boolean;
  /** The dialog closes when it succeeds, and shows the error when it fails. */
  onConfirm: () => Promise<unknown>;
};

/** Asks before something that cannot be undone, lists what is affected, and may ask for a word to be typed. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  return props.open ? <OpenConfirmDialog {...props} /> : null;
}

function OpenConfirmDialog(props: ConfirmDialogProps) {
  const { onClose, title, description, hits, extra, typed, confirmLabel, danger = true, onConfirm } = props;
  const [text, setText] = useState("");
  const { isBusy, error, submit } = useSubmit();
  const isTyped = typed === undefined || text.trim() === typed.trim();
  const confirm = () =>
    submit(async () => {
      await onConfirm();
      onClose();
    });
  const footer = (
    <>
      <Button onClick={onClose}>Cancel</Button>
      <Button variant={danger ? "danger" : "primary"} disabled={!isTyped} busy={isBusy} onClick={confirm}>
        {confirmLabel}
      </Button>
    </>
  );
  return (
    <Dialog open onClose={onClose} title={title} description={description} footer={footer}>
      <form
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          if (isTyped && !isBusy) void confirm();
        }}
      >
        {hits && <Hits {...hits} />}
        {extra}
        {typed !== undefined && (
          <TextField
            label={
              <>
                Type <strong className="select-all font-mono text-ink">{typed.trim()}</strong> to confirm
              </>
            }
            value={text}
            onChange={setText}
            autoComplete="off"
            spellCheck={false}
            autoFocus
          />
        )}
        {error && (
          <Notice tone="danger" title={error.message} code={error.code} live>
            {error.hint}
          </Notice>
        )}
      </form>
    </Dialog>
  );
}

const shownHits = 12;

function Hits({ label, names }: { label: string; names: string[] }) {
  const more = names.length - shownHits;
  return (
    <div className="rounded-md border border-line bg-sunken px-3 py-2">
      <p className="font-medium text-xs">{label}</p>
      <ul className="mt-1 flex flex-wrap gap-1">
        {names.slice(0, shownHits).map((name) => (
          <li key={name} className="max-w-48 truncate rounded bg-neutral-soft px-1.5 text-xs">
            {name}
          </li>
        ))}
        {more > 0 && <li className="px-1 text-muted text-xs">and {more.toLocaleString("en")} more</li>}
      </ul>
    </div>
  );
}
