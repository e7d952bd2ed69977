import { expect, it } from "vitest";
import { rememberSecret } from "../../vault/known-secrets.ts";
import { explainRefusal } from "../push/explain-refusal.ts";
import { connectToSource, type SourceConnection } from "./connect-to-source.ts";
import { explainSourceError } from "./explain-source-error.ts";

const address = { host: "127.0.0.1", port: 1, database: "mc", user: "mc", password: "planted p@ssword", tls: null };
const connection: SourceConnection = { address, tls: "off", caPem: null };

it("what a server says is told without the password that it repeats, and on one line", async () => {
  await expect(connectToSource(connection)).rejects.toThrow();
  const said = new Error("no user mc with planted p@ssword\nor planted%20p%40ssword\u001b[2J");
  expect(explainSourceError(said, connection).message).toBe(
    "The database at 127.0.0.1 port 1 cannot be used: no user mc with (secret) or (secret) [2J.",
  );
});

it("a password that is a word of PostgreSQL's texts changes nothing about how they are understood", async () => {
  const plain = { ...connection, address: { ...address, password: "password" } };
  await expect(connectToSource(plain)).rejects.toThrow();
  const failure = explainSourceError(new Error("client password must be a string"), plain);
  expect(failure.message).toContain("the URL has none");
});

it("a row that is refused is told without the token that a trigger repeats", () => {
  rememberSecret("planted-gateway-token");
  const raised = Object.assign(new Error("token planted-gateway-token is too weak"), { code: "P0001" });
  expect(explainRefusal(raised)).toBe("token (secret) is too weak");
});
