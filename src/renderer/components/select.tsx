import { ChevronDown } from "lucide-react";
import { type ComponentProps, useDeferredValue, useMemo } from "react";
import { cx } from "./cx.ts";
import { control, Field, type FieldText } from "./field.tsx";

export type Choice<T extends string> = { value: T; label: string };

export type SelectProps<T extends string> = {
  choices: readonly Choice<T>[];
  value: T;
  onChange: (value: T) => void;
  className?: string;
  disabled?: boolean;
};

/** More choices than this, such as a thousand boards, are rendered after the rest of the screen. */
const mostAtOnce = 100;

/** A native select: it works with every keyboard and screen reader. */
function SelectControl<T extends string>(props: SelectProps<T> & Omit<ComponentProps<"select">, "onChange" | "value">) {
  const { choices, value, onChange, className, ...rest } = props;
  const shown = useDeferredValue(choices, atOnce(choices, value));
  const options = useMemo(
    () =>
      shown.map((choice) => (
        <option key={choice.value} value={choice.value}>
          {choice.label}
        </option>
      )),
    [shown],
  );
  return (
    <span className={cx("relative inline-flex", className)}>
      <select
        {...rest}
        value={value}
        onChange={(event) => {
          const chosen = choices.find((choice) => choice.value === event.target.value);
          if (chosen) onChange(chosen.value);
        }}
        className={cx(control, "h-8 cursor-pointer appearance-none truncate pr-8")}
      >
        {options}
      </select>
      <ChevronDown
        size={14}
        aria-hidden="true"
        className="pointer-events-none absolute top-2.25 right-2.5 text-faint"
      />
    </span>
  );
}

/** The choices to render first: all of a short list, and only the selected one of a long list. */
function atOnce<T extends string>(choices: readonly Choice<T>[], value: T): readonly Choice<T>[] {
  return choices.length > mostAtOnce ? choices.filter((choice) => choice.value === value) : choices;
}

/** A select in a form. */
export function SelectField<T extends string>({ label, help, error, ...rest }: FieldText & SelectProps<T>) {
  return (
    <Field label={label} help={help} error={error}>
      {({ id, describedBy }) => <SelectControl {...rest} id={id} aria-describedby={describedBy} />}
    </Field>
  );
}

/** A select in a toolbar; its label is for screen readers only. */
export function Select<T extends string>({ label, ...rest }: { label: string } & SelectProps<T>) {
  return <SelectControl {...rest} aria-label={label} />;
}
