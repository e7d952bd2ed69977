import type pg from "pg";
import type { MirrorRefusal } from "../../../shared/mirror-push.ts";
import type { Database } from "../../database/open-database.ts";
import type { Vault } from "../../vault/vault.ts";

/** What an exchange of rows needs, and where it reports what it has done. */
export type ExchangeWork = {
  client: pg.Client;
  database: Database;
  vault: Vault;
  /**
   * Whether rows that Mission Control has deleted are deleted here. Only for a caller that has made sure that this is the
   * database that was pulled; otherwise such rows stay as they are until the next pull.
   */
  deletesHere: boolean;
  onPushed: (table: string, kind: "added" | "changed" | "deleted") => void;
  onRefused: (refusal: MirrorRefusal) => void;
};
