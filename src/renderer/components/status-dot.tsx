import { cx } from "./cx.ts";

export type DotTone = "ok" | "warn" | "danger" | "neutral" | "busy" | "violet";

const colours: Record<DotTone, string> = {
  ok: "bg-ok-mark",
  warn: "bg-warn-mark",
  danger: "bg-danger-mark",
  neutral: "bg-neutral-mark",
  busy: "bg-blue-mark animate-pulse",
  violet: "bg-violet-mark",
};

/** A coloured dot beside a word that says the same. */
export function StatusDot({ tone }: { tone: DotTone }) {
  return <span aria-hidden="true" className={cx("inline-block size-2 shrink-0 rounded-full", colours[tone])} />;
}
