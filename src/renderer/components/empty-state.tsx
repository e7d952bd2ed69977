import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";

export type EmptyStateProps = { icon: LucideIcon; title: string; children?: ReactNode; actions?: ReactNode };

/** Shown by an empty list: why it is empty, and what the operator can do about it. */
export function EmptyState({ icon: Icon, title, children, actions }: EmptyStateProps) {
  return (
    <div className="flex flex-col items-center gap-2 px-6 py-12 text-center">
      <span className="mb-1 grid size-10 place-items-center rounded-lg border border-line bg-sunken text-faint">
        <Icon size={19} aria-hidden="true" />
      </span>
      <p className="font-semibold text-base">{title}</p>
      {children && <div className="max-w-[52ch] text-muted">{children}</div>}
      {actions && <div className="mt-2 flex flex-wrap justify-center gap-2">{actions}</div>}
    </div>
  );
}
