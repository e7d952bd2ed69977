import { useEffect, useRef } from "react";

export type TickBoxProps = {
  /** The accessible name: "SOUL.md of Ada". */
  label: string;
  state: "all" | "some" | "none";
  disabled: boolean;
  title?: string | undefined;
  onChange: (isOn: boolean) => void;
};

/** A checkbox without a visible label that can show a partial selection. */
export function TickBox({ label, state, disabled, title, onChange }: TickBoxProps) {
  const box = useRef<HTMLInputElement>(null);
  useEffect(() => {
    // HTML has no attribute for `indeterminate`.
    if (box.current) box.current.indeterminate = state === "some";
  }, [state]);
  return (
    <input
      ref={box}
      type="checkbox"
      aria-label={label}
      title={title}
      checked={state === "all"}
      disabled={disabled}
      onChange={(event) => onChange(event.target.checked)}
      className="size-3.5 shrink-0 cursor-pointer accent-accent-solid disabled:cursor-not-allowed disabled:opacity-40"
    />
  );
}
