import type pg from "pg";
import { FlightDeckError, hintsOf } from "../../../shared/errors.ts";
import {
  type MirrorPushCounts,
  type MirrorPushReport,
  type MirrorRefusal,
  wholeRow,
} from "../../../shared/mirror-push.ts";
import { nowTimestamp } from "../../../shared/records.ts";
import { readLocalRows } from "../../database/mirror/local-rows.ts";
import { countUnpushed } from "../../database/mirror/mirror-rows.ts";
import { listConflicts, listOutbox, readConflicts } from "../../database/mirror/outbox.ts";
import type { Database } from "../../database/open-database.ts";
import type { Vault } from "../../vault/vault.ts";
import { isPulled } from "../is-pulled.ts";
import { closeConnection, connectToSource, writingTimeoutMs } from "../source/connect-to-source.ts";
import { sourceError } from "../source/explain-source-error.ts";
import { readSourceSchema, type SourceTable } from "../source/read-source-schema.ts";
import { connectionOf, requireWritableSource } from "../source/require-source.ts";
import { exchangeRows } from "./exchange-rows.ts";

export type PushRequest = {
  database: Database;
  vault: Vault;
  applicationName: string;
  signal?: AbortSignal | undefined;
};

/**
 * Writes what changed here to Mission Control's database. What it does not take, and what was changed there as well, stays in
 * the outbox and is in the report. May be cut off at any point: the next push does the rest.
 * @throws FlightDeckError mirror-not-set, mirror-unreachable, mirror-refused, mirror-schema, vault-key; the reason of `signal`
 */
export async function pushToSource(request: PushRequest): Promise<MirrorPushReport> {
  const { database, vault, applicationName, signal } = request;
  const connection = connectionOf(requireWritableSource(database, vault));
  try {
    const client = await connectToSource(connection, {
      applicationName,
      queryTimeoutMs: writingTimeoutMs,
      signal,
    });
    try {
      return await pushOutbox({ client, database, vault });
    } finally {
      await closeConnection(client);
    }
  } catch (error) {
    signal?.throwIfAborted();
    throw sourceError(error, connection);
  }
}

type PushWork = { client: pg.Client; database: Database; vault: Vault };

/** Pushes over a connection that is open. @throws what `pg` throws; FlightDeckError mirror-schema, push-failed */
export async function pushOutbox(work: PushWork): Promise<MirrorPushReport> {
  const { client, database } = work;
  const startedAt = nowTimestamp();
  const counts: Record<string, MirrorPushCounts> = {};
  const refused: MirrorRefusal[] = [];
  const onPushed = (table: string, kind: keyof MirrorPushCounts) => {
    counts[table] ??= { added: 0, changed: 0, deleted: 0 };
    counts[table][kind] += 1;
  };
  const onRefused = (refusal: MirrorRefusal) => void refused.push(refusal);
  if (countUnpushed(database) > 0) {
    requirePulled(database);
    const { tables } = await readSourceSchema(client);
    const exchange = { ...work, deletesHere: false, onPushed, onRefused };
    // Rows refer to rows of earlier tables: those must be there first, and go last.
    for (const source of tables) await exchangeRows(exchange, source, partOutbox(database, source).present);
    for (const source of tables.toReversed()) {
      await exchangeRows(exchange, source, partOutbox(database, source).absent);
    }
  }
  const conflicts = listConflicts(database);
  const unpushed = countUnpushed(database);
  return { startedAt, finishedAt: nowTimestamp(), counts, refused, conflicts, unpushed };
}

/** The rows that are here or are to be brought back, and those that were deleted here. */
function partOutbox(database: Database, { table }: SourceTable): { present: string[]; absent: string[] } {
  const ids = listOutbox(database, table.name);
  const here = readLocalRows(database, table, ids);
  const conflicts = readConflicts(database, table.name, ids);
  const isBroughtBack = (id: string) =>
    conflicts.get(id)?.some(({ column, choice }) => column === wholeRow && choice === "theirs") ?? false;
  const isPresent = (id: string) => here.has(id) || isBroughtBack(id);
  return { present: ids.filter(isPresent), absent: ids.filter((id) => !isPresent(id)) };
}

/**
 * Without a pull, a row that was added here cannot be told from one that was deleted there.
 * @throws FlightDeckError push-failed
 */
export function requirePulled(database: Database): void {
  if (isPulled(database)) return;
  throw new FlightDeckError(
    "push-failed",
    "Nothing was pushed: Mission Control's database has not been pulled since it was set, so it is not known what was changed here.",
    hintsOf("push-failed").pullFirst,
  );
}
