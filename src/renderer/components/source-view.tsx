import { useEffect, useRef } from "react";
import { cx } from "./cx.ts";
import { ScrollRegion } from "./scroll-region.tsx";

export type SourceViewProps = {
  /** The accessible name: "Source of BOARD_SOUL.md.j2". */
  label: string;
  text: string;
  /** A line to scroll to and mark, counted from 1. */
  markedLine?: number | null;
  className?: string;
};

/** A text with its line numbers. */
export function SourceView({ label, text, markedLine = null, className }: SourceViewProps) {
  const marked = useRef<HTMLTableRowElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new text or a new line scrolls again
  useEffect(() => {
    // Newer browsers return a promise, which an effect must not return.
    marked.current?.scrollIntoView({ block: "center" });
  }, [text, markedLine]);
  const lines = text.replace(/\n$/, "").split("\n");
  return (
    <ScrollRegion
      aria-label={label}
      className={cx("overflow-auto rounded-lg border border-line bg-surface text-xs", className)}
    >
      <table className="w-full border-collapse font-mono leading-5">
        <tbody>
          {lines.map((line, index) => {
            const isMarked = index + 1 === markedLine;
            return (
              // biome-ignore lint/suspicious/noArrayIndexKey: lines of a text never move
              <tr key={index} ref={isMarked ? marked : null} className={isMarked ? "bg-danger-soft" : ""}>
                <td
                  className={cx(
                    "w-11 select-none px-2 text-right align-top tabular-nums",
                    isMarked ? "font-semibold text-danger" : "text-faint",
                  )}
                >
                  {index + 1}
                </td>
                <td className="whitespace-pre-wrap break-words px-2 align-top">{line}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </ScrollRegion>
  );
}
