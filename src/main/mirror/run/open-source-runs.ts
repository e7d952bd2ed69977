import { FlightDeckError, hintsOf } from "../../../shared/errors.ts";
import { isWritable, type MirrorSource, readMirrorSource } from "../../database/mirror/mirror-source.ts";
import type { Database } from "../../database/open-database.ts";
import type { Vault } from "../../vault/vault.ts";
import type { SourceConnection } from "../source/connect-to-source.ts";
import { sourceError } from "../source/explain-source-error.ts";
import { connectionOf } from "../source/require-source.ts";
import { type GatewayLock, lockInSource } from "./gateway-lock.ts";
import { RunLink } from "./run-link.ts";
import { awayRun, lockedRun, type SourceRun, writingRun } from "./source-run.ts";

type OpenRun = {
  gateway: { id: string; name: string };
  /** Whether to refuse a run whose changes cannot be pushed. */
  requirePush: boolean;
  signal?: AbortSignal | undefined;
};

/** What runs do with Mission Control's database; `openRun` answers null without a source. */
export function openSourceRuns({ database, vault }: { database: Database; vault: Vault }): {
  openRun(request: OpenRun): Promise<SourceRun | null>;
} {
  return {
    async openRun(request) {
      const source = readMirrorSource(database, vault);
      return source ? openRun({ database, vault, source }, request) : null;
    },
  };
}

type Sources = { database: Database; vault: Vault; source: MirrorSource };

async function openRun({ database, vault, source }: Sources, request: OpenRun): Promise<SourceRun> {
  const { gateway, requirePush, signal } = request;
  const connection = connectionOf(source);
  const writes = isWritable(source);
  let lock: GatewayLock | undefined;
  try {
    lock = await lockInSource(connection, gateway, signal);
    if (!writes) return lockedRun(lock);
    const link = new RunLink({ connection, database, vault });
    return await writingRun({ lock, link, gateway });
  } catch (error) {
    await lock?.release();
    signal?.throwIfAborted();
    if (error instanceof FlightDeckError && error.code === "run-in-progress") throw error;
    if (writes && requirePush) throw notBegun(error, connection);
    return awayRun(database, withoutDatabase(error, connection, writes));
  }
}

function notBegun(error: unknown, connection: SourceConnection): FlightDeckError {
  const { message, hint } = sourceError(error, connection);
  return new FlightDeckError(
    "push-failed",
    `The run was not started, and no token was made: Mission Control's database cannot be written to. ${message}`,
    hintsOf("push-failed").notRequired(hint),
    { cause: error },
  );
}

function withoutDatabase(error: unknown, connection: SourceConnection, writes: boolean): FlightDeckError {
  const { message, hint } = sourceError(error, connection);
  const tokens = writes ? " New tokens stay pending until they can be pushed." : "";
  return new FlightDeckError(
    "push-failed",
    `The run continues without Mission Control's database, and without the gateway's lock there: ${message}${tokens}`,
    hint,
    { cause: error },
  );
}
