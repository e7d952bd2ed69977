import { once } from "node:events";
import { createServer } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { freePort } from "../../scripts/real-gateway/free-port.ts";
import { checkSource } from "../../src/main/mirror/source/check-source.ts";
import { parseSourceUrl } from "../../src/main/mirror/source/parse-source-url.ts";
import type { MirrorTlsMode } from "../../src/shared/mirror.ts";
import { type MissionControl, startMissionControl } from "./mission-control.ts";

let control: MissionControl;
beforeAll(async () => {
  control = await startMissionControl();
});
afterAll(() => control?.stop());

async function check(
  url: string,
  { tls = null, caPem = null }: { tls?: MirrorTlsMode | null; caPem?: string | null } = {},
) {
  const address = parseSourceUrl(url);
  const result = await checkSource({ address, tls: tls ?? address.tls, caPem });
  const stages = result.check.stages.map(({ stage, result: outcome }) => `${stage} ${outcome}`);
  const last = result.check.stages.find(({ result: outcome }) => outcome === "failed") ?? result.check.stages.at(-1);
  expect(JSON.stringify(result)).not.toContain("secret");
  return { ...result, stages, failed: last?.stage, text: last?.text ?? "", hint: last?.hint ?? "" };
}

const onDatabase = (url: string, database: string) => url.replace(/[^/]*$/, database);

describe("the check of a connection", () => {
  it("passes in every stage, in SQLAlchemy's spelling too, whatever the environment says", async () => {
    for (const name of ["PGPASSWORD", "PGUSER", "PGDATABASE", "PGHOST"]) process.env[name] = "wrong";
    process.env.PGSSLMODE = "verify-full";
    const {
      stages,
      check: result,
      tls,
      text,
    } = await check(control.url.replace("postgres://", "postgresql+psycopg://"));
    for (const name of ["PGPASSWORD", "PGUSER", "PGDATABASE", "PGHOST", "PGSSLMODE"]) delete process.env[name];
    expect(stages).toEqual(["address ok", "tls ok", "login ok", "database ok", "tables ok", "rights ok"]);
    expect(result).toMatchObject({ ok: true, isReadOnly: false, migration: "a9b1c2d3e4f7" });
    expect(tls).toBe("off");
    expect(text).toBe("The user may read and write.");
  });

  it("names the address where nothing listens", async () => {
    const port = await freePort();
    const result = await check(`postgres://mc:secret@127.0.0.1:${port}/mission_control`);
    expect(result.stages).toEqual([
      "address failed",
      "tls not-reached",
      "login not-reached",
      "database not-reached",
      "tables not-reached",
      "rights not-reached",
    ]);
    expect(result.text).toBe(`Nothing listens at 127.0.0.1 port ${port}.`);
  });

  it("fails at TLS or login where something else listens", async () => {
    const server = createServer((socket) => socket.on("error", () => {}).end("HTTP/1.1 400 Bad Request\r\n\r\n"));
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const address = server.address();
    const port = typeof address === "object" ? address?.port : 0;
    expect((await check(`postgres://mc:secret@127.0.0.1:${port}/mission_control`)).failed).toBe("tls");
    server.close();
  });

  it("tells a wrong password from an unknown database", async () => {
    const wrong = await check(control.url.replace("postgres-secret", "other-secret"));
    expect(wrong.failed).toBe("login");
    expect(wrong.text).toBe('PostgreSQL refused the password of user "postgres".');
    const none = await check(control.url.replace(":postgres-secret", ""));
    expect(none.text).toBe('PostgreSQL asks for the password of user "postgres", and the URL has none.');
    const unknown = await check(onDatabase(control.url, "nowhere"));
    expect(unknown.stages.slice(0, 4)).toEqual(["address ok", "tls ok", "login ok", "database failed"]);
    expect(unknown.text).toBe('PostgreSQL has no database "nowhere".');
  });

  it("names the tables that another database lacks", async () => {
    const result = await check(onDatabase(control.url, "postgres"));
    expect(result.failed).toBe("tables");
    expect(result.text).toContain("lacks the tables organizations, users,");
  });

  it("recognises a role that may only read, and one that may not even that", async () => {
    const reader = await check(await control.addRole("reader", "reader-secret", "SELECT"));
    expect(reader.stages.at(-1)).toBe("rights notice");
    expect(reader.check).toMatchObject({ ok: true, isReadOnly: true });
    expect(reader.text).toContain("INSERT on gateways, UPDATE on gateways");
    expect(reader.text).toContain("Nothing is written back.");
    const careful = await check(await control.addRole("careful", "careful-secret", "SELECT, INSERT, UPDATE"));
    expect(careful.check).toMatchObject({ ok: true, isReadOnly: true });
    expect(careful.text).toContain("it lacks DELETE on gateways, DELETE on boards, DELETE on agents.");
    const stranger = await check(await control.addRole("stranger", "stranger-secret", "INSERT"));
    expect(stranger.failed).toBe("rights");
    expect(stranger.check.ok).toBe(false);
    await control.query("ALTER ROLE reader SET default_transaction_read_only = on");
    await control.query("GRANT ALL ON ALL TABLES IN SCHEMA public TO reader");
    const replica = await check(`postgres://reader:reader-secret@127.0.0.1:${control.server.port}/mission_control`);
    expect(replica.check.isReadOnly).toBe(true);
  });

  it("takes an older schema, and says what a changed one lacks", async () => {
    await control.query("ALTER TABLE agents DROP COLUMN wake_attempts, ADD COLUMN unknown_to_us text");
    const older = await check(control.url);
    expect(older.check.ok).toBe(true);
    expect(older.check.stages[4]?.text).toContain("Without the newer columns agents.wake_attempts.");
    await control.query("ALTER TABLE agents ADD COLUMN wake_attempts integer NOT NULL DEFAULT 0");
    await control.query("ALTER TABLE users RENAME TO people");
    expect((await check(control.url)).text).toBe("The database lacks the table users.");
    await control.query("ALTER TABLE people RENAME TO users; ALTER TABLE boards RENAME COLUMN objective TO aim");
    expect((await check(control.url)).text).toBe("The database lacks the column boards.objective.");
    await control.query("ALTER TABLE boards RENAME COLUMN aim TO objective");
  });
});

// Last, because the server keeps requiring TLS.
describe("a server that requires TLS", () => {
  let certificate = "";
  beforeAll(async () => {
    certificate = await control.server.offerTls({ required: true });
  });
  const url = (query = "") => `${control.url}${query}`;

  it("is met with TLS by itself, and refuses a connection without", async () => {
    const result = await check(url());
    expect(result.tls).toBe("require");
    expect(result.check.stages[1]?.text).toMatch(/^TLSv1\.\d; the server's certificate is not verified\.$/);
    const plain = await check(url("?sslmode=disable"));
    expect(plain.failed).toBe("login");
    expect(plain.text).toContain("without TLS");
    expect(plain.hint).toContain("Turn TLS on");
  });

  it("is verified by the given authority", async () => {
    expect((await check(url("?sslmode=verify-full"))).failed).toBe("tls");
    expect((await check(url("?sslmode=verify-ca"))).text).toContain("certificate was not accepted");
    expect((await check(url("?sslmode=verify-full"), { caPem: certificate })).check.ok).toBe(true);
    expect((await check(url("?sslmode=verify-ca"), { caPem: certificate })).check.ok).toBe(true);
  });

  it("must be made out to the host that is asked for, unless only the authority counts", async () => {
    const other = url().replace("127.0.0.1", "127.0.0.2");
    const full = await check(`${other}?sslmode=verify-full`, { caPem: certificate });
    const authority = await check(`${other}?sslmode=verify-ca`, { caPem: certificate });
    expect([full.failed, authority.check.ok]).toEqual(["tls", true]);
  });
});
