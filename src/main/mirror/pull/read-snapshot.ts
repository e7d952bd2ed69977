import pg from "pg";
import type { MirrorProgress } from "../../../shared/mirror.ts";
import type { MirroredTable } from "../../database/mirror/mirrored-columns.ts";
import type { SnapshotStage, StagedRow } from "../../database/mirror/snapshot-stage.ts";
import type { Vault } from "../../vault/vault.ts";
import { readRemoteValues } from "../remote-values.ts";
import { readSourceSchema, type SourceSchema, type SourceTable } from "../source/read-source-schema.ts";
import { chatTable, commandsOnly, newCommandsOnly } from "./chat-query.ts";

export type SnapshotRequest = {
  client: pg.Client;
  vault: Vault;
  stage: SnapshotStage;
  /** PostgreSQL's time at the last pull; null to read every row whether it has changed or not. */
  changedSince: string | null;
  onProgress: (progress: MirrorProgress) => void;
};

export type Snapshot = { schema: SourceSchema; serverTime: string };

/** Some rows have texts of many kilobytes. */
const rowsPerBatch = 500;

/**
 * Copies Mission Control's rows, as of one moment, into the stage. A full pull copies every row. An incremental one reads the
 * version of every row and copies only the rows whose version has changed. Row-level security is off, so PostgreSQL refuses a
 * query that would hide rows from us: a hidden row must not count as deleted.
 * @throws what `pg` throws; FlightDeckError mirror-schema
 */
export async function readSnapshot(request: SnapshotRequest): Promise<Snapshot> {
  const { client, changedSince } = request;
  await client.query("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
  await client.query("SET LOCAL DateStyle = 'ISO, YMD'; SET LOCAL TimeZone = 'UTC'; SET LOCAL row_security = off");
  const { rows } = await client.query<{ now: string }>("SELECT now()::text AS now");
  const schema = await readSourceSchema(client);
  for (const source of schema.tables) {
    if (changedSince === null) await readTable(request, source);
    else if (source.table.name === chatTable) await readNewCommands(request, source, changedSince);
    else await readChanges(request, source);
  }
  await client.query("COMMIT");
  return { schema, serverTime: rows[0]?.now ?? "" };
}

async function readTable(request: SnapshotRequest, source: SourceTable): Promise<void> {
  const isChat = source.table.name === chatTable;
  await stageRows(request, source, isChat ? commandsOnly(source.table.name) : { where: "true", values: [] });
}

async function readChanges(request: SnapshotRequest, source: SourceTable): Promise<void> {
  const { stage } = request;
  const { name } = source.table;
  const count = await readVersions(request, source, { where: "true", values: [] });
  const changed = stage.listChanged(name);
  if (changed.length > count / 3) await readTable(request, source);
  else await stageRows(request, source, withIds(changed));
}

/** Reading all of the chat for its commands takes seconds: known ones are looked up, and new ones found by their time. */
async function readNewCommands(request: SnapshotRequest, source: SourceTable, since: string): Promise<void> {
  const { stage } = request;
  const { name } = source.table;
  const commands = commandsOnly(name, 2);
  await readVersions(request, source, {
    where: `id = ANY($1::uuid[]) AND ${commands.where}`,
    values: [stage.listKnown(name), ...commands.values],
  });
  await stageRows(request, source, withIds(stage.listChanged(name)));
  await stageRows(request, source, newCommandsOnly(name, since));
}

/**
 * Reads which rows are there, in one long text, which arrives several times as fast as so many rows. PostgreSQL's limit of 1 GB
 * for a text is that of 18 million rows.
 * @returns how many rows there are
 */
async function readVersions({ client, stage }: SnapshotRequest, source: SourceTable, filter: Filter): Promise<number> {
  const { table, versionSql } = source;
  const lines = `string_agg(id::text || ' ' || ${versionSql}, E'\\n')`;
  const sql = `SELECT count(*) AS count, ${lines} AS lines FROM ${table.name} WHERE ${filter.where}`;
  const { rows } = await client.query<{ count: string; lines: string | null }>(sql, filter.values);
  stage.addSeen(table.name, rows[0]?.lines?.toLowerCase() ?? "");
  return Number(rows[0]?.count ?? 0);
}

type Filter = { where: string; values: unknown[] };

function withIds(ids: string[]): Filter {
  return { where: "id = ANY($1::uuid[])", values: [ids] };
}

async function stageRows(request: SnapshotRequest, source: SourceTable, { where, values }: Filter): Promise<void> {
  const { client, stage, vault, onProgress } = request;
  const { table, columns, versionSql } = source;
  const sql = `SELECT ${columns.map(({ name }) => name).join(", ")}, ${versionSql} FROM ${table.name} WHERE ${where}`;
  let count = 0;
  await readRows(client, { sql, values, rowsPerBatch }, (rows) => {
    stage.addRows(
      table.name,
      rows.map((row) => stagedRow(source, row, vault)),
    );
    count += rows.length;
    onProgress({ table: table.name, rows: count });
  });
}

type TextRow = readonly (string | null | undefined)[];

function stagedRow({ table, columns }: SourceTable, row: TextRow, vault: Vault): StagedRow {
  const id = String(row[columns.findIndex(({ name }) => name === "id")]).toLowerCase();
  const { values, sealedSecret } = readRemoteValues(vault, id, columns, (_column, index) => row[index]);
  refuseOtherSecrets(table);
  return { id, version: String(row[columns.length]), values: JSON.stringify(values), sealedSecret };
}

/** The context that a secret is sealed for is that of gateway tokens. */
function refuseOtherSecrets({ name, columns }: MirroredTable): void {
  if (name !== "gateways" && columns.some(({ kind }) => kind === "secret")) throw new Error(`${name} has a secret`);
}

type RowQuery = { sql: string; values: unknown[]; rowsPerBatch: number };

/**
 * Gives the rows of a query to `onRows`, a batch at a time, so that a table of any size fits in memory. The connection is read no
 * faster than `onRows` works. There is no cursor, because PostgreSQL uses one process for a query that is fetched in parts, and
 * several for a whole one: that halves the time to look through a million lines of chat.
 * @throws what `pg` or `onRows` throws
 */
function readRows(client: pg.Client, { sql, values, rowsPerBatch }: RowQuery, onRows: (rows: TextRow[]) => void) {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  let batch: TextRow[] = [];
  let hasFailed = false;
  const handOver = () => {
    const rows = batch;
    batch = [];
    if (hasFailed || rows.length === 0) return;
    try {
      onRows(rows);
    } catch (error) {
      hasFailed = true;
      reject(error);
    }
  };
  const query = new pg.Query<TextRow & unknown[]>({ text: sql, values, rowMode: "array" } as pg.QueryArrayConfig);
  query.on("row", (row) => {
    batch.push(row);
    if (batch.length === rowsPerBatch) handOver();
  });
  query.on("error", reject);
  query.on("end", () => {
    handOver();
    resolve();
  });
  client.query(query);
  return promise;
}
