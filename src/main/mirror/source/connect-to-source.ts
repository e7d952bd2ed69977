import { setTimeout as wait } from "node:timers/promises";
import type { ConnectionOptions } from "node:tls";
import pg from "pg";
import type { MirrorTlsMode } from "../../../shared/mirror.ts";
import { trusted } from "../../network/trust.ts";
import { rememberSecret } from "../../vault/known-secrets.ts";
import type { SourceAddress } from "./parse-source-url.ts";

export type SourceConnection = {
  address: SourceAddress;
  tls: MirrorTlsMode;
  /** PEM; null for the authorities that Node trusts. */
  caPem: string | null;
};

export type ConnectOptions = {
  /** What Mission Control's operators see of us in `pg_stat_activity`; at most 63 bytes. */
  applicationName?: string;
  connectTimeoutMs?: number;
  /** How long a query may go without an answer; by default for ever. Its connection cannot be used any more then. */
  queryTimeoutMs?: number;
  signal?: AbortSignal | undefined;
};

/** For connections that write: somewhat longer than PostgreSQL itself lets a statement take (`beginWriting`). */
export const writingTimeoutMs = 150_000;

/** Every value as the text that PostgreSQL sends: JavaScript's numbers and dates would lose digits. */
const asText = { getTypeParser: () => (text: unknown) => text };

/**
 * Connects to Mission Control's database. Nothing is taken from PG* environment variables. End the client with
 * `closeConnection`; `signal` ends it too, whatever it is doing.
 * @throws what `pg` throws; `explainSourceError` puts it in words
 */
export async function connectToSource(
  { address, tls, caPem }: SourceConnection,
  { applicationName = "Flight Deck", connectTimeoutMs = 10_000, queryTimeoutMs, signal }: ConnectOptions = {},
): Promise<pg.Client> {
  if (caPem === null && tls !== "off" && tls !== "require") await trusted();
  signal?.throwIfAborted();
  const { host, port, database, user, password } = address;
  // The server, or what is in its place, may repeat it.
  rememberSecret(password);
  const client = new pg.Client({
    host,
    port,
    database,
    user,
    // A function, because an empty password would be replaced by that of the environment.
    password: () => password,
    ssl: tlsOptions(tls, caPem),
    application_name: applicationName,
    client_encoding: "UTF8",
    connectionTimeoutMillis: connectTimeoutMs,
    ...(queryTimeoutMs === undefined ? {} : { query_timeout: queryTimeoutMs }),
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    types: asText,
  });
  // A connection that is lost between two queries would otherwise end the process; the next query fails.
  client.on("error", () => {});
  const abort = () => void closeConnection(client);
  signal?.addEventListener("abort", abort, { once: true });
  client.once("end", () => signal?.removeEventListener("abort", abort));
  try {
    await client.connect();
    return client;
  } catch (error) {
    await closeConnection(client);
    signal?.throwIfAborted();
    throw error;
  }
}

/** How long to wait for a server to answer that it has closed a connection; one that is gone does not answer. */
const closeTimeoutMs = 2_000;

/** Ends a connection; one with a query in progress is cut off. Never throws. */
export async function closeConnection(client: pg.Client): Promise<void> {
  const limit = new AbortController();
  const waited = wait(closeTimeoutMs, undefined, { signal: limit.signal, ref: false }).catch(() => {});
  await Promise.race([client.end().catch(() => {}), waited]);
  limit.abort();
}

function tlsOptions(mode: MirrorTlsMode, caPem: string | null): ConnectionOptions | false {
  const ca = caPem === null ? {} : { ca: caPem };
  switch (mode) {
    case "off":
      return false;
    case "require":
      return { rejectUnauthorized: false };
    case "verify-ca":
      return { ...ca, rejectUnauthorized: true, checkServerIdentity: () => undefined };
    case "verify-full":
      return { ...ca, rejectUnauthorized: true };
  }
}
