import { isSilent } from "../../shared/is-silent.ts";
import { useHasSource } from "../api/use-mirror.ts";
import { formatExact, formatRelative, formatWhen } from "../time/format-time.ts";
import { useTimeText } from "../time/use-now.ts";
import { cx } from "./cx.ts";
import { RelativeTime } from "./relative-time.tsx";

/**
 * What is known of an agent's check-ins. They are made to Mission Control: without its database, only what a fleet file said
 * is known.
 */
export function CheckIn({ lastSeenAt }: { lastSeenAt: string | null }) {
  const hasSource = useHasSource();
  if (lastSeenAt === null) return <span className="text-faint">Never</span>;
  return hasSource ? <KnownCheckIn atMs={Date.parse(lastSeenAt)} /> : <RelativeTime at={lastSeenAt} />;
}

function KnownCheckIn({ atMs }: { atMs: number }) {
  const text = useTimeText((nowMs) =>
    isSilent(atMs, nowMs) ? `Silent since ${formatWhen(atMs, nowMs)}` : `Checked in ${formatRelative(atMs, nowMs)}`,
  );
  return (
    <time
      dateTime={new Date(atMs).toISOString()}
      title={`Last check-in with Mission Control: ${formatExact(atMs)}`}
      className={cx("whitespace-nowrap", text.startsWith("Silent") && "text-warn")}
    >
      {text}
    </time>
  );
}
