import { formatExact, formatRelative } from "../time/format-time.ts";
import { useTimeText } from "../time/use-now.ts";

export type RelativeTimeProps = {
  /** Timestamp text, or ms since 1970. */
  at: string | number;
};

/** How long ago something happened, with the exact time on hover. */
export function RelativeTime({ at }: RelativeTimeProps) {
  const atMs = typeof at === "number" ? at : Date.parse(at);
  const text = useTimeText((nowMs) => formatRelative(atMs, nowMs));
  return (
    <time dateTime={new Date(atMs).toISOString()} title={formatExact(atMs)} className="whitespace-nowrap">
      {text}
    </time>
  );
}
