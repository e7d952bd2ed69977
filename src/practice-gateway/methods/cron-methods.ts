import { createHash } from "node:crypto";
import { type CronJob, nextRunAtMs, stateOf, type Turns } from "../cron-store.ts";
import type { Call, MethodTable } from "../method.ts";
import { checkParams } from "../validate-params.ts";
import { invalidRequest } from "../wire.ts";

type ListParams = {
  limit?: number;
  offset?: number;
  agentId?: string;
  query?: string;
  includeDisabled?: boolean;
  sortBy?: "nextRunAtMs" | "updatedAtMs" | "name";
  sortDir?: "asc" | "desc";
  compact?: boolean;
};
type ScratchParams = { id?: string; jobId?: string };
type SetParams = ScratchParams & { content: string | null; expectedRevision?: number };

const scratchMaxBytes = 262_144;

export const cronMethods: MethodTable = {
  "cron.list": (call) => {
    const params = checkParams<ListParams>(call.state.profile, "cron.list", call.params);
    const query = params.query?.trim().toLowerCase() ?? "";
    const found = call.state.cron.jobs.filter(
      (job) =>
        (job.enabled || params.includeDisabled === true) &&
        (params.agentId === undefined || job.agentId === params.agentId) &&
        (query === "" || `${job.name} ${job.displayName}`.toLowerCase().includes(query)),
    );
    const jobs = inOrder(found, params);
    const limit = params.limit ?? 50;
    const offset = Math.min(params.offset ?? 0, jobs.length);
    const hasMore = offset + limit < jobs.length;
    const describe = params.compact ? describeBriefly : describeJob;
    const page = jobs.slice(offset, offset + limit).map((job) => describe(job, call.state));
    const paging = { total: jobs.length, offset, limit, hasMore, nextOffset: hasMore ? offset + limit : null };
    if (call.state.profile.dialect === "classic") return { jobs: page, ...paging };
    return { jobs: page, snapshotRevision: revisionOf(jobs.map((job) => job.id + job.updatedAtMs)), ...paging };
  },
};

/** Only in versions that have them; the heartbeat text of an agent is in the scratch of its heartbeat job. */
export const scratchMethods: MethodTable = {
  "cron.scratch.get": (call) => {
    const params = checkParams<ScratchParams>(call.state.profile, "cron.scratch.get", call.params);
    const { scratch, revision } = call.state.cron.scratch(jobOf(call, params).id);
    return { scratch, currentRevision: revision, maxBytes: scratchMaxBytes };
  },

  "cron.scratch.set": (call) => {
    const params = checkParams<SetParams>(call.state.profile, "cron.scratch.set", call.params);
    const { cron } = call.state;
    const { id } = jobOf(call, params);
    const currentRevision = cron.scratch(id).revision;
    if (params.expectedRevision !== undefined && params.expectedRevision !== currentRevision)
      return { ok: false, reason: "revision-conflict", currentRevision };
    const { scratch, revision } = cron.setScratch(id, params.content);
    return { ok: true, scratch, currentRevision: revision, maxBytes: scratchMaxBytes };
  },
};

function jobOf(call: Call, params: ScratchParams): CronJob {
  const id = params.id ?? params.jobId ?? "";
  const job = call.state.cron.find(id);
  if (job) return job;
  const next =
    "List automations and retry with a current job id. For cross-session management, use a fresh authenticated configured channel owner or Control UI administrator turn or the Automations page.";
  throw invalidRequest(`Automation not found: ${id}. ${next}`, { code: "CRON_JOB_NOT_FOUND", jobId: id });
}

/** Jobs are sorted by their next run. */
function inOrder(jobs: CronJob[], { sortBy = "nextRunAtMs", sortDir = "asc" }: ListParams): CronJob[] {
  if (sortBy === "nextRunAtMs") return sortDir === "asc" ? jobs : jobs.toReversed();
  const factor = sortDir === "asc" ? 1 : -1;
  const byName = new Intl.Collator(undefined, { sensitivity: "base" }).compare;
  return jobs.toSorted((left, right) => {
    const order = sortBy === "name" ? byName(left.name, right.name) : left.updatedAtMs - right.updatedAtMs;
    return order === 0 ? left.id.localeCompare(right.id) : factor * order;
  });
}

function describeBriefly(job: CronJob, turns: Turns): object {
  const state = stateOf(job, turns) as Partial<Record<string, unknown>>;
  const { id, name, agentId, updatedAtMs, declarationKey, displayName, enabled, everyMs, anchorMs, calendar } = job;
  const isCalendar = calendar !== undefined;
  return {
    id,
    name,
    ...(agentId === undefined ? {} : { agentId }),
    updatedAtMs,
    declarationKey,
    displayName,
    enabled,
    nextRunAtMs: state.nextRunAtMs ?? null,
    scheduleKind: isCalendar ? "cron" : "every",
    schedule: isCalendar ? { kind: "cron", expr: calendar } : { kind: "every", everyMs, anchorMs },
    lastRunAtMs: state.lastRunAtMs ?? null,
    lastRunStatus: state.lastRunStatus ?? null,
    lastRunError: state.lastError ?? null,
  };
}

function describeJob(job: CronJob, turns: Turns): object {
  const { everyMs, anchorMs, kind, calendar, lacksRoute: _, ...described } = job;
  const isHeartbeat = kind === "heartbeat";
  return {
    ...described,
    schedule: calendar === undefined ? { kind: "every", everyMs, anchorMs } : { kind: "cron", expr: calendar },
    sessionTarget: isHeartbeat ? "main" : "isolated",
    wakeMode: "next-heartbeat",
    payload: isHeartbeat ? { kind } : { kind, message: "Work that OpenClaw plans for itself." },
    state: stateOf(job, turns),
    configRevision: revisionOf([job.id, String(everyMs)]),
    ...(job.enabled ? { nextRunAtMs: nextRunAtMs(job) } : {}),
    ...(job.agentId === undefined ? {} : { effectiveAgentId: job.agentId }),
  };
}

function revisionOf(parts: string[]): string {
  return `sha256:${createHash("sha256").update(parts.join("\n")).digest("base64url")}`;
}
