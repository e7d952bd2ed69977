import type { ConnectionView } from "../../../shared/views.ts";
import { listAgentRows } from "../../database/agent-rows.ts";
import {
  type GatewayWork,
  listConflictSigns,
  listInterruptedRuns,
  readGatewayWork,
} from "../../database/attention-runs.ts";
import { listBoards } from "../../database/boards.ts";
import { readGatewayChecks } from "../../database/gateway-checks.ts";
import { listGateways } from "../../database/gateways.ts";
import { readLastPulls } from "../../database/mirror/mirror-rows.ts";
import { readMirrorPollSeconds } from "../../database/mirror/mirror-source.ts";
import type { Database } from "../../database/open-database.ts";
import { findPausedBoards } from "../../database/paused-boards.ts";
import { unknownConnection } from "../../gateway/watch-view.ts";
import type { AttentionFacts, MirrorFacts } from "./attention-facts.ts";

/** What only a host that stays open knows. */
export type HostKnowledge = {
  connectionOf: (gatewayId: string) => ConnectionView;
  backupProblem: string | null;
  pushProblems: string[];
};

/** For the command line, which only reads the records. */
export const recordsOnly: HostKnowledge = {
  connectionOf: () => unknownConnection,
  backupProblem: null,
  pushProblems: [],
};

export type ReadFacts = { facts: AttentionFacts; pausedBoards: number };

const noWork: GatewayWork = { lastWork: null, syncedVersion: null, seenVersion: null };

/** Reads everything that `findAttention` decides from; the same few statements however large the fleet is. */
export function readAttentionFacts(database: Database, host: HostKnowledge, nowMs: number): ReadFacts {
  const boardIds = listBoards(database).map(({ id }) => id);
  const paused = findPausedBoards(database, boardIds);
  const work = readGatewayWork(database);
  const checks = readGatewayChecks(database);
  const gateways = listGateways(database).map(({ id, name }) => {
    const connection = host.connectionOf(id);
    const { lastWork, syncedVersion, seenVersion } = work.get(id) ?? noWork;
    const checkEveryMinutes = checks[id]?.everyMinutes ?? 0;
    return {
      id,
      name,
      connection,
      checkEveryMinutes,
      lastWork,
      syncedVersion,
      version: connection.version ?? seenVersion,
    };
  });
  const facts = {
    nowMs,
    gateways,
    agents: listAgentRows(database, {}).filter(({ boardId }) => boardId === null || !paused.has(boardId)),
    interrupted: listInterruptedRuns(database),
    mirror: readMirrorFacts(database, host),
    backupProblem: host.backupProblem,
  };
  return { facts, pausedBoards: paused.size };
}

function readMirrorFacts(database: Database, { pushProblems }: HostKnowledge): MirrorFacts | null {
  const pollSeconds = readMirrorPollSeconds(database);
  if (pollSeconds === null) return null;
  const { last, good } = readLastPulls(database);
  return {
    pollSeconds,
    pulledAt: good?.finishedAt ?? null,
    error: last?.error ? { code: last.error.code, message: last.error.message } : null,
    conflicts: listConflictSigns(database),
    pushProblems,
  };
}
