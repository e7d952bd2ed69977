import { type DotTone, StatusDot } from "./status-dot.tsx";

const tones: Record<string, DotTone> = {
  online: "ok",
  healthy: "ok",
  provisioning: "busy",
  updating: "busy",
  offline: "neutral",
  failed: "danger",
  error: "danger",
};

/** An agent's status in Mission Control, with the error of its last provisioning if that failed. */
export function AgentStatus({ status, error }: { status: string; error: string | null }) {
  return (
    <span title={error ?? undefined} className="inline-flex items-center gap-2">
      <StatusDot tone={error ? "danger" : (tones[status.toLowerCase()] ?? "neutral")} />
      {error ? "Not provisioned" : status.charAt(0).toUpperCase() + status.slice(1)}
    </span>
  );
}
