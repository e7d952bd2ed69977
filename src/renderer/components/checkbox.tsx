import { type ReactNode, useId } from "react";
import { cx } from "./cx.ts";

type CheckboxProps = {
  label: ReactNode;
  /** One line on what it does. */
  help?: ReactNode;
  checked: boolean;
  onChange: (checked: boolean) => void;
  disabled?: boolean;
  /** Shown after the label, such as a badge. */
  mark?: ReactNode;
};

/** A checkbox with a one-line explanation. */
export function Checkbox({ label, help, checked, onChange, disabled, mark }: CheckboxProps) {
  const id = useId();
  return (
    <div className="flex items-start gap-2.5">
      <input
        id={id}
        type="checkbox"
        checked={checked}
        disabled={disabled}
        onChange={(event) => onChange(event.target.checked)}
        aria-describedby={help ? `${id}-help` : undefined}
        className="mt-0.75 size-3.5 shrink-0 cursor-pointer accent-accent-solid disabled:cursor-not-allowed"
      />
      <div className="min-w-0">
        <div className="flex flex-wrap items-center gap-x-2">
          <label
            htmlFor={id}
            className={cx("font-medium", disabled ? "cursor-not-allowed opacity-60" : "cursor-pointer")}
          >
            {label}
          </label>
          {mark}
        </div>
        {help && (
          <p id={`${id}-help`} className="text-muted text-xs">
            {help}
          </p>
        )}
      </div>
    </div>
  );
}
