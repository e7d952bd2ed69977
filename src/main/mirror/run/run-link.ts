import type pg from "pg";
import type { Database } from "../../database/open-database.ts";
import type { Vault } from "../../vault/vault.ts";
import { applicationName } from "../application-name.ts";
import {
  closeConnection,
  connectToSource,
  type SourceConnection,
  writingTimeoutMs,
} from "../source/connect-to-source.ts";
import { sourceError } from "../source/explain-source-error.ts";

export type RunLinkOptions = { connection: SourceConnection; database: Database; vault: Vault };

/** A run's connection for what it writes, opened again when it was lost. One statement at a time uses it. */
export class RunLink {
  readonly database: Database;
  readonly vault: Vault;
  readonly #connection: SourceConnection;
  #client: pg.Client | null = null;
  #turn: Promise<unknown> = Promise.resolve();

  constructor({ connection, database, vault }: RunLinkOptions) {
    this.#connection = connection;
    this.database = database;
    this.vault = vault;
  }

  /** @throws FlightDeckError mirror-unreachable, mirror-refused; the connection is closed then */
  use<Result>(work: (client: pg.Client) => Promise<Result>): Promise<Result> {
    const mine = this.#turn.then(() => this.#useNow(work));
    this.#turn = mine.catch(() => undefined);
    return mine;
  }

  async close(): Promise<void> {
    const client = this.#client;
    this.#client = null;
    if (client) await closeConnection(client);
  }

  async #useNow<Result>(work: (client: pg.Client) => Promise<Result>): Promise<Result> {
    try {
      this.#client ??= await connectToSource(this.#connection, {
        applicationName: applicationName(),
        queryTimeoutMs: writingTimeoutMs,
      });
      return await work(this.#client);
    } catch (error) {
      // Also ends a transaction that was left open.
      await this.close();
      throw sourceError(error, this.#connection);
    }
  }
}
