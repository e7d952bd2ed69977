import { FileJson2, ListChecks, Upload, X } from "lucide-react";
import { type DragEvent, type SubmitEvent, useRef, useState } from "react";
import { Button, IconButton } from "../../components/button.tsx";
import { Card } from "../../components/card.tsx";
import { cx } from "../../components/cx.ts";
import { TextArea } from "../../components/field.tsx";
import { UnsavedGuard } from "../../components/unsaved-guard.tsx";
import { formatBytes } from "../../time/format-bytes.ts";

export type ImportFormProps = {
  /** What is in progress. */
  busy: "preview" | "import" | null;
  onPreview: (text: string) => void;
  onImport: (text: string) => void;
};

const example = `{
  "organizations": [{ "id": "…", "name": "Harbour Bikes" }],
  "gateways": [{ "id": "…", "organization_id": "…", "name": "Harbour",
                 "url": "wss://gateway.example.com", "workspace_root": "~/.openclaw" }],
  "boards": [{ "id": "…", "organization_id": "…", "gateway_id": "…", "name": "Customer Support" }],
  "agents": [{ "id": "…", "gateway_id": "…", "board_id": "…", "name": "Hazel" }]
}`;

/** Takes a fleet file from a file chooser, by drag and drop, or as pasted text. */
export function ImportForm({ busy, onPreview, onImport }: ImportFormProps) {
  const [file, setFile] = useState<File | null>(null);
  const [text, setText] = useState("");
  const [isFaulty, setIsFaulty] = useState(false);
  const submit = async (event: SubmitEvent | null, then: (text: string) => void) => {
    event?.preventDefault();
    if (file === null && text.trim() === "") {
      setIsFaulty(true);
      return;
    }
    // Read at submit, because the file may have been corrected since it was chosen.
    then(file === null ? text : await file.text());
  };
  const choose = (chosen: File | null) => {
    setFile(chosen);
    setIsFaulty(false);
  };
  return (
    <form noValidate onSubmit={(event) => void submit(event, onImport)}>
      {/* A chosen file stays where it is; pasted text would be lost. */}
      <UnsavedGuard isChanged={text.trim() !== ""} />
      <Card title="Fleet file">
        <div className="flex flex-col gap-4">
          {file ? <ChosenFile file={file} onRemove={() => choose(null)} /> : <DropZone onChoose={choose} />}
          {file === null && (
            <TextArea
              label="Or paste its text"
              rows={9}
              spellCheck={false}
              className="font-mono text-xs"
              placeholder={example}
              value={text}
              error={isFaulty ? "Choose a file or paste its text first." : null}
              onChange={(typed) => {
                setText(typed);
                setIsFaulty(false);
              }}
            />
          )}
          <div className="flex flex-wrap items-center gap-3">
            <Button type="submit" variant="primary" icon={Upload} busy={busy === "import"} disabled={busy !== null}>
              {busy === "import" ? "Importing" : "Import"}
            </Button>
            <Button
              icon={ListChecks}
              busy={busy === "preview"}
              disabled={busy !== null}
              onClick={() => void submit(null, onPreview)}
            >
              {busy === "preview" ? "Reading" : "Preview"}
            </Button>
            <p className="min-w-0 flex-1 text-faint text-xs">
              Gateway tokens in it are sealed with the data key. Existing rows are updated in the columns that the file
              contains.
            </p>
          </div>
        </div>
      </Card>
    </form>
  );
}

function DropZone({ onChoose }: { onChoose: (file: File) => void }) {
  const [isOver, setIsOver] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setIsOver(false);
    const [file] = event.dataTransfer.files;
    if (file) onChoose(file);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is optional; the button inside does the same
    <div
      onDragOver={(event) => {
        event.preventDefault();
        setIsOver(true);
      }}
      onDragLeave={() => setIsOver(false)}
      onDrop={drop}
      className={cx(
        "flex flex-col items-center gap-2 rounded-lg border border-dashed px-4 py-7 text-center",
        isOver ? "border-accent bg-selected" : "border-line-strong bg-sunken",
      )}
    >
      <FileJson2 size={22} aria-hidden="true" className="text-faint" />
      <p className="text-muted">Drop a fleet file here, or</p>
      <Button onClick={() => input.current?.click()}>Choose a file</Button>
      <input
        ref={input}
        type="file"
        accept=".flightfleet,.json,application/json"
        aria-label="Fleet file"
        tabIndex={-1}
        className="sr-only"
        onChange={({ target }) => {
          const [file] = target.files ?? [];
          if (file) onChoose(file);
        }}
      />
    </div>
  );
}

function ChosenFile({ file, onRemove }: { file: File; onRemove: () => void }) {
  return (
    <div className="flex items-center gap-3 rounded-lg border border-line-strong bg-sunken px-3 py-2.5">
      <FileJson2 size={20} aria-hidden="true" className="shrink-0 text-accent" />
      <div className="min-w-0 flex-1">
        <p title={file.name} className="truncate font-semibold">
          {file.name}
        </p>
        <p className="tabular text-faint text-xs">{formatBytes(file.size)}</p>
      </div>
      <IconButton icon={X} label="Choose another file" onClick={onRemove} />
    </div>
  );
}
