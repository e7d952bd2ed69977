import type { Database } from "../open-database.ts";

export type StagedRow = {
  id: string;
  version: string;
  /** Values by column name, as JSON, with secrets as fingerprints. */
  values: string;
  /** The row's secret, sealed for its own column; null if it has none. */
  sealedSecret: string | null;
};

type Version = Pick<StagedRow, "id" | "version">;

/**
 * Holds what a pull has read until all of it is there, in temporary tables of this connection: no reader sees it, and a large
 * fleet is not kept in memory. One pull per process uses it at a time.
 */
export class SnapshotStage {
  readonly #db: Database;

  /** Empties the stage, and remembers which rows were known in which version when the pull began. */
  constructor(db: Database) {
    this.#db = db;
    db.sqlite.exec(`
      CREATE TEMP TABLE IF NOT EXISTS stage_known (table_name, row_id, version, PRIMARY KEY (table_name, row_id)) WITHOUT ROWID;
      CREATE TEMP TABLE IF NOT EXISTS stage_seen (table_name, row_id, version, PRIMARY KEY (table_name, row_id)) WITHOUT ROWID;
      CREATE TEMP TABLE IF NOT EXISTS stage_rows (
        position INTEGER PRIMARY KEY, table_name, row_id, version, row_values, sealed_secret
      );
      CREATE INDEX IF NOT EXISTS temp.stage_rows_by_table ON stage_rows (table_name, position);
    `);
    this.clear();
    db.sqlite.exec("INSERT INTO stage_known SELECT table_name, row_id, version FROM mirror_rows");
  }

  clear(): void {
    this.#db.sqlite.exec("DELETE FROM stage_known; DELETE FROM stage_seen; DELETE FROM stage_rows");
  }

  /** These rows are there. */
  addSeen(table: string, rows: readonly Version[]): void {
    const insert = this.#db.sqlite.prepare("INSERT OR REPLACE INTO stage_seen VALUES (?, ?, ?)");
    this.#db.sqlite.transaction(() => {
      for (const { id, version } of rows) insert.run(table, id, version);
    })();
  }

  /** These rows are there, with their contents. */
  addRows(table: string, rows: readonly StagedRow[]): void {
    this.addSeen(table, rows);
    const insert = this.#db.sqlite.prepare(
      "INSERT INTO stage_rows (table_name, row_id, version, row_values, sealed_secret) VALUES (?, ?, ?, ?, ?)",
    );
    this.#db.sqlite.transaction(() => {
      for (const row of rows) insert.run(table, row.id, row.version, row.values, row.sealedSecret);
    })();
  }

  /** The ids of rows that are there in another version than the known one. */
  listChanged(table: string): string[] {
    return this.#db.sqlite
      .prepare<[string], string>(
        `SELECT seen.row_id FROM stage_seen AS seen LEFT JOIN stage_known AS known USING (table_name, row_id)
         WHERE table_name = ? AND known.version IS NOT seen.version`,
      )
      .pluck()
      .all(table);
  }

  listKnown(table: string): string[] {
    const select = this.#db.sqlite.prepare<[string], string>("SELECT row_id FROM stage_known WHERE table_name = ?");
    return select.pluck().all(table);
  }

  /** Known rows that are not there any more, and that no other process has touched since the pull began. */
  listGone(table: string): string[] {
    return this.#db.sqlite
      .prepare<[string], string>(
        `SELECT row_id FROM stage_known AS known JOIN mirror_rows USING (table_name, row_id, version)
         WHERE table_name = ? AND NOT EXISTS (
           SELECT 1 FROM stage_seen AS seen
           WHERE seen.table_name = known.table_name AND seen.row_id = known.row_id
         )`,
      )
      .pluck()
      .all(table);
  }

  /** How many rows were known, and how many of them are still there. */
  countKnown(): { known: number; seen: number } {
    const known = this.#db.sqlite.prepare<[], number>("SELECT count(*) FROM stage_known").pluck().get() ?? 0;
    const seen = this.#db.sqlite
      .prepare<[], number>("SELECT count(*) FROM stage_known JOIN stage_seen USING (table_name, row_id)")
      .pluck()
      .get();
    return { known, seen: seen ?? 0 };
  }

  /**
   * The next staged rows of a table, without those that another process has pulled or pushed since the pull began: the next
   * pull reads them again.
   * @param after the position of the last one; 0 at first.
   */
  readRows(table: string, after: number, limit: number): (StagedRow & { position: number })[] {
    return this.#db.sqlite
      .prepare<[string, number, number], StagedRow & { position: number }>(
        `SELECT position, staged.row_id AS id, staged.version, row_values AS "values", sealed_secret AS sealedSecret
         FROM stage_rows AS staged
         LEFT JOIN stage_known AS known USING (table_name, row_id)
         LEFT JOIN mirror_rows AS present USING (table_name, row_id)
         WHERE staged.table_name = ? AND position > ? AND known.version IS present.version
         ORDER BY position LIMIT ?`,
      )
      .all(table, after, limit);
  }
}
