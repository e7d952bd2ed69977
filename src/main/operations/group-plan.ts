import { createHash } from "node:crypto";
import { setImmediate } from "node:timers/promises";
import type { Plan, PlannedAgent, PlannedFile } from "../../shared/plan.ts";
import type { OwnValue, PlanGroup } from "../../shared/plan-groups.ts";
import { isWritten } from "../../shared/plan-work.ts";
import { eachRunDiff } from "../database/find-run-diff.ts";
import type { Database } from "../database/open-database.ts";
import { hideTokens } from "./hide-tokens.ts";
import { withoutOwnValues } from "./own-values.ts";
import { readPlan } from "./read-plan.ts";

/** A file of a plan with its diff; undefined where none is kept. */
export type PlannedDiff = { agent: PlannedAgent; file: PlannedFile; diff: string | undefined };

/** A group, and the first agent's file in it, whose diff is shown for all. */
export type GroupWithFirst = PlanGroup & { first: PlannedDiff };

/**
 * Gathers files by what is done to them. Two files are in one group only if the same happens to them for the same reason, to agents
 * that are equally ours, and their diffs are equal byte for byte once each agent's own values are filled in: a conflict is never
 * among changes that lose nothing, and no differing line is hidden. A diff that was cut is equal only where the contents are.
 */
export class PlanGrouping {
  readonly #groups = new Map<string, GroupWithFirst>();

  add(planned: PlannedDiff): void {
    const { agent, file, diff } = planned;
    const { text, own } = diff === undefined ? { text: null, own: [] } : withoutOwnValues(diff, agent);
    const key = keyOf(planned, text, own);
    const group = this.#groups.get(key);
    if (group) {
      group.agentIds.push(agent.agentId);
      return;
    }
    const { name, action, reason } = file;
    const lines = isWritten(action) && diff !== undefined ? countLines(diff) : null;
    this.#groups.set(key, {
      fileName: name,
      action,
      reason,
      agentIds: [agent.agentId],
      lines,
      own,
      first: planned,
    });
  }

  /** What needs a person's eye comes first, then what most agents have. */
  groups(): GroupWithFirst[] {
    const weight = ({ action }: PlanGroup) => (action === "conflict" ? 2 : action === "blocked" ? 1 : 0);
    return [...this.#groups.values()].sort(
      (one, other) => weight(other) - weight(one) || other.agentIds.length - one.agentIds.length,
    );
  }
}

function keyOf({ agent, file, diff }: PlannedDiff, text: string | null, own: OwnValue[]): string {
  const { name, action, reason, moved, isEarlier = false, oursMaskedSha256, theirsMaskedSha256 } = file;
  const isWhole = diff !== undefined && !isCut(diff);
  const contents = !isWritten(action) || isWhole ? null : [oursMaskedSha256, theirsMaskedSha256];
  const foreign = [agent.adopts ?? null, agent.takesOverFrom ?? null];
  const sides = [isEarlier, theirsMaskedSha256 === null];
  return createHash("sha256")
    .update(JSON.stringify([name, action, reason, moved, foreign, sides, contents, own, text]))
    .digest("base64");
}

/** As `fileDiff` ends a diff that is too long. */
function isCut(diff: string): boolean {
  return /\n… \(cut; \d+ characters\)\n$/.test(diff);
}

function countLines(diff: string): { removed: number; added: number } {
  const lines = diff.split("\n");
  const start = lines.findIndex((line) => line.startsWith("@@"));
  const body = start < 0 ? [] : lines.slice(start);
  return {
    removed: body.filter((line) => line.startsWith("-")).length,
    added: body.filter((line) => line.startsWith("+")).length,
  };
}

/** The groups of a plan whose diffs are at hand, such as one from a file. */
export function groupPlan({ agents }: Pick<Plan, "agents">, diffOf: (planned: DiffKey) => string | undefined) {
  const grouping = new PlanGrouping();
  for (const agent of agents) {
    for (const file of agent.files) {
      grouping.add({ agent, file, diff: diffOf({ agentId: agent.agentId, fileName: file.name }) });
    }
  }
  return grouping.groups();
}

type DiffKey = { agentId: string; fileName: string };

/** Other work waits for so many files. */
const filesAtATime = 200;

/**
 * The groups of the plan that a run made. Reads the diffs one by one: a fleet's are too many to have all of them in memory.
 * @throws FlightDeckError not-found
 */
export async function groupRunPlan(database: Database, runId: string): Promise<PlanGroup[]> {
  const { agents } = readPlan(database, runId);
  const grouping = new PlanGrouping();
  const diffOf = eachRunDiff(database, runId);
  let count = 0;
  for (const agent of agents) {
    for (const file of agent.files) {
      if (++count % filesAtATime === 0) await setImmediate();
      const diff = isWritten(file.action) ? diffOf(agent.agentId, file.name) : undefined;
      grouping.add({ agent, file, diff: diff === undefined ? undefined : hideTokens(diff) });
    }
  }
  return grouping.groups().map(({ first: _, ...group }) => group);
}
