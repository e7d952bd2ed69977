import { CircleAlert, CircleCheck, CircleX, Info, type LucideIcon } from "lucide-react";
import type { ReactNode } from "react";
import type { ErrorCode } from "../../shared/errors.ts";
import { cx } from "./cx.ts";
import { MoreAbout } from "./more-about.tsx";

export type NoticeTone = "info" | "ok" | "warn" | "danger";

const looks: Record<NoticeTone, { icon: LucideIcon; className: string }> = {
  info: { icon: Info, className: "border-accent/25 bg-accent-soft text-accent" },
  ok: { icon: CircleCheck, className: "border-ok/25 bg-ok-soft text-ok" },
  warn: { icon: CircleAlert, className: "border-warn/25 bg-warn-soft text-warn" },
  danger: { icon: CircleX, className: "border-danger/25 bg-danger-soft text-danger" },
};

export type NoticeProps = {
  tone: NoticeTone;
  title: ReactNode;
  /** What it means and what to do next. */
  children?: ReactNode;
  actions?: ReactNode;
  /** The error that it is about, which the guide explains. */
  code?: ErrorCode | null;
  /** Read out at once by screen readers: for notices that appear while the operator looks elsewhere. */
  live?: boolean;
};

/** A message at the place on the screen that it is about. */
export function Notice({ tone, title, children, actions, code = null, live = false }: NoticeProps) {
  const { icon: Icon, className } = looks[tone];
  return (
    <div
      role={live ? "alert" : undefined}
      className={cx("flex flex-wrap items-start gap-x-3 gap-y-2 rounded-lg border px-3 py-2.5", className)}
    >
      <Icon size={16} aria-hidden="true" className="mt-0.5 shrink-0" />
      <div className="min-w-0 flex-1 basis-60">
        <p className="font-semibold">{title}</p>
        {children && <div className="mt-0.5 text-ink">{children}</div>}
        {code && <MoreAbout code={code} />}
      </div>
      {actions && <div className="flex items-center gap-2">{actions}</div>}
    </div>
  );
}
