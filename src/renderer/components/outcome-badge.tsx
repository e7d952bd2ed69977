import { Check, CircleDashed, Equal, type LucideIcon, SkipForward, X } from "lucide-react";
import type { Outcome, RunStatus } from "../../shared/sync.ts";
import { Badge, type Tone } from "./badge.tsx";
import { Spinner } from "./spinner.tsx";

type Look = { label: string; tone: Tone; icon: LucideIcon };

export const outcomeLooks: Record<Outcome, Look> = {
  updated: { label: "Updated", tone: "ok", icon: Check },
  unchanged: { label: "Unchanged", tone: "accent", icon: Equal },
  skipped: { label: "Skipped", tone: "warn", icon: SkipForward },
  failed: { label: "Failed", tone: "danger", icon: X },
  "not-attempted": { label: "Not attempted", tone: "neutral", icon: CircleDashed },
};

/** An agent's outcome. */
export function OutcomeBadge({ outcome, title }: { outcome: Outcome; title?: string }) {
  const { label, tone, icon } = outcomeLooks[outcome];
  return (
    <Badge tone={tone} icon={icon} title={title}>
      {label}
    </Badge>
  );
}

export const statusLooks: Record<RunStatus, { label: string; tone: Tone }> = {
  running: { label: "Running", tone: "accent" },
  succeeded: { label: "Succeeded", tone: "ok" },
  failed: { label: "Finished with errors", tone: "danger" },
  unreachable: { label: "Gateway unreachable", tone: "danger" },
  cancelled: { label: "Cancelled", tone: "warn" },
  interrupted: { label: "Interrupted", tone: "warn" },
};

/** The status of a run. */
export function RunStatusBadge({ status }: { status: RunStatus }) {
  const { label, tone } = statusLooks[status];
  return (
    <Badge tone={tone}>
      {status === "running" && <Spinner size={11} />}
      {label}
    </Badge>
  );
}
