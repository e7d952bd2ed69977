import { countOutcomes } from "../../shared/count-outcomes.ts";
import { FlightDeckError, hintsOf } from "../../shared/errors.ts";
import { type Orphan, type OrphanDeletion, orphanName } from "../../shared/orphans.ts";
import type { Gateway } from "../../shared/records.ts";
import type { AgentOutcome } from "../../shared/sync.ts";
import { syncOptionsSchema } from "../../shared/sync-options.ts";
import { awakeTimeout } from "../awake/awake.ts";
import { durably } from "../database/durably.ts";
import { recordFileWriteIntents, recordFileWriteResults } from "../database/file-writes.ts";
import { forgetRosterMember } from "../database/gateway-rosters.ts";
import { readGateway } from "../database/gateways.ts";
import { createRun, finishRun, recordAgentOutcomes, recordRunErrors } from "../database/runs.ts";
import type { Delivery } from "../gateway/call-options.ts";
import type { GatewayConnection } from "../gateway/connection.ts";
import { removeAgent } from "../gateway/remove-agent.ts";
import { requireAddress } from "../gateway/require-address.ts";
import { type GatewaySession, openSession } from "../gateway/session.ts";
import { sha256Hex } from "../provisioning/model/sha256-hex.ts";
import type { WorkspaceContents } from "../provisioning/model/workspace-move.ts";
import { tokenFileName } from "../provisioning/observe/observe-agent.ts";
import { readContents } from "../provisioning/observe/read-contents.ts";
import { errorRow } from "../provisioning/report/run-tally.ts";
import { findCandidates } from "../provisioning/tokens/find-candidates.ts";
import { maskGatewayToken, maskOtherTokens, maskTokenLines } from "../provisioning/tokens/mask-token.ts";
import { callSoon } from "./call-soon.ts";
import { confirmName } from "./confirm-name.ts";
import { findOrphan } from "./find-orphan.ts";
import type { RouterServices } from "./operation-services.ts";
import { whileNoRun } from "./while-no-run.ts";

export type OrphanDeletionRequest = {
  gatewayId: string;
  /** The agent's id on the gateway, or its name there. */
  wanted: string;
  confirmName: string;
};

type Services = Pick<RouterServices, "database" | "vault" | "connections" | "dataDir"> & {
  changes?: RouterServices["changes"];
  startedBy: string;
};

/** A gateway takes about 3 s per deletion; one that restarts for it takes longer. */
const timeoutMs = 60_000;
/** What an agent has learned. */
const agentsOwn = ["USER.md", "MEMORY.md", "memory.md"];

/**
 * Deletes an agent without a record on its gateway. Its own files are copied into the history first; its workspace stays on the
 * gateway's host.
 * @throws FlightDeckError not-found, bad-input, run-in-progress, gateway-no-url, gateway-unreachable; and as `GatewayConnection.call`
 */
export async function deleteOrphan(
  services: Services,
  { gatewayId, wanted, confirmName: typed }: OrphanDeletionRequest,
  signal?: AbortSignal,
): Promise<OrphanDeletion> {
  const gateway = readGateway(services.database, gatewayId);
  requireAddress(gateway);
  const work = async (connection: GatewayConnection) => {
    const found = await callSoon(connection, { timeoutMs, signal }, async (limit) => {
      const session = await openSession(connection, limit);
      const orphan = findOrphan(services.database, gateway, session, wanted);
      confirmName("agent", orphanName(orphan), typed);
      refuseIfNeeded(orphan);
      const { key } = orphan;
      const contents = await readContents({ session, key, workspace: orphan.workspace ?? undefined, signal: limit });
      return { session, orphan, contents };
    });
    return copyAndDelete(services, { gateway, ...found });
  };
  const deletion = await whileNoRun(services, gateway, () => services.connections.use(gatewayId, work));
  services.changes?.emit("gateways", "runs");
  return deletion;
}

/** @throws FlightDeckError bad-input */
function refuseIfNeeded(orphan: Orphan): void {
  if (orphan.whyKept === null) return;
  const message = `Agent "${orphanName(orphan)}" was not deleted. ${orphan.whyKept}.`;
  throw new FlightDeckError("bad-input", message, hintsOf("bad-input").orphanKept);
}

type Deletion = {
  gateway: Gateway;
  session: GatewaySession;
  orphan: Orphan;
  contents: WorkspaceContents;
};

async function copyAndDelete(services: Services, deletion: Deletion): Promise<OrphanDeletion> {
  const { database, vault, startedBy } = services;
  const { gateway, session, orphan, contents } = deletion;
  const name = orphanName(orphan);
  const agent = { agentId: recordIdOf(orphan), agentName: name, boardId: null, isMain: orphan.isMain };
  const copies = maskedCopies(session, contents);
  const facts = { gatewayId: gateway.id, gatewayName: gateway.name, kind: "delete-orphan" as const, startedBy };
  const options = syncOptionsSchema.parse({ gatewayId: gateway.id });
  const runId = durably(database, () => {
    const { id } = createRun(database, { ...facts, options }, { agents: [agent] });
    const intents = copies.map(({ fileName, maskedText }) => ({
      agentId: agent.agentId,
      fileName,
      theirsMaskedSha256: sha256Hex(maskedText),
      oursMaskedSha256: sha256Hex(""),
      replaces: { source: "found" as const, maskedText, diff: null },
      writes: null,
    }));
    recordFileWriteIntents(database, vault, id, intents);
    return id;
  });
  const delivery: Delivery = { mayHaveArrived: false };
  const end = (outcome: AgentOutcome, error: unknown) =>
    database.sqlite.transaction(() => {
      // If the deletion may have arrived, the copies may be all that is left.
      const state = error === null ? "written" : delivery.mayHaveArrived ? "unknown" : "not-written";
      const { agentId } = agent;
      recordFileWriteResults(
        database,
        runId,
        copies.map(({ fileName }) => ({ agentId, fileName, state })),
      );
      recordAgentOutcomes(database, runId, [outcome]);
      const errors = error === null ? [] : [{ ...errorRow(error, null), agentId, agentName: name }];
      recordRunErrors(database, runId, errors);
      finishRun(database, runId, {
        status: error === null ? "succeeded" : "failed",
        report: {
          runId,
          gatewayId: gateway.id,
          dialect: session.dialect.name,
          gatewayVersion: session.version,
          includeMain: options.includeMain,
          resetSessions: false,
          ...countOutcomes([outcome]),
          errors,
          agents: [outcome],
          stats: { durationMs: null, rpcCalls: null, configWrites: null, fileWrites: null, retries: null },
        },
      });
      if (error === null) forgetRosterMember(database, gateway.id, orphan.key);
    })();
  const nothing = { filesWritten: [], filesUnchanged: [], filesPreserved: [], filesUncertain: [] };
  try {
    await deleteOnGateway(session.connection, orphan, delivery);
    end({ ...agent, ...nothing, outcome: "updated", reason: "deleted" }, null);
  } catch (error) {
    end({ ...agent, ...nothing, outcome: "failed", reason: "error" }, error);
    throw error;
  }
  return {
    key: orphan.key,
    name,
    workspace: orphan.workspace ?? (contents.path || null),
    runId,
    copied: copies.map(({ fileName }) => fileName),
    notCopied: contents.unreadable.filter(({ name: file }) => agentsOwn.includes(file)),
  };
}

/**
 * The files stay, also those that no gateway shows. Once it is sent, the deletion is tried until the gateway answers: only that
 * tells whether the agent is gone.
 */
async function deleteOnGateway(connection: GatewayConnection, orphan: Orphan, delivery: Delivery): Promise<void> {
  const limit = awakeTimeout(timeoutMs);
  try {
    await removeAgent(connection, { agentKey: orphan.key, deleteFiles: false }, { signal: limit, delivery });
  } catch (error) {
    if (!limit.aborted) throw error;
    throw new FlightDeckError(
      "gateway-unreachable",
      `Gateway "${connection.target.name}" did not answer within ${timeoutMs / 1000} s. Agent "${orphanName(orphan)}" may be deleted there.`,
      hintsOf("gateway-unreachable").tryAgain,
    );
  }
}

/** The id of the record that the agent had, if its id on the gateway says it. */
function recordIdOf({ key }: Orphan): string {
  return /^mc-(?!gateway-)(.*)$/.exec(key.toLowerCase())?.[1] ?? key;
}

function maskedCopies(
  session: GatewaySession,
  { files }: WorkspaceContents,
): { fileName: string; maskedText: string }[] {
  const { words } = findCandidates(files.get(tokenFileName(session.dialect)) ?? null, session.dialect.toolsHome);
  const gatewayToken = session.connection.target.token;
  return agentsOwn.flatMap((fileName) => {
    const text = files.get(fileName);
    if (text === undefined) return [];
    const maskedText = maskTokenLines(maskGatewayToken(maskOtherTokens(text, words), gatewayToken));
    return [{ fileName, maskedText }];
  });
}
