import { knownStatus } from "../../shared/known-status.ts";
import { useHasSource } from "../api/use-mirror.ts";
import { useTimeText } from "../time/use-now.ts";
import { type DotTone, StatusDot } from "./status-dot.tsx";

const tones: Record<string, DotTone> = {
  online: "ok",
  provisioned: "ok",
  healthy: "ok",
  provisioning: "busy",
  updating: "busy",
  offline: "neutral",
  failed: "danger",
  error: "danger",
};

export type AgentStatusProps = { status: string; error: string | null; lastSeenAt: string | null };

/** An agent's status, with the error of its last provisioning if that failed. */
export function AgentStatus({ status, error, lastSeenAt }: AgentStatusProps) {
  const hasSource = useHasSource();
  const known = useTimeText((nowMs) => knownStatus({ status, lastSeenAt }, hasSource, nowMs));
  return (
    <span title={error ?? undefined} className="inline-flex items-center gap-2">
      <StatusDot tone={error ? "danger" : (tones[known.toLowerCase()] ?? "neutral")} />
      {error ? "Not provisioned" : known.charAt(0).toUpperCase() + known.slice(1)}
    </span>
  );
}
