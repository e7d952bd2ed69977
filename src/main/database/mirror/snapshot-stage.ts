import type { Database } from "../open-database.ts";

export type StagedRow = {
  id: string;
  version: string;
  /** Values by column name, as JSON, with secrets as fingerprints. */
  values: string;
  /** The row's secret, sealed for its own column; null if it has none. */
  sealedSecret: string | null;
};

/**
 * Holds what a pull has read until all of it is there: versions in memory, contents in a temporary table of this connection. No
 * reader sees it. One pull per process uses it at a time.
 */
export class SnapshotStage {
  readonly #db: Database;
  /** By table: which rows were known in which version when the pull began. */
  readonly #known = new Map<string, Map<string, string>>();
  readonly #seen = new Map<string, Map<string, string>>();

  /** Empties the stage, and remembers what is known. */
  constructor(db: Database) {
    this.#db = db;
    db.sqlite.exec(`
      CREATE TEMP TABLE IF NOT EXISTS stage_rows (
        position INTEGER PRIMARY KEY, table_name, row_id, version, known_version, row_values, sealed_secret
      );
      CREATE INDEX IF NOT EXISTS temp.stage_rows_by_table ON stage_rows (table_name, position);
    `);
    this.clear();
    const select = db.sqlite.prepare<[], [table: string, lines: string]>(
      "SELECT table_name, group_concat(row_id || ' ' || version, char(10)) FROM mirror_rows GROUP BY table_name",
    );
    for (const [table, lines] of select.raw().all()) readLines(lines, versionsIn(this.#known, table));
  }

  clear(): void {
    this.#db.sqlite.exec("DELETE FROM stage_rows");
    this.#known.clear();
    this.#seen.clear();
  }

  /**
   * These rows are there.
   * @param lines a line for each row: its id, a space and its version
   */
  addSeen(table: string, lines: string): void {
    readLines(lines, versionsIn(this.#seen, table));
  }

  /** These rows are there, with their contents. */
  addRows(table: string, rows: readonly StagedRow[]): void {
    const [known, seen] = [versionsIn(this.#known, table), versionsIn(this.#seen, table)];
    const insert = this.#db.sqlite.prepare(
      `INSERT INTO stage_rows (table_name, row_id, version, known_version, row_values, sealed_secret)
       VALUES (?, ?, ?, ?, ?, ?)`,
    );
    this.#db.sqlite.transaction(() => {
      for (const { id, version, values, sealedSecret } of rows) {
        seen.set(id, version);
        insert.run(table, id, version, known.get(id) ?? null, values, sealedSecret);
      }
    })();
  }

  /** The ids of rows that are there in another version than the known one. */
  listChanged(table: string): string[] {
    const known = versionsIn(this.#known, table);
    const changed: string[] = [];
    for (const [id, version] of versionsIn(this.#seen, table)) if (known.get(id) !== version) changed.push(id);
    return changed;
  }

  listKnown(table: string): string[] {
    return [...versionsIn(this.#known, table).keys()];
  }

  /** Known rows that are not there any more, and that no other process has touched since the pull began. */
  listGone(table: string): string[] {
    const [known, seen] = [versionsIn(this.#known, table), versionsIn(this.#seen, table)];
    const gone: { id: string; version: string }[] = [];
    for (const [id, version] of known) if (!seen.has(id)) gone.push({ id, version });
    if (gone.length === 0) return [];
    return this.#db.sqlite
      .prepare<[string, string], string>(
        `SELECT row_id FROM json_each(?) AS gone JOIN mirror_rows
         ON table_name = ? AND row_id = gone.value ->> 'id' AND version = gone.value ->> 'version'`,
      )
      .pluck()
      .all(JSON.stringify(gone), table);
  }

  /** How many rows were known, and how many of them are still there. */
  countKnown(): { known: number; seen: number } {
    let [known, seen] = [0, 0];
    for (const [table, versions] of this.#known) {
      const there = versionsIn(this.#seen, table);
      known += versions.size;
      for (const id of versions.keys()) if (there.has(id)) seen += 1;
    }
    return { known, seen };
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
         FROM stage_rows AS staged LEFT JOIN mirror_rows AS present USING (table_name, row_id)
         WHERE staged.table_name = ? AND position > ? AND staged.known_version IS present.version
         ORDER BY position LIMIT ?`,
      )
      .all(table, after, limit);
  }
}

function versionsIn(tables: Map<string, Map<string, string>>, table: string): Map<string, string> {
  const found = tables.get(table);
  if (found) return found;
  const made = new Map<string, string>();
  tables.set(table, made);
  return made;
}

/** Many short texts would take several times as long to fetch from a database, and there is one for every row. */
function readLines(lines: string, versions: Map<string, string>): void {
  let start = 0;
  while (start < lines.length) {
    const space = lines.indexOf(" ", start);
    const lineEnd = lines.indexOf("\n", space);
    const end = lineEnd < 0 ? lines.length : lineEnd;
    versions.set(lines.slice(start, space), lines.slice(space + 1, end));
    start = end + 1;
  }
}
