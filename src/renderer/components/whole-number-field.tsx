import { TextField } from "./field.tsx";

/** Why a text is not a whole number from 1 to `most`; null if it is one. */
export function wholeNumberProblem(text: string, most: number): string | null {
  const isValid = /^\d+$/.test(text.trim()) && Number(text) >= 1 && Number(text) <= most;
  return isValid ? null : `Enter a whole number from 1 to ${most.toLocaleString("en")}.`;
}

export type WholeNumberFieldProps = {
  label: string;
  most: number;
  /** What there is to know besides the range. */
  help?: string;
  value: string;
  /** Whether to show what is wrong with the input. */
  isChecked: boolean;
  onChange: (value: string) => void;
};

/** A field for a whole number from 1 to `most`. */
export function WholeNumberField({ label, most, help, value, isChecked, onChange }: WholeNumberFieldProps) {
  const range = `1 to ${most.toLocaleString("en")}.`;
  return (
    <TextField
      label={label}
      help={help ? `${range} ${help}` : range}
      type="number"
      min={1}
      max={most}
      className="tabular max-w-28"
      value={value}
      error={isChecked ? wholeNumberProblem(value, most) : null}
      onChange={onChange}
    />
  );
}
