import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { appendFileSync, chmodSync, chownSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import pg from "pg";
import { freePort } from "../real-gateway/free-port.ts";
import { findPostgres } from "./find-postgres.ts";

export type RealPostgres = {
  port: number;
  /** Of the superuser `postgres`, for a database. */
  url(database?: string): string;
  /** Runs statements as the superuser. */
  query(sql: string, values?: unknown[]): Promise<{ rows: Record<string, unknown>[] }>;
  /** Stops the server at once, as if it had crashed. */
  halt(): Promise<void>;
  /** Starts a halted server again, on the same port. */
  resume(): Promise<void>;
  /** Both. */
  restart(): Promise<void>;
  /** A self-signed certificate for `localhost` and 127.0.0.1 with which the server takes TLS connections; as PEM. */
  offerTls(options?: { required?: boolean }): Promise<string>;
  stop(): Promise<void>;
};

const password = "postgres-secret";

/** Starts a PostgreSQL of its own in a temporary folder, on 127.0.0.1; stopping it deletes its data. */
export async function startRealPostgres(): Promise<RealPostgres> {
  const programs = findPostgres();
  const port = await freePort();
  const owner = ownerOfServer();
  const folder = mkdtempSync(join(tmpdir(), "flight-deck-postgres-"));
  const data = join(folder, "data");
  if (owner) chownSync(folder, owner.uid, owner.gid);
  const passwordFile = join(folder, "password");
  writeFileSync(passwordFile, password);
  const run = (program: string, args: string[]) =>
    execFileSync(join(programs, program), args, { ...owner, stdio: "pipe", cwd: folder });
  run("initdb", ["-D", data, "-U", "postgres", "-A", "scram-sha-256", `--pwfile=${passwordFile}`, "-E", "UTF8", "-N"]);
  appendFileSync(join(data, "postgresql.conf"), configuration(port));
  const url = (database = "postgres") => `postgres://postgres:${password}@127.0.0.1:${port}/${database}`;

  let server: ChildProcess;
  const start = async () => {
    server = spawn(join(programs, "postgres"), ["-D", data], { ...owner, cwd: folder, stdio: "ignore" });
    await untilReady(url(), server);
  };
  // SIGQUIT is PostgreSQL's immediate shutdown, which also ends its children.
  const halt = async () => {
    if (server.exitCode !== null || server.signalCode !== null) return;
    const ended = once(server, "exit");
    server.kill("SIGQUIT");
    await ended;
  };
  await start();
  return {
    port,
    url,
    query: (sql, values) => withClient(url(), (client) => client.query(sql, values)),
    halt,
    resume: start,
    async restart() {
      await halt();
      await start();
    },
    async offerTls({ required = false } = {}) {
      const certificate = makeCertificate(folder, data, owner);
      appendFileSync(join(data, "postgresql.conf"), "ssl = on\n");
      if (required) requireTls(join(data, "pg_hba.conf"));
      await halt();
      server = spawn(join(programs, "postgres"), ["-D", data], { ...owner, cwd: folder, stdio: "ignore" });
      await untilReady(`${url()}?sslmode=no-verify`, server);
      return certificate;
    },
    async stop() {
      await halt();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** PostgreSQL refuses to run as root. */
function ownerOfServer(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const line = readFileSync("/etc/passwd", "utf8")
    .split("\n")
    .find((entry) => entry.startsWith("postgres:"));
  const [, , uid, gid] = line?.split(":") ?? [];
  return { uid: Number(uid ?? 65_534), gid: Number(gid ?? 65_534) };
}

const configuration = (port: number) => `
listen_addresses = '127.0.0.1,127.0.0.2'
port = ${port}
unix_socket_directories = ''
fsync = off
`;

function makeCertificate(folder: string, data: string, owner: { uid: number; gid: number } | undefined): string {
  const [key, certificate] = [join(data, "server.key"), join(data, "server.crt")];
  const subject = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"];
  const args = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-keyout", key, "-out", certificate];
  execFileSync("openssl", [...args, ...subject], { stdio: "pipe", cwd: folder });
  chmodSync(key, 0o600);
  for (const file of [key, certificate]) if (owner) chownSync(file, owner.uid, owner.gid);
  return readFileSync(certificate, "utf8");
}

function requireTls(path: string): void {
  writeFileSync(path, readFileSync(path, "utf8").replace(/^host\b/gm, "hostssl"));
}

async function untilReady(url: string, server: ChildProcess): Promise<void> {
  while (true) {
    try {
      await withClient(url, (client) => client.query("SELECT 1"));
      return;
    } catch (error) {
      if (server.exitCode !== null || server.signalCode !== null) throw error;
      await wait(50);
    }
  }
}

async function withClient<T>(connectionString: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: 5_000, query_timeout: 60_000 });
  // A server that is stopped tells its clients, also those that are about to close.
  client.on("error", () => {});
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
