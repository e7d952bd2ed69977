import type { ConnectionView } from "../../../shared/views.ts";
import { Sparkline } from "../../components/sparkline.tsx";
import { StatusDot } from "../../components/status-dot.tsx";
import { useNow } from "../../time/use-now.ts";
import { connectionLooks } from "./connection-looks.ts";

/** The state of the connection to a gateway, with the seconds to the next attempt. */
export function ConnectionState({ connection }: { connection: ConnectionView }) {
  const { label, tone } = connectionLooks[connection.state];
  return (
    <span className="inline-flex items-center gap-2 whitespace-nowrap" title={connection.message ?? undefined}>
      <StatusDot tone={tone} />
      {connection.state === "retrying" && connection.nextTryAtMs !== null ? (
        <RetryingIn atMs={connection.nextTryAtMs} />
      ) : (
        label
      )}
    </span>
  );
}

function RetryingIn({ atMs }: { atMs: number }) {
  const nowMs = useNow();
  const seconds = Math.ceil((atMs - nowMs) / 1_000);
  return <span className="tabular">{seconds > 0 ? `Retrying in ${seconds} s` : "Retrying now"}</span>;
}

/** The latest round trip, with a chart of earlier ones. */
export function Latency({ latenciesMs }: Pick<ConnectionView, "latenciesMs">) {
  const latest = latenciesMs.at(-1);
  if (latest === undefined) return <span className="text-faint">Not measured</span>;
  return (
    <span className="inline-flex items-center gap-2 whitespace-nowrap">
      <Sparkline values={latenciesMs} label={`Latency of the last ${latenciesMs.length} checks`} />
      <span className="tabular text-muted">{latest < 10 ? latest.toFixed(1) : Math.round(latest)} ms</span>
    </span>
  );
}
