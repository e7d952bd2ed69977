import {
  BellRing,
  Check,
  CircleDashed,
  Diff,
  Equal,
  type LucideIcon,
  SkipForward,
  Trash2,
  UserPlus,
  X,
} from "lucide-react";
import { allSkipped } from "../../shared/all-skipped.ts";
import { foundDrift } from "../../shared/found-drift.ts";
import { doneWord, type RunNature } from "../../shared/run-kinds.ts";
import type { RunRow } from "../../shared/run-views.ts";
import type { Outcome, RunStatus } from "../../shared/sync.ts";
import type { GatewayRow } from "../../shared/views.ts";
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

const doneLooks: Record<ReturnType<typeof doneWord>, Look> = {
  updated: outcomeLooks.updated,
  "out of date": { label: "Would be updated", tone: "neutral", icon: Diff },
  woken: { label: "Woken", tone: "ok", icon: BellRing },
  deleted: { label: "Deleted", tone: "ok", icon: Trash2 },
  adopted: { label: "Adopted", tone: "ok", icon: UserPlus },
};

/** @param run of which the agent has this outcome: some compare, wake or delete agents, and update nothing */
export function outcomeLook(outcome: Outcome, run?: RunNature): Look {
  return outcome === "updated" && run ? doneLooks[doneWord(run)] : outcomeLooks[outcome];
}

export type OutcomeBadgeProps = { outcome: Outcome; run?: RunNature };

/** An agent's outcome. */
export function OutcomeBadge({ outcome, run }: OutcomeBadgeProps) {
  const { label, tone, icon } = outcomeLook(outcome, run);
  return (
    <Badge tone={tone} icon={icon}>
      {label}
    </Badge>
  );
}

type StatusLook = { label: string; tone: Tone };

export const statusLooks: Record<RunStatus, StatusLook> = {
  running: { label: "Running", tone: "accent" },
  succeeded: { label: "Succeeded", tone: "ok" },
  failed: { label: "Finished with errors", tone: "danger" },
  unreachable: { label: "Gateway unreachable", tone: "danger" },
  cancelled: { label: "Cancelled", tone: "warn" },
  interrupted: { label: "Interrupted", tone: "warn" },
};

/** A run, or what a gateway's row has of its last one. */
type ShownRun = RunRow | NonNullable<GatewayRow["lastRun"]>;

/** How a run ended. One that found drift or skipped every agent is no plain success. */
export function runLook(run: ShownRun): StatusLook {
  const { isDrift, isIdle } =
    "counts" in run
      ? { isDrift: foundDrift(run), isIdle: allSkipped(run) }
      : { isDrift: run.foundDrift, isIdle: run.allSkipped };
  if (isDrift) return { label: "Drift found", tone: "warn" };
  return isIdle ? { label: "All skipped", tone: "warn" } : statusLooks[run.status];
}

/** The status of a run. */
export function RunStatusBadge({ run }: { run: ShownRun }) {
  const { label, tone } = runLook(run);
  return (
    <Badge tone={tone}>
      {run.status === "running" && <Spinner size={11} />}
      {label}
    </Badge>
  );
}
