import { type ReactNode, useId } from "react";
import { cx } from "./cx.ts";

export type CardProps = {
  /** The heading, and the accessible name of the card's region. */
  title: string;
  /** Beside the heading, in smaller print. */
  note?: ReactNode;
  actions?: ReactNode;
  /** Without inner margins: for tables that reach the edges. */
  flush?: boolean;
  className?: string;
  children: ReactNode;
};

/** A titled part of a screen. */
export function Card({ title, note, actions, flush = false, className, children }: CardProps) {
  const headingId = useId();
  return (
    <section
      aria-labelledby={headingId}
      className={cx("min-w-0 rounded-lg border border-line bg-surface shadow-low", className)}
    >
      <header className="flex min-h-11 flex-wrap items-center gap-x-3 gap-y-2 border-line border-b px-4 py-1.5">
        <h2 id={headingId} className="font-semibold text-sm">
          {title}
        </h2>
        {note && <div className="text-faint text-xs">{note}</div>}
        {actions && <div className="ml-auto flex items-center gap-2">{actions}</div>}
      </header>
      <div className={flush ? "" : "p-4"}>{children}</div>
    </section>
  );
}
