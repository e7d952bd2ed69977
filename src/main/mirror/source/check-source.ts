import { connect } from "node:net";
import type pg from "pg";
import { isLoopback } from "../../../shared/addresses.ts";
import { FlightDeckError, hintsOf } from "../../../shared/errors.ts";
import {
  type MirrorCheck,
  type MirrorCheckStage,
  type MirrorStageResult,
  type MirrorTlsMode,
  mirrorCheckStages,
} from "../../../shared/mirror.ts";
import { nowTimestamp } from "../../../shared/records.ts";
import { closeConnection, connectToSource, type SourceConnection } from "./connect-to-source.ts";
import { explainSourceError, type SourceFailure } from "./explain-source-error.ts";
import type { SourceAddress } from "./parse-source-url.ts";
import { readRights } from "./read-rights.ts";
import { readSourceSchema, type SourceSchema } from "./read-source-schema.ts";

export type CheckSourceOptions = {
  address: SourceAddress;
  /** Null to use TLS if the server offers it. */
  tls: MirrorTlsMode | null;
  caPem: string | null;
  /** What is known of the source from an earlier check; it stays as it is for stages that are not reached. */
  known?: Pick<MirrorCheck, "isReadOnly" | "migration"> | undefined;
  timeoutMs?: number;
  signal?: AbortSignal | undefined;
  /** Called for every stage as it ends. */
  onStage?: ((stage: MirrorStageResult) => void) | undefined;
};

/** `tls` is the mode that was used: never null, so that a later connection cannot fall back to another. */
export type SourceCheck = { check: MirrorCheck; tls: MirrorTlsMode };

/**
 * Connects to the database once, stage by stage, and says which stage fails and what to do. Reads only.
 * @throws only the reason of `signal`
 */
export async function checkSource(options: CheckSourceOptions): Promise<SourceCheck> {
  const { address, signal, onStage, known = { isReadOnly: false, migration: null } } = options;
  const { isReadOnly, migration } = known;
  const stages: MirrorStageResult[] = [];
  const end = (stage: MirrorStageResult) => {
    stages.push(stage);
    onStage?.(stage);
  };
  const passed = (stage: MirrorCheckStage, text: string) => end({ stage, result: "ok", text, hint: null });
  const check: MirrorCheck = { checkedAt: nowTimestamp(), ok: false, stages, migration, isReadOnly };
  let connection: SourceConnection = { address, tls: options.tls ?? "require", caPem: options.caPem };
  let client: pg.Client | undefined;
  try {
    await reach(options);
    passed("address", `${address.host} port ${address.port} accepts connections.`);
    ({ client, connection } = await connectAsOffered(options));
    end(await describeTls(client, connection));
    passed("login", `User "${address.user}" is logged in.`);
    passed("database", await describeServer(client, address));
    const schema = await readSourceSchema(client);
    check.migration = schema.migration;
    passed("tables", describeSchema(schema));
    const rights = await readRights(client, schema);
    check.isReadOnly = rights.isReadOnly;
    end(rights.stage);
    check.ok = rights.stage.result !== "failed";
  } catch (error) {
    signal?.throwIfAborted();
    fail(stages, failureOf(error, connection), end);
  } finally {
    if (client) await closeConnection(client);
  }
  return { check, tls: connection.tls };
}

const defaultTimeoutMs = 10_000;

function failureOf(error: unknown, connection: SourceConnection): SourceFailure {
  if (error instanceof FlightDeckError) return { stage: "tables", message: error.message, hint: error.hint };
  return explainSourceError(error, connection);
}

/** The stage that failed, those before it that no step of their own reported, and those that were not reached. */
function fail(stages: MirrorStageResult[], failure: SourceFailure, end: (stage: MirrorStageResult) => void): void {
  // A connection can be lost in a stage after the one that such an error usually belongs to.
  const failedAt = Math.max(mirrorCheckStages.indexOf(failure.stage), stages.length);
  for (const [index, stage] of mirrorCheckStages.entries()) {
    if (index < stages.length) continue;
    if (index < failedAt) end({ stage, result: "ok", text: "Passed.", hint: null });
    else if (index === failedAt) end({ stage, result: "failed", text: failure.message, hint: failure.hint });
    else end({ stage, result: "not-reached", text: "Not reached.", hint: null });
  }
}

/** Opens a TCP connection, or that to a socket file. */
function reach({ address, timeoutMs = defaultTimeoutMs, signal }: CheckSourceOptions): Promise<void> {
  const { host, port } = address;
  const socket = connect(host.startsWith("/") ? { path: `${host}/.s.PGSQL.${port}` } : { host, port });
  const abort = () => socket.destroy(new Error("aborted"));
  signal?.addEventListener("abort", abort, { once: true });
  const reached = new Promise<void>((resolve, reject) => {
    socket.setTimeout(timeoutMs, () => reject(Object.assign(new Error("no answer in time"), { code: "ETIMEDOUT" })));
    socket.once("connect", () => resolve());
    // Not removed: a destroyed socket may still report an error.
    socket.on("error", reject);
  });
  return reached.finally(() => {
    signal?.removeEventListener("abort", abort);
    socket.destroy();
  });
}

async function connectAsOffered({ address, tls, caPem, timeoutMs = defaultTimeoutMs, signal }: CheckSourceOptions) {
  const options = { signal, connectTimeoutMs: timeoutMs, queryTimeoutMs: timeoutMs };
  // A server's socket file needs no TLS and offers none.
  const first: SourceConnection = { address, tls: tls ?? (address.host.startsWith("/") ? "off" : "require"), caPem };
  try {
    return { client: await connectToSource(first, options), connection: first };
  } catch (error) {
    const offersNone = explainSourceError(error, first).message === "The server does not offer TLS.";
    if (tls !== null || !offersNone) throw error;
    const plain: SourceConnection = { ...first, tls: "off" };
    return { client: await connectToSource(plain, options), connection: plain };
  }
}

async function describeTls(client: pg.Client, { address, tls }: SourceConnection): Promise<MirrorStageResult> {
  const { rows } = await client.query<{ version: string | null }>(
    "SELECT version FROM pg_stat_ssl WHERE pid = pg_backend_pid()",
  );
  const version = rows[0]?.version ?? "TLS";
  if (tls === "off") {
    // A path is the folder of a socket.
    if (address.host.startsWith("/") || isLoopback(address.host))
      return { stage: "tls", result: "ok", text: "Not used; the server is on this machine.", hint: null };
    const hint = hintsOf("mirror-refused").plainNetwork;
    return { stage: "tls", result: "notice", text: "Not used: passwords and tokens cross the network in clear.", hint };
  }
  const identity = {
    require: "the server's certificate is not verified",
    "verify-ca": "the server's certificate is signed by a known authority",
    "verify-full": "the server's certificate is signed by a known authority and made out to this host",
  }[tls];
  return { stage: "tls", result: "ok", text: `${version}; ${identity}.`, hint: null };
}

async function describeServer(client: pg.Client, { database }: SourceAddress): Promise<string> {
  const { rows } = await client.query<{ server_version: string }>("SHOW server_version");
  return `"${database}" on PostgreSQL ${rows[0]?.server_version ?? ""}.`;
}

function describeSchema({ tables, migration }: SourceSchema): string {
  const missing = tables.flatMap(({ table, columnNames }) =>
    table.columns.filter(({ name }) => !columnNames.has(name)).map(({ name }) => `${table.name}.${name}`),
  );
  const level = migration === null ? "the migration level is not known" : `migration level ${migration}`;
  const without = missing.length === 0 ? "" : ` Without the newer columns ${missing.join(", ")}.`;
  return `All ${tables.length} tables are there; ${level}.${without}`;
}
