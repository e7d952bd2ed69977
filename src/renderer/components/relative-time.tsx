import { formatExact, formatRelative } from "../time/format-time.ts";
import { useNow } from "../time/use-now.ts";

export type RelativeTimeProps = {
  /** Timestamp text, or ms since 1970. */
  at: string | number;
};

/** How long ago something was, with the exact time on hover. */
export function RelativeTime({ at }: RelativeTimeProps) {
  const atMs = typeof at === "number" ? at : Date.parse(at);
  const nowMs = useNow(1_000);
  return (
    <time dateTime={new Date(atMs).toISOString()} title={formatExact(atMs)} className="whitespace-nowrap">
      {formatRelative(atMs, nowMs)}
    </time>
  );
}
