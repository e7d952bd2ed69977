import type pg from "pg";
import { FlightDeckError, hintsOf } from "../../../shared/errors.ts";
import { awake } from "../../awake/awake.ts";
import { lockingName, readLockingName } from "../application-name.ts";
import { closeConnection, connectToSource, type SourceConnection } from "../source/connect-to-source.ts";

export type GatewayLock = {
  /** Aborted with a FlightDeckError when the connection that holds the lock is lost: another installation may have it. */
  lost: AbortSignal;
  release(): Promise<void>;
};

type LockedGateway = { id: string; name: string };

/** How often the connection is tried, so that one that is cut off without a word is noticed. */
const tryEveryMs = 5_000;
const noAnswerAfterMs = 10_000;
/** A machine that slept for longer has to expect that the server gave the lock up, before its connection tells. */
const mostAsleepMs = 20_000;

const key = "hashtextextended('flight-deck gateway ' || $1, 0)";

/**
 * Takes a gateway's lock in Mission Control's database, which all installations share, on a connection of its own: PostgreSQL
 * frees it when that ends, for whatever reason.
 * @throws FlightDeckError run-in-progress, with who has the lock; otherwise what `pg` throws
 */
export async function lockInSource(
  connection: SourceConnection,
  gateway: LockedGateway,
  signal?: AbortSignal,
): Promise<GatewayLock> {
  const client = await connect(connection, signal);
  try {
    // A server that does not hear from us any more frees the lock after half a minute.
    await client.query("SET tcp_keepalives_idle = 10; SET tcp_keepalives_interval = 5; SET tcp_keepalives_count = 4");
    const { rows } = await client.query<{ locked: string }>(`SELECT pg_try_advisory_lock(${key}) AS locked`, [
      gateway.id,
    ]);
    if (rows[0]?.locked !== "t") throw await heldByAnother(client, gateway);
    return watch(client, gateway);
  } catch (error) {
    await closeConnection(client);
    throw error;
  }
}

/** `signal` ends connecting only: a run that is cancelled keeps the lock until its last write has ended. */
async function connect(connection: SourceConnection, signal: AbortSignal | undefined): Promise<pg.Client> {
  const connecting = new AbortController();
  const stop = () => connecting.abort(signal?.reason);
  signal?.throwIfAborted();
  signal?.addEventListener("abort", stop, { once: true });
  try {
    return await connectToSource(connection, {
      applicationName: lockingName(new Date()),
      queryTimeoutMs: noAnswerAfterMs,
      signal: connecting.signal,
    });
  } finally {
    signal?.removeEventListener("abort", stop);
  }
}

function watch(client: pg.Client, gateway: LockedGateway): GatewayLock {
  const lost = new AbortController();
  let isReleased = false;
  const lose = () => {
    if (!isReleased && !lost.signal.aborted) lost.abort(lockLost(gateway));
  };
  client.on("error", lose);
  client.on("end", lose);
  const stopListening = awake.onWake((sleptMs) => sleptMs > mostAsleepMs && lose());
  const timer = setInterval(() => void client.query("SELECT 1").catch(lose), tryEveryMs).unref();
  return {
    lost: lost.signal,
    async release() {
      isReleased = true;
      clearInterval(timer);
      stopListening();
      await closeConnection(client);
    },
  };
}

type Holder = { application_name: string | null; client_addr: string | null };

async function heldByAnother(client: pg.Client, { id, name }: LockedGateway): Promise<FlightDeckError> {
  const { rows } = await client.query<Holder>(
    `SELECT application_name, client_addr::text FROM pg_locks JOIN pg_stat_activity USING (pid)
     WHERE locktype = 'advisory' AND objsubid = 1 AND granted
       AND pg_locks.database = (SELECT oid FROM pg_database WHERE datname = current_database())
       AND ((classid::bigint << 32) | objid::bigint) = ${key}`,
    [id],
  );
  const holder = readLockingName(rows[0]?.application_name ?? null);
  const from = rows[0]?.client_addr ? ` (${rows[0].client_addr.replace(/\/\d+$/, "")})` : "";
  const who = holder ? `by ${holder.who}${from}, since ${holder.since}` : `by another Flight Deck${from}`;
  return new FlightDeckError(
    "run-in-progress",
    `A run is already in progress on gateway "${name}": it was started ${who}.`,
    hintsOf("run-in-progress").askOperator,
  );
}

function lockLost({ name }: LockedGateway): FlightDeckError {
  return new FlightDeckError(
    "push-failed",
    `The connection to Mission Control's database was lost, and with it the lock of gateway "${name}": another operator may start a run there. Nothing more was written.`,
    hintsOf("push-failed").lockLost,
  );
}
