import { describe, expect, it } from "vitest";
import { parseSourceUrl } from "./parse-source-url.ts";

const usual = { host: "db", port: 5432, database: "mission_control", user: "mc", password: "pw", tls: null };

describe("the URL of Mission Control's database", () => {
  it.each([
    ["as libpq spells it", "postgresql://mc:pw@db/mission_control", {}],
    ["in short", " postgres://mc:pw@db:5432/mission_control\n", {}],
    ["as SQLAlchemy spells it", "postgresql+psycopg://mc:pw@db:6432/mission_control", { port: 6432 }],
    ["as a line of an environment file", "export DATABASE_URL='postgresql+asyncpg://mc:pw@db/mission_control'", {}],
    ["with an IPv6 address", "postgres://mc:pw@[::1]:5433/mission_control", { host: "::1", port: 5433 }],
    ["with an encoded password", "postgres://mc:p%40%2Fw%25@db/mission_control", { password: "p@/w%" }],
    [
      "with a password that should have been encoded",
      "postgres://mc:p@/w#%:@db/mission_control",
      { password: "p@/w#%:" },
    ],
    ["with an at sign in its options", "postgres://mc:pw@db/mission_control?application_name=a@b", {}],
    ["without a password", "postgres://mc@db/mission_control", { password: "" }],
    ["with a socket's folder", "postgres://mc:pw@/mission_control?host=/run/postgresql", { host: "/run/postgresql" }],
    ["without TLS", "postgres://mc:pw@db/mission_control?sslmode=disable", { tls: "off" }],
    ["with TLS if there is any", "postgres://mc:pw@db/mission_control?sslmode=prefer", {}],
    [
      "with a verified server",
      "postgres://mc:pw@db/mission_control?connect_timeout=3&sslmode=verify-full",
      { tls: "verify-full" },
    ],
    ["with TLS as asyncpg spells it", "postgres://mc:pw@db/mission_control?ssl=require", { tls: "require" }],
  ])("is read %s", (_, url, change) => {
    expect(parseSourceUrl(url)).toEqual({ ...usual, ...change });
  });

  it.each([
    ["is not the URL of a database", "secret"],
    ["does not begin with", "mysql://mc:secret@db/mission_control"],
    ["names no host", "postgres:///secret"],
    ["names several hosts", "postgres://mc:secret@/mission_control?host=a,b"],
    ["has a port", "postgres://mc:secret@db:port/mission_control"],
    ["names no user", "postgres://db/secret"],
    ["names no database", "postgres://mc:secret@db"],
    ["sslmode", "postgres://mc:secret@db/mission_control?sslmode=maybe"],
    ["CA file", "postgres://mc:secret@db/mission_control?sslrootcert=/ca.pem"],
  ])("is refused where it %s, and not repeated", (reason, url) => {
    const refusal = () => parseSourceUrl(url);
    expect(refusal).toThrow(expect.objectContaining({ code: "bad-input", message: expect.stringContaining(reason) }));
    expect(refusal).toThrow(expect.objectContaining({ message: expect.not.stringContaining("secret") }));
  });
});
