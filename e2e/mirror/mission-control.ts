import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";
import { type RealPostgres, startRealPostgres } from "../../scripts/real-postgres/start-real-postgres.ts";

export type Row = Record<string, unknown>;

/** A database as Mission Control has it, in a server of its own. */
export type MissionControl = {
  server: RealPostgres;
  /** As Mission Control's own role would connect. */
  url: string;
  /** Runs statements as the superuser in Mission Control's database. */
  query(sql: string, values?: unknown[]): Promise<Row[]>;
  /** Adds a row with its required columns; returns its id. */
  add(table: string, row?: Row): Promise<string>;
  /** A role with this password and these rights on all tables; returns its URL. */
  addRole(name: string, password: string, rights: string): Promise<string>;
  stop(): Promise<void>;
};

const database = "mission_control";
const schema = readFileSync(join(import.meta.dirname, "mission-control.sql"), "utf8");

export async function startMissionControl(): Promise<MissionControl> {
  const server = await startRealPostgres();
  await server.query(`CREATE DATABASE ${database}`);
  const url = server.url(database);
  // One connection per call: a server that restarts in between is no trouble.
  const query = async (sql: string, values?: unknown[]): Promise<Row[]> => {
    const client = new pg.Client({ connectionString: url });
    client.on("error", () => {});
    await client.connect();
    try {
      return (await client.query<Row>(sql, values)).rows;
    } finally {
      await client.end();
    }
  };
  await query(schema);
  return {
    server,
    url,
    query,
    async add(table, row = {}) {
      const id = String(row.id ?? randomUUID());
      const full: Row = { id, ...required(table), ...row };
      const names = Object.keys(full);
      const places = names.map((_, index) => `$${index + 1}`);
      await query(`INSERT INTO ${table} (${names.join(", ")}) VALUES (${places.join(", ")})`, Object.values(full));
      return id;
    },
    async addRole(name, password, rights) {
      await query(
        `CREATE ROLE ${name} LOGIN PASSWORD '${password}'; GRANT ${rights} ON ALL TABLES IN SCHEMA public TO ${name}`,
      );
      return `postgres://${name}:${password}@127.0.0.1:${server.port}/${database}`;
    },
    stop: () => server.stop(),
  };
}

function required(table: string): Row {
  const at = "2026-01-01 09:00:00.000123";
  const times = { created_at: at, updated_at: at };
  const rows: Record<string, Row> = {
    organizations: { name: `Organization ${randomUUID()}`, ...times },
    users: { clerk_user_id: randomUUID() },
    organization_members: { role: "owner", ...times },
    gateways: { name: "Gateway", url: "ws://127.0.0.1:1", workspace_root: "/w", ...times },
    boards: { name: "Board", slug: "board", ...times },
    agents: { name: "Agent", status: "online", ...times },
    board_memory: { content: "hello", is_chat: true, created_at: at },
  };
  return rows[table] ?? {};
}
