import { useRef } from "react";
import { Button } from "../../../components/button.tsx";
import { Field } from "../../../components/field.tsx";
import type { SourceDraft } from "./source-draft.ts";

export type CaFieldProps = {
  ca: SourceDraft["ca"];
  disabled: boolean;
  error: string | undefined;
  onChange: (ca: SourceDraft["ca"]) => void;
};

/** The certificates of the authority that signed the server's. */
export function CaField({ ca, disabled, error, onChange }: CaFieldProps) {
  const input = useRef<HTMLInputElement>(null);
  const choose = async (file: File | undefined) => {
    if (file) onChange({ name: file.name, pem: await file.text() });
  };
  return (
    <Field
      label="CA file"
      help="Only if the server's certificate is signed by an authority of your own (PEM)."
      error={error}
    >
      {({ id, describedBy }) => (
        <div className="flex min-h-8 flex-wrap items-center gap-2">
          {ca && <code className="min-w-0 truncate">{ca.name}</code>}
          <Button
            id={id}
            aria-describedby={describedBy}
            size="sm"
            disabled={disabled}
            onClick={() => input.current?.click()}
          >
            {ca ? "Choose another file" : "Choose a file"}
          </Button>
          {ca && (
            <Button size="sm" variant="ghost" onClick={() => onChange(null)}>
              Remove
            </Button>
          )}
          <input
            ref={input}
            type="file"
            accept=".pem,.crt,.cer"
            aria-label="CA file"
            tabIndex={-1}
            className="sr-only"
            onChange={({ target }) => void choose(target.files?.[0])}
          />
        </div>
      )}
    </Field>
  );
}
