import { Check, CircleDashed, Diff, Equal, type LucideIcon, SkipForward, X } from "lucide-react";
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

/** @param isComparison the run only compared, and changed nothing */
export function outcomeLook(outcome: Outcome, isComparison: boolean): Look {
  return isComparison && outcome === "updated" ? wouldBeUpdated : outcomeLooks[outcome];
}

const wouldBeUpdated: Look = { label: "Would be updated", tone: "neutral", icon: Diff };

export type OutcomeBadgeProps = { outcome: Outcome; isComparison?: boolean };

/** An agent's outcome. */
export function OutcomeBadge({ outcome, isComparison = false }: OutcomeBadgeProps) {
  const { label, tone, icon } = outcomeLook(outcome, isComparison);
  return (
    <Badge tone={tone} icon={icon}>
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

const driftFound = { label: "Drift found", tone: "warn" } as const;

export type RunStatusBadgeProps = { status: RunStatus; foundDrift?: boolean };

/** The status of a run. */
export function RunStatusBadge({ status, foundDrift = false }: RunStatusBadgeProps) {
  const { label, tone } = foundDrift ? driftFound : statusLooks[status];
  return (
    <Badge tone={tone}>
      {status === "running" && <Spinner size={11} />}
      {label}
    </Badge>
  );
}
