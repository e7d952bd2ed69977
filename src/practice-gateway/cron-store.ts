import { createHash, randomUUID } from "node:crypto";
import type { JsonObject } from "../shared/records.ts";
import type { Roster } from "./roster.ts";

export type CronJob = {
  id: string;
  declarationKey: string;
  /** Absent for a job of the gateway itself. */
  agentId?: string;
  displayName: string;
  name: string;
  everyMs: number;
  enabled: boolean;
  /** The time within its interval at which the job runs. */
  anchorMs: number;
  kind: "heartbeat" | "agentTurn";
  /** Whether the heartbeat would deliver to a chat. No session here has one, so it is skipped every time. */
  lacksRoute?: boolean;
  /** Shown instead of the interval for jobs with a calendar schedule. */
  calendar?: string;
  createdAtMs: number;
  updatedAtMs: number;
};
/** How the turns of agents end, and how long they take. */
export type Turns = { turnFailure: string | null; turnMs: number };
/** `agents.defaults.heartbeat`, and whether it reaches more agents than the default one. */
export type HeartbeatDefaults = { heartbeat: JsonObject | undefined; reachAll: boolean };
export type Scratch = { content: string; revision: number; updatedAtMs: number };

const defaultHeartbeatMs = 30 * 60_000;
const dayMs = 24 * 60 * 60_000;
const weekMs = 7 * dayMs;
const unitMs: Record<string, number> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: dayMs };

/** The automations a current gateway declares for its agents, and the scratch of each. */
export class CronStore {
  readonly #jobs = new Map<string, CronJob>();
  readonly #scratches = new Map<string, { scratch: Scratch | null; revision: number }>();
  #sorted: CronJob[] | undefined;

  /**
   * Declares the jobs of a roster: a heartbeat per agent that has one (if none has, for those that the defaults reach), a weekly
   * skill review per agent, and one job of the gateway itself. Jobs of removed agents are deleted with their scratch.
   *
   * @param dead agents of the roster that get no new jobs
   */
  declare(roster: Roster, dead: string[], defaults: HeartbeatDefaults): { added: CronJob[]; removed: CronJob[] } {
    const wanted = wantedJobs(roster, defaults);
    const added: CronJob[] = [];
    const removed: CronJob[] = [];
    for (const [declarationKey, job] of this.#jobs) {
      if (wanted.has(declarationKey)) continue;
      this.#jobs.delete(declarationKey);
      this.#scratches.delete(job.id);
      removed.push(job);
    }
    for (const [declarationKey, spec] of wanted) {
      const known = this.#jobs.get(declarationKey);
      const nowMs = Date.now();
      if (!known && dead.includes(spec.agentId ?? "")) continue;
      if (!known) {
        const anchorMs = anchorOf(declarationKey, spec.everyMs);
        const job = { ...spec, id: randomUUID(), declarationKey, anchorMs, createdAtMs: nowMs, updatedAtMs: nowMs };
        this.#jobs.set(declarationKey, job);
        added.push(job);
      } else if (!isSame(known, spec)) {
        const anchorMs = anchorOf(declarationKey, spec.everyMs);
        Object.assign(known, spec, { anchorMs, updatedAtMs: nowMs });
      }
    }
    this.#sorted = undefined;
    return { added, removed };
  }

  /** All jobs, the next to run first. */
  get jobs(): CronJob[] {
    this.#sorted ??= [...this.#jobs.values()].sort((left, right) => nextRunAtMs(left) - nextRunAtMs(right));
    return this.#sorted;
  }

  find(id: string): CronJob | undefined {
    return this.jobs.find((job) => job.id === id);
  }

  heartbeatOf(agentId: string): CronJob | undefined {
    return this.#jobs.get(`heartbeat:${agentId}`);
  }

  remove({ declarationKey, id }: CronJob): void {
    this.#jobs.delete(declarationKey);
    this.#scratches.delete(id);
    this.#sorted = undefined;
  }

  scratch(id: string): { scratch: Scratch | null; revision: number } {
    return this.#scratches.get(id) ?? { scratch: null, revision: 0 };
  }

  setScratch(id: string, content: string | null): { scratch: Scratch | null; revision: number } {
    const revision = this.scratch(id).revision + 1;
    const stored = { scratch: content === null ? null : { content, revision, updatedAtMs: Date.now() }, revision };
    this.#scratches.set(id, stored);
    return stored;
  }
}

function isSame(known: CronJob, spec: JobSpec): boolean {
  return known.everyMs === spec.everyMs && known.enabled === spec.enabled && known.lacksRoute === spec.lacksRoute;
}

/** The anchor is derived from the key, so that a thousand heartbeats are spread over time. */
function anchorOf(declarationKey: string, everyMs: number): number {
  return createHash("sha256").update(declarationKey).digest().readUInt32BE(0) % everyMs;
}

export function nextRunAtMs(job: CronJob): number {
  return Math.ceil((job.updatedAtMs - job.anchorMs) / job.everyMs) * job.everyMs + job.anchorMs;
}

/** How often a job has run so far, when last, and when it runs next; it never runs while it is disabled. */
export function heartbeatRuns(job: CronJob, nowMs = Date.now()) {
  const firstAtMs = nextRunAtMs(job);
  const runs = job.enabled && nowMs >= firstAtMs ? Math.floor((nowMs - firstAtMs) / job.everyMs) + 1 : 0;
  if (runs === 0) return { runs, lastRunAtMs: null, nextRunAtMs: firstAtMs };
  const lastRunAtMs = firstAtMs + (runs - 1) * job.everyMs;
  return { runs, lastRunAtMs, nextRunAtMs: lastRunAtMs + job.everyMs };
}

/** The results of a job's runs so far, as `cron.list` returns them. */
export function stateOf(job: CronJob, { turnFailure, turnMs }: Turns): object {
  if (!job.enabled) return {};
  const { runs, lastRunAtMs, nextRunAtMs: next } = heartbeatRuns(job);
  if (lastRunAtMs === null) return { nextRunAtMs: next };
  const times = { nextRunAtMs: next, lastRunAtMs };
  const result = (status: string, durationMs: number) => ({
    lastRunStatus: status,
    lastStatus: status,
    lastDurationMs: durationMs,
    lastDeliveryStatus: "not-requested",
    consecutiveErrors: status === "error" ? runs : 0,
    consecutiveSkipped: status === "skipped" ? runs : 0,
  });
  if (job.lacksRoute) return { ...times, ...result("skipped", 2), lastError: "heartbeat skipped: no-route" };
  if (turnFailure === null) return { ...times, ...result("ok", turnMs) };
  return { ...times, ...result("error", turnMs), lastError: "heartbeat failed: agent-runner-failure" };
}

/** The milliseconds of a duration such as `10m` or `1h30m`, in minutes when it has no unit; undefined for any other text. */
export function durationMs(text: string): number | undefined {
  const value = text.trim().toLowerCase();
  if (!/^(\d+(\.\d+)?|(\d+(\.\d+)?(ms|s|m|h|d))+)$/.test(value)) return undefined;
  const parts = value.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h|d)?/g);
  return [...parts].reduce((sum, [, amount, unit]) => sum + Number(amount) * (unitMs[unit ?? "m"] ?? 0), 0);
}

type JobSpec = Omit<CronJob, "id" | "declarationKey" | "anchorMs" | "createdAtMs" | "updatedAtMs">;

function reached({ heartbeat, reachAll }: HeartbeatDefaults, defaultId: string, agentId: string): boolean {
  if (typeof heartbeat?.agentId === "string") return heartbeat.agentId === agentId;
  return agentId === defaultId || (reachAll && heartbeat !== undefined);
}

function wantedJobs(roster: Roster, defaults: HeartbeatDefaults): Map<string, JobSpec> {
  const wanted = new Map<string, JobSpec>([
    [
      "memory-core:memory-dreaming-promotion",
      {
        displayName: "Memory Dreaming Promotion",
        name: "Memory Dreaming Promotion",
        everyMs: dayMs,
        enabled: true,
        kind: "agentTurn",
        calendar: "0 3 * * *",
      },
    ],
  ]);
  const agents = [...roster.byId.values()];
  const anyExplicit = agents.some((agent) => agent.heartbeat !== undefined);
  for (const { id: agentId, heartbeat } of agents) {
    const isReached = reached(defaults, roster.defaultId, agentId);
    const isImplied = !anyExplicit && isReached;
    if (heartbeat || isImplied) {
      const merged = { ...defaults.heartbeat, ...heartbeat };
      const every = typeof merged.every === "string" ? durationMs(merged.every) : undefined;
      wanted.set(`heartbeat:${agentId}`, {
        agentId,
        displayName: `Heartbeat (${agentId})`,
        name: `heartbeat-${agentId}`,
        everyMs: every || defaultHeartbeatMs,
        // "0m" turns a heartbeat off.
        enabled: every !== 0,
        kind: "heartbeat",
        lacksRoute: ["last", "owner", undefined].includes(merged.target as string | undefined),
      });
    }
    wanted.set(`skill-collection-review:${agentId}`, {
      agentId,
      displayName: `Skill collection review (${agentId})`,
      name: `skill-collection-review-${agentId}`,
      everyMs: weekMs,
      enabled: true,
      kind: "agentTurn",
    });
  }
  return wanted;
}
