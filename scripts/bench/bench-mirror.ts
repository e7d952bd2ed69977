import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import pg from "pg";
import { findPostgres } from "../real-postgres/find-postgres.ts";
import { type RealPostgres, startRealPostgres } from "../real-postgres/start-real-postgres.ts";

export type MirrorBenchRow = { what: string; seconds: number; "of pg_dump": number; rows: number; "memory MB": number };

const run = promisify(execFile);
const schema = readFileSync(join(import.meta.dirname, "../../e2e/mirror/mission-control.sql"), "utf8");
const tables = ["organizations", "users", "organization_members", "gateways", "boards", "agents", "board_memory"];
const sizes = { boards: 1_000, agents: 20_000, chatRows: 1_000_000, changes: 100, pushed: 1_000 };

/** Pulls from a large Mission Control and a push, each in a process of its own, beside `pg_dump --data-only` of the same tables. */
export async function benchMirror(): Promise<MirrorBenchRow[]> {
  const server = await startRealPostgres();
  const folder = mkdtempSync(join(tmpdir(), "flight-deck-bench-"));
  try {
    await server.query("CREATE DATABASE mission_control");
    const client = new pg.Client({ connectionString: server.url("mission_control") });
    await client.connect();
    await fill(client);
    const yardstick = await dump(server, folder);
    const child = childOf(folder, server.url("mission_control"), yardstick);
    await child("set");
    const rows = [{ what: "pg_dump --data-only", seconds: yardstick, "of pg_dump": 1, rows: 0, "memory MB": 0 }];
    rows.push(await child("full pull"));
    rows.push(await child("full pull", "full pull again"));
    await client.query(
      `UPDATE agents SET name = name || '!' WHERE id IN (SELECT id FROM agents LIMIT ${sizes.changes})`,
    );
    rows.push(await child("pull", `pull of ${sizes.changes} changes`));
    rows.push(await child("pull", "pull without changes"));
    rows.push(await child("push", `push of ${sizes.pushed} changes`));
    await client.end();
    return rows.map((row) => ({ ...row, seconds: round(row.seconds), "of pg_dump": round(row["of pg_dump"]) }));
  } finally {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

const round = (value: number) => Math.round(value * 1000) / 1000;

async function fill(client: pg.Client): Promise<void> {
  console.error("Filling PostgreSQL ...");
  await client.query(schema);
  await client.query(`
    INSERT INTO organizations SELECT gen_random_uuid(), 'Org', now(), now();
    INSERT INTO gateways (id, organization_id, name, url, token, workspace_root, created_at, updated_at)
      SELECT gen_random_uuid(), id, 'Gateway', 'ws://127.0.0.1:1', 'token', '/w', now(), now() FROM organizations;
    INSERT INTO boards (id, organization_id, gateway_id, name, slug, objective, success_metrics, created_at, updated_at)
      SELECT gen_random_uuid(), organization_id, id, 'Board ' || n, 'board-' || n, repeat('objective ', 20), '{"a": 1}', now(), now()
      FROM gateways, generate_series(1, ${sizes.boards}) AS n;
    CREATE TEMP TABLE numbered AS SELECT id, gateway_id, row_number() OVER () AS n FROM boards;
    INSERT INTO agents (id, board_id, gateway_id, name, status, openclaw_session_id, agent_token_hash, heartbeat_config,
        identity_profile, created_at, updated_at)
      SELECT gen_random_uuid(), numbered.id, gateway_id, 'Agent ' || m, 'online', 'agent:mc-' || m || ':main',
        'pbkdf2_sha256$200000$' || md5(m::text) || '$' || md5(m::text), '{"every": "10m", "target": "last"}',
        '{"role": "Worker", "communication_style": "direct, concise, practical"}', now(), now()
      FROM generate_series(1, ${sizes.agents}) AS m JOIN numbered ON n = m % ${sizes.boards} + 1;
    INSERT INTO board_memory (id, board_id, content, is_chat, source, created_at)
      SELECT gen_random_uuid(), numbered.id, CASE WHEN m % 1000 = 0 THEN '/resume' ELSE repeat('words of a chat ', 8) || m END,
        m % 10 <> 1, 'Agent', now() - m * interval '1 minute'
      FROM generate_series(1, ${sizes.chatRows}) AS m JOIN numbered ON n = m % ${sizes.boards} + 1;
    ANALYZE;
  `);
}

/** The median of three, because the first one fills the caches. */
async function dump(server: RealPostgres, folder: string): Promise<number> {
  const seconds: number[] = [];
  for (let repeat = 0; repeat < 3; repeat += 1) {
    const startedAtMs = performance.now();
    const file = join(folder, "dump.sql");
    const chosen = tables.flatMap((table) => ["-t", table]);
    await run(join(findPostgres(), "pg_dump"), ["--data-only", "-f", file, ...chosen, server.url("mission_control")]);
    seconds.push((performance.now() - startedAtMs) / 1000);
  }
  return seconds.toSorted((one, other) => one - other)[1] ?? 0;
}

type ChildResult = { seconds: number; rows: number; memoryMb: number };

function childOf(folder: string, url: string, yardstick: number) {
  const urlFile = join(folder, "url.txt");
  writeFileSync(urlFile, url);
  return async (step: "set" | "full pull" | "pull" | "push", what: string = step): Promise<MirrorBenchRow> => {
    const script = join(import.meta.dirname, "mirror-child.ts");
    const args = ["--max-semi-space-size=4", script, join(folder, "data"), urlFile, step, String(sizes.pushed)];
    const { stdout } = await run(process.execPath, args);
    const { seconds, rows, memoryMb }: ChildResult = JSON.parse(stdout);
    console.error(`${what}: ${round(seconds)} s`);
    return { what, seconds, "of pg_dump": seconds / yardstick, rows, "memory MB": Math.round(memoryMb) };
  };
}
