import { FlightDeckError, hintsOf } from "../../shared/errors.ts";
import { runKinds } from "../../shared/run-kinds.ts";
import { onlyAgents, type SyncOptions, syncOptionsSchema } from "../../shared/sync-options.ts";
import { readAgent, readAgentsById } from "../database/agents.ts";
import { listFileVersions } from "../database/file-versions.ts";
import type { Database } from "../database/open-database.ts";
import { readRun } from "../database/read-runs.ts";
import { findVersionToRestore, readUndoJournal } from "../database/undo-journal.ts";
import { decideUndo } from "../provisioning/desired/decide-restores.ts";

/**
 * The options of the plan that undoes a run: it brings back what the run's files had before. What moved since is a conflict.
 * @throws FlightDeckError not-found; bad-input when the run is in progress, or wrote no file of an agent that has a record
 */
export function undoOptions(database: Database, runId: string): SyncOptions {
  const { run } = readRun(database, runId);
  if (run.status === "running") throw cannotUndo(runId, "it is still in progress");
  if (!runKinds[run.kind].writes || run.options.dryRun === true) throw cannotUndo(runId, "it wrote nothing");
  const files = decideUndo(readUndoJournal(database, runId));
  if (files.length === 0) throw cannotUndo(runId, "it wrote no file");
  const agentIds = [...new Set(files.map(({ agentId }) => agentId))];
  const known = [...readAgentsById(database, agentIds).values()].filter(({ gatewayId }) => gatewayId === run.gatewayId);
  if (known.length === 0) throw cannotUndo(runId, "none of its agents has a record on this gateway now");
  const { userId = null } = run.options;
  return syncOptionsSchema.parse({
    gatewayId: run.gatewayId,
    userId,
    dryRun: true,
    restore: { runId },
    ...onlyAgents(known.map(({ id, boardId }) => ({ agentId: id, isMain: boardId === null }))),
  });
}

export type FileToRestore = { agentId: string; fileName: string; versionId: number };

/**
 * The options of the plan that brings one version of a file back.
 * @throws FlightDeckError not-found
 */
export function restoreOptions(database: Database, file: FileToRestore): SyncOptions {
  const { agentId, fileName } = file;
  const { id, name, boardId, gatewayId } = readAgent(database, agentId);
  if (!findVersionToRestore(database, file)) {
    throw new FlightDeckError(
      "not-found",
      `There is no such version of ${fileName} of agent "${name}".`,
      hintsOf("not-found").fileVersion,
    );
  }
  return syncOptionsSchema.parse({
    gatewayId,
    dryRun: true,
    restore: file,
    ...onlyAgents([{ agentId: id, isMain: boardId === null }]),
  });
}

/**
 * The last version of a file with another content than its latest one.
 * @throws FlightDeckError not-found
 */
export function latestEarlierVersion(
  database: Database,
  { agentId, fileName }: Omit<FileToRestore, "versionId">,
): number {
  const versions = listFileVersions(database, agentId, fileName);
  const latest = versions.at(-1);
  const earlier = versions.findLast(({ maskedSha256 }) => maskedSha256 !== latest?.maskedSha256);
  if (earlier) return earlier.id;
  throw new FlightDeckError(
    "not-found",
    `No earlier version of ${fileName} of agent "${readAgent(database, agentId).name}" is kept.`,
    hintsOf("not-found").fileVersion,
  );
}

/**
 * The same for what a run replaced in one file.
 * @throws FlightDeckError not-found
 */
export function replacedOptions(
  database: Database,
  runId: string,
  { agentId, fileName }: { agentId: string; fileName: string },
): SyncOptions {
  const write = readUndoJournal(database, runId).find(
    (each) => each.agentId === agentId && each.fileName === fileName && each.state !== "not-written",
  );
  return restoreOptions(database, { agentId, fileName, versionId: write?.replaced?.id ?? 0 });
}

function cannotUndo(runId: string, why: string): FlightDeckError {
  return new FlightDeckError(
    "bad-input",
    `Run ${runId.slice(0, 8)} cannot be undone: ${why}.`,
    hintsOf("bad-input").notUndoable,
  );
}
