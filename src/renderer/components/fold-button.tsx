import { ChevronRight } from "lucide-react";
import type { ComponentProps } from "react";
import { cx } from "./cx.ts";

export type FoldButtonProps = Omit<ComponentProps<"button">, "type" | "aria-expanded"> & { isOpen: boolean };

/** A line that opens and closes what is below it. */
export function FoldButton({ isOpen, className, children, ...button }: FoldButtonProps) {
  return (
    <button
      {...button}
      type="button"
      aria-expanded={isOpen}
      className={cx("flex cursor-pointer items-center text-left", className)}
    >
      <FoldMark isOpen={isOpen} />
      {children}
    </button>
  );
}

/** The arrow of a `FoldButton`. */
export function FoldMark({ isOpen, className }: { isOpen: boolean; className?: string }) {
  return (
    <ChevronRight
      size={14}
      aria-hidden="true"
      className={cx("shrink-0 text-faint transition-transform", isOpen && "rotate-90", className)}
    />
  );
}
