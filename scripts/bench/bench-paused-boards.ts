import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Database, openDatabase } from "../../src/main/database/open-database.ts";
import { findPausedBoards } from "../../src/main/database/paused-boards.ts";
import type { Row } from "./scenario.ts";
import { type Postgres, startPostgres } from "./start-postgres.ts";

const boards = 1000;
const linesPerBoard = 1000;
const repeats = 9;

/** Every 250th line of a board is a command; the texts vary in case and spaces. */
const lines = `
  SELECT board, line, (line * 31 + board) % 250 = 0 AS is_command, (line + board) % 3 AS choice
  FROM board_numbers, line_numbers`;
const content = `CASE
    WHEN NOT is_command THEN 'Line ' || line || ' of a chat in which people and agents talk about what they do'
    WHEN choice = 0 THEN '/resume' WHEN choice = 1 THEN '/pause' ELSE ' /PAUSE ' END`;

/**
 * Finds the paused boards in a million chat lines of a thousand boards: with our statement, with a query per board, and with
 * PostgreSQL's DISTINCT ON, using Mission Control's index and an index like ours.
 *
 * @returns one row per way, with the median of several runs
 * @throws Error when two ways disagree about which boards are paused
 */
export async function benchPausedBoards(): Promise<Row[]> {
  const [ours, postgres] = [await inSqlite(), await inPostgres()];
  const all = [...ours, ...postgres];
  const answers = new Set(all.map(({ paused }) => paused.toSorted().join()));
  if (answers.size !== 1) throw new Error("The queries for paused boards disagree.");
  return all.map(({ way, seconds, paused }) => ({
    "paused boards": way,
    "median ms": Number((1000 * seconds).toFixed(2)),
    "times ours": Number((seconds / (ours[0]?.seconds ?? 1)).toFixed(1)),
    boards,
    "chat lines": boards * linesPerBoard,
    paused: paused.length,
  }));
}

type Measured = { way: string; seconds: number; paused: string[] };

async function inSqlite(): Promise<Measured[]> {
  const dataDir = mkdtempSync(join(tmpdir(), "flight-deck-bench-"));
  const database = openDatabase({ dataDir });
  try {
    const boardIds = fillSqlite(database);
    const correlated = database.sqlite
      .prepare<[], string>(`
        SELECT boards.id FROM boards
        WHERE '/pause' = (
          SELECT command FROM board_memory
          WHERE board_id = boards.id AND command IS NOT NULL
          ORDER BY created_at DESC, id DESC LIMIT 1)`)
      .pluck();
    return [
      await measure("SQLite: window function over the commands (ours)", () => [
        ...findPausedBoards(database, boardIds),
      ]),
      await measure("SQLite: correlated subquery over the same index", () => correlated.all()),
    ];
  } finally {
    database.close();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

function fillSqlite({ sqlite }: Database): string[] {
  const now = "2026-01-01T00:00:00.000000Z";
  sqlite
    .prepare("INSERT INTO organizations (id, name, created_at, updated_at) VALUES ('org', 'Bench', ?, ?)")
    .run(now, now);
  const ids = Array.from({ length: boards }, (_, board) => `board-${board}`);
  const columns = sqlite.prepare<[], { name: string; type: string }>("PRAGMA table_info(boards)").all();
  const values = columns.map(({ name, type }) => {
    if (name === "organization_id") return "'org'";
    if (name === "id" || name === "name" || name === "slug") return ":id";
    if (name.endsWith("_at")) return `'${now}'`;
    return name === "gateway_id" ? "NULL" : type === "integer" ? "0" : "''";
  });
  const insert = sqlite.prepare(
    `INSERT INTO boards (${columns.map(({ name }) => name).join()}) VALUES (${values.join()})`,
  );
  sqlite.transaction(() => {
    for (const id of ids) insert.run({ id });
  })();
  sqlite.exec(`
    WITH RECURSIVE board_numbers(board) AS (SELECT 0 UNION ALL SELECT board + 1 FROM board_numbers WHERE board < ${boards - 1}),
      line_numbers(line) AS (SELECT 0 UNION ALL SELECT line + 1 FROM line_numbers WHERE line < ${linesPerBoard - 1})
    INSERT INTO board_memory (id, board_id, content, tags, is_chat, source, created_at)
    SELECT 'line-' || board || '-' || line, 'board-' || board, ${content}, NULL, 1, NULL,
      printf('2026-01-01T%02d:%02d:%02d.000000Z', line / 3600, line / 60 % 60, line % 60)
    FROM (${lines})`);
  sqlite.exec("ANALYZE");
  return ids;
}

async function inPostgres(): Promise<Measured[]> {
  const postgres = await startPostgres();
  try {
    await fillPostgres(postgres);
    const distinctOn = async () => {
      const { rows } = await postgres.query(
        `SELECT board_id FROM (
           SELECT DISTINCT ON (board_id) board_id, lower(trim(content)) AS command FROM board_memory
           WHERE board_id = ANY($1) AND is_chat AND lower(trim(content)) IN ('/pause', '/resume')
           ORDER BY board_id, created_at DESC, id DESC
         ) latest WHERE command = '/pause'`,
        [Array.from({ length: boards }, (_, board) => `board-${board}`)],
      );
      return rows.map(({ board_id }) => String(board_id));
    };
    const plain = await measure("PostgreSQL: DISTINCT ON, index on board_id", distinctOn);
    await postgres.query(
      `CREATE INDEX commands ON board_memory (board_id, created_at DESC, id DESC)
       WHERE is_chat AND lower(trim(content)) IN ('/pause', '/resume')`,
    );
    await postgres.query("ANALYZE board_memory");
    return [plain, await measure("PostgreSQL: DISTINCT ON, index on the commands only", distinctOn)];
  } finally {
    await postgres.stop();
  }
}

async function fillPostgres(postgres: Postgres): Promise<void> {
  await postgres.query(
    `CREATE TABLE board_memory (id text PRIMARY KEY, board_id text NOT NULL, content text NOT NULL, tags json,
       is_chat boolean NOT NULL, source text, created_at timestamp NOT NULL)`,
  );
  await postgres.query(`
    INSERT INTO board_memory (id, board_id, content, is_chat, created_at)
    SELECT 'line-' || board || '-' || line, 'board-' || board, ${content}, true,
      timestamp '2026-01-01' + line * interval '1 second'
    FROM (${lines.replace("board_numbers, line_numbers", `generate_series(0, ${boards - 1}) board, generate_series(0, ${linesPerBoard - 1}) line`)}) numbered`);
  await postgres.query("CREATE INDEX by_board ON board_memory (board_id)");
  await postgres.query("VACUUM ANALYZE board_memory");
}

/** The first run fills the caches and is not counted. */
async function measure(way: string, ask: () => string[] | Promise<string[]>): Promise<Measured> {
  const paused = await ask();
  const times: number[] = [];
  for (let run = 0; run < repeats; run += 1) {
    const startedAtMs = performance.now();
    await ask();
    times.push((performance.now() - startedAtMs) / 1000);
  }
  times.sort((one, other) => one - other);
  console.error(`${way}: done`);
  return { way, seconds: times[Math.floor(repeats / 2)] ?? 0, paused };
}
