import { setImmediate as breathe } from "node:timers/promises";
import { FlightDeckError } from "../../../shared/errors.ts";
import type { MirrorProgress, MirrorPullReport } from "../../../shared/mirror.ts";
import { nowTimestamp } from "../../../shared/records.ts";
import { readLastPulls, saveMirrorPull } from "../../database/mirror/mirror-rows.ts";
import type { MirrorSource } from "../../database/mirror/mirror-source.ts";
import { SnapshotStage } from "../../database/mirror/snapshot-stage.ts";
import type { Database } from "../../database/open-database.ts";
import type { Vault } from "../../vault/vault.ts";
import { closeConnection, connectToSource } from "../source/connect-to-source.ts";
import { sourceError } from "../source/explain-source-error.ts";
import { connectionOf, requireSource } from "../source/require-source.ts";
import { applySnapshot } from "./apply-snapshot.ts";
import { readSnapshot, type Snapshot } from "./read-snapshot.ts";

export type PullRequest = {
  database: Database;
  vault: Vault;
  /** Reads every row, whether it has changed or not. */
  full: boolean;
  applicationName: string;
  onProgress?: (progress: MirrorProgress) => void;
  signal?: AbortSignal | undefined;
};

/** Rows whose changes PostgreSQL cannot show, such as backdated commands, are found by reading all rows once a day. */
const fullEveryMs = 24 * 60 * 60_000;

/** Far more than the slowest query takes: finding the commands in a chat of some million lines. */
const silenceMs = 120_000;

/**
 * Makes the records here what Mission Control's database has: one snapshot, applied in one transaction. A pull that fails or
 * is cut off changes nothing, and is kept in the history of pulls with its reason. One at a time per process.
 * @throws FlightDeckError mirror-not-set, mirror-unreachable, mirror-refused, mirror-schema, mirror-emptied, vault-key; the
 * reason of `signal`
 */
export async function pullFromSource(request: PullRequest): Promise<MirrorPullReport> {
  const { database, vault, signal } = request;
  const source = requireSource(database, vault);
  const startedAt = nowTimestamp();
  const stage = new SnapshotStage(database);
  const changedSince = request.full ? null : lastPullTime(database, source);
  const isFull = changedSince === null;
  try {
    const snapshot = await takeSnapshot(request, source, { stage, changedSince });
    signal?.throwIfAborted();
    // The window may draw once more before everything is applied.
    await breathe();
    const facts = { startedAt, isFull, setAt: source.setAt, mayEmpty: request.full };
    return applySnapshot({ db: database, vault, stage }, snapshot, facts);
  } catch (error) {
    if (!signal?.aborted) recordFailure(database, { startedAt, isFull }, error);
    throw error;
  } finally {
    stage.clear();
  }
}

/** PostgreSQL's time at the last pull; null if all rows are due: at first, once a day, and at a new address. */
function lastPullTime(database: Database, { setAt }: MirrorSource): string | null {
  const { good, full } = readLastPulls(database);
  if (!good || !full || full.startedAt < setAt) return null;
  return Date.now() - Date.parse(full.startedAt) > fullEveryMs ? null : good.serverTime;
}

async function takeSnapshot(
  { vault, applicationName, onProgress = () => {}, signal }: PullRequest,
  source: MirrorSource,
  { stage, changedSince }: { stage: SnapshotStage; changedSince: string | null },
): Promise<Snapshot> {
  const connection = connectionOf(source);
  try {
    const client = await connectToSource(connection, { applicationName, signal });
    // Without it, a server that vanished would be waited for until the operating system gives up the connection.
    const lost = Promise.withResolvers<never>();
    const lose = () => lost.reject(new Error("the connection was terminated"));
    const watchdog = setTimeout(lose, silenceMs);
    // The library does not tell every waiting query that the connection has ended.
    client.once("end", lose);
    lost.promise.catch(() => {});
    const onBatch = (progress: MirrorProgress) => {
      watchdog.refresh();
      onProgress(progress);
    };
    try {
      const reading = readSnapshot({ client, vault, stage, changedSince, onProgress: onBatch });
      return await Promise.race([reading, lost.promise]);
    } finally {
      clearTimeout(watchdog);
      await closeConnection(client);
    }
  } catch (error) {
    signal?.throwIfAborted();
    throw sourceError(error, connection);
  }
}

function recordFailure(database: Database, pull: { startedAt: string; isFull: boolean }, error: unknown): void {
  if (!(error instanceof FlightDeckError)) return;
  const { code, message, hint } = error;
  const failed = { ...pull, finishedAt: nowTimestamp(), serverTime: null, counts: null, changes: [] };
  saveMirrorPull(database, { ...failed, error: { code, message, hint } });
}
