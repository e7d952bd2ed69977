import { type ComponentProps, type ReactNode, useId } from "react";
import { cx } from "./cx.ts";

/** The common look of text fields and selects. */
export const control =
  "w-full rounded-md border border-line-control bg-surface px-2.5 text-ink placeholder:text-faint disabled:opacity-60 aria-invalid:border-danger";

export type FieldText = {
  label: ReactNode;
  /** One line on what to enter. */
  help?: ReactNode;
  /** What is wrong with the input. */
  error?: string | null | undefined;
};

type FieldProps = FieldText & { children: (ids: { id: string; describedBy: string | undefined }) => ReactNode };

/** A label with its control, its line of help and its error. */
export function Field({ label, help, error, children }: FieldProps) {
  const id = useId();
  const describedBy = [help && `${id}-help`, error && `${id}-error`].filter(Boolean).join(" ") || undefined;
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <label htmlFor={id} className="font-medium text-xs">
        {label}
      </label>
      {children({ id, describedBy })}
      {help && (
        <p id={`${id}-help`} className="text-faint text-xs">
          {help}
        </p>
      )}
      {error && (
        <p id={`${id}-error`} className="text-danger text-xs">
          {error}
        </p>
      )}
    </div>
  );
}

type TextFieldProps = FieldText &
  Omit<ComponentProps<"input">, "onChange" | "value"> & { value: string; onChange: (value: string) => void };

/** A single-line text field. */
export function TextField({ label, help, error, value, onChange, className, ...rest }: TextFieldProps) {
  return (
    <Field label={label} help={help} error={error}>
      {({ id, describedBy }) => (
        <input
          {...rest}
          id={id}
          value={value}
          onChange={(event) => onChange(event.target.value)}
          aria-invalid={error ? true : undefined}
          aria-describedby={describedBy}
          className={cx(control, "h-8", className)}
        />
      )}
    </Field>
  );
}

type TextAreaProps = FieldText &
  Omit<ComponentProps<"textarea">, "onChange" | "value"> & { value: string; onChange: (value: string) => void };

/** A multi-line text field. */
export function TextArea({ label, help, error, value, onChange, className, ...rest }: TextAreaProps) {
  return (
    <Field label={label} help={help} error={error}>
      {({ id, describedBy }) => (
        <textarea
          rows={4}
          {...rest}
          id={id}
          value={value}
          onChange={(event) => onChange(event.target.value)}
          aria-invalid={error ? true : undefined}
          aria-describedby={describedBy}
          className={cx(control, "py-1.5", className)}
        />
      )}
    </Field>
  );
}
