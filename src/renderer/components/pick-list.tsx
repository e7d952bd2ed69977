import type { KeyboardEvent, ReactNode } from "react";
import { cx } from "./cx.ts";

export type PickListProps = {
  /** The accessible name: "Files". */
  label: string;
  items: { value: string; content: ReactNode }[];
  value: string;
  onChange: (value: string) => void;
};

/** A list whose chosen entry is shown beside it. The arrow keys move the choice. */
export function PickList({ label, items, value, onChange }: PickListProps) {
  return (
    <nav aria-label={label} className="max-h-[75vh] overflow-y-auto p-2">
      <ul className="flex flex-col gap-0.5">
        {items.map((item) => (
          <li key={item.value}>
            <button
              type="button"
              aria-current={item.value === value ? "true" : undefined}
              onClick={() => onChange(item.value)}
              onKeyDown={moveFocus}
              className={cx(
                "w-full cursor-pointer rounded-md px-2.5 py-1.5 text-left",
                item.value === value ? "bg-selected" : "hover:bg-hover",
              )}
            >
              {item.content}
            </button>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function moveFocus(event: KeyboardEvent<HTMLButtonElement>): void {
  if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
  const item = event.currentTarget.closest("li");
  const next = event.key === "ArrowDown" ? item?.nextElementSibling : item?.previousElementSibling;
  const button = next?.querySelector("button");
  if (!button) return;
  event.preventDefault();
  button.focus();
  button.click();
}
