import { Search, X } from "lucide-react";
import type { Ref } from "react";
import { cx } from "./cx.ts";
import { control } from "./field.tsx";

type SearchFieldProps = {
  label: string;
  value: string;
  onChange: (value: string) => void;
  placeholder?: string;
  ref?: Ref<HTMLInputElement>;
  className?: string;
};

/** The filter field of a list. The key `/` focuses the first one on the screen (frame/shortcuts.ts). */
export function SearchField({ label, value, onChange, placeholder, ref, className }: SearchFieldProps) {
  return (
    <span className={cx("relative inline-flex w-56", className)}>
      <Search size={14} aria-hidden="true" className="pointer-events-none absolute top-2.25 left-2.5 text-faint" />
      <input
        ref={ref}
        type="search"
        data-search=""
        aria-label={label}
        value={value}
        placeholder={placeholder ?? label}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={(event) => event.key === "Escape" && value !== "" && onChange("")}
        className={cx(control, "h-8 pr-7 pl-8 [&::-webkit-search-cancel-button]:hidden")}
      />
      {value !== "" && (
        <button
          type="button"
          aria-label="Clear the filter"
          onClick={() => onChange("")}
          className="absolute top-1.5 right-1.5 grid size-5 cursor-pointer place-items-center rounded text-faint hover:text-ink"
        >
          <X size={13} aria-hidden="true" />
        </button>
      )}
    </span>
  );
}
