import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { homedir, hostname, userInfo } from "node:os";
import { join } from "node:path";
import { afterEach, expect, it } from "vitest";
import { decodeKey } from "../vault/data-key.ts";
import { openRouterFixture, type RouterFixture } from "./test-router-fixture.ts";

let fixture: RouterFixture;
afterEach(() => fixture.close());

const secret = (name: string) => `${name}-${randomBytes(18).toString("base64url")}`;

/** A text as it may be in a file: plain, in JSON, in an address, as hexadecimal digits or base64. */
function spellings(text: string): string[] {
  const bytes = Buffer.from(text);
  // A base64 of something around it begins at one of three places.
  const base64 = [0, 1, 2].map((before) =>
    Buffer.concat([Buffer.alloc(before), bytes])
      .toString("base64")
      .slice(4, -4),
  );
  const whole = [bytes.toString("base64"), ...(text.length > 12 ? base64 : [])].flatMap((it) => [
    it,
    it.replaceAll("+", "-").replaceAll("/", "_"),
  ]);
  return [text, JSON.stringify(text).slice(1, -1), encodeURIComponent(text), bytes.toString("hex"), ...whole].filter(
    (spelling) => spelling.length > 5 || spelling === text,
  );
}

it("a stranger finds no secret, name, path, address or content in it, whatever has failed", async () => {
  fixture = await openRouterFixture({ boards: 2, agents: 4 });
  const { client, gateway, gatewayId, boardIds, agentIds, dataDir } = fixture;
  const { services } = fixture.hostedApp;
  const planted = new Map<string, string>();
  const plant = (what: string, text: string) => {
    planted.set(what, text);
    return text;
  };
  plant("gateway token", gateway.token);
  plant("data key", decodeKey(readFileSync(join(dataDir, "data.key"), "utf8"))?.toString("base64url") ?? "");
  plant("data folder", dataDir);
  plant("host name", hostname());
  plant("home folder", homedir());
  const user = userInfo().username;
  const webhook = plant("webhook", `http://127.0.0.1:1/${secret("hook")}`);
  const proxy = plant("proxy password", secret("proxy"));
  const databasePassword = plant("database password", secret("pg"));

  // Names, as people give them.
  await client.gateways.update({ id: gatewayId, change: { name: plant("gateway", `Zürich "Prod" & Söhne`) } });
  await client.boards.update({ id: boardIds[0] ?? "", change: { name: plant("board", "Übersee/Fracht (neu)") } });
  await client.agents.update({ id: agentIds[0] ?? "", change: { name: plant("agent", "Quetzalcoatl") } });
  const run = async (sql: string, ...values: string[]) => services.database.sqlite.prepare(sql).run(...values);
  await run("UPDATE organizations SET name = ?", plant("organization", "Hrdlicka Handels AG"));
  await client.notifications.addWebhook({ name: plant("sink", "Nachtschicht"), form: "json", url: webhook });

  // Failures of many kinds, which repeat all of that.
  gateway.inject({
    kind: "error",
    method: "agents.files.set",
    code: "INVALID_REQUEST",
    message: `EACCES: permission denied, open '${plant("workspace path", "/srv/hrdlicka/agents/q7")}/SOUL.md' as olga@${plant("mail host", "post.hrdlicka.example")}`,
    times: 3,
  });
  await fixture.sync({ rotateTokens: true });
  const tokens = gateway.agentIds.flatMap((id) => [
    ...(gateway.readFile(id, "AGENTS.md") ?? "").matchAll(/AUTH_TOKEN=([\w-]+)/g),
  ]);
  expect(tokens.length).toBeGreaterThan(0);
  for (const [index, [, token = ""]] of tokens.entries()) plant(`agent token ${index}`, token);
  await gateway.kill();
  await fixture.sync();
  const gone = { id: agentIds[0] ?? "", confirmName: "Quetzalcoatl", evenIfGatewayAway: true };
  await client.agents.delete(gone);
  const words = [
    `Gateway "${planted.get("gateway")}" refused ${gateway.token}`,
    `connect ECONNREFUSED ${plant("address", "10.77.3.19")}:18789`,
    `getaddrinfo ENOTFOUND ${plant("other host", "olgas-macmini")}:18789`,
    `ENOENT: no such file or directory, open '${homedir()}/${plant("file", "Umzug 2026")}/fleet.json'`,
    `EPERM: operation not permitted, link 'C:\\Users\\${plant("Windows user", "okramer")}\\deck\\data.key' -> 'C:\\x'`,
    `password authentication failed for user "${plant("database user", "mc_reader")}" at postgres://mc_reader:${databasePassword}@db.hrdlicka.example/mc`,
    `proxy http://okramer:${proxy}@proxy.hrdlicka.example:3128 answered 407`,
    `webhook ${webhook} answered 500`,
    `template says "${plant("template text", "Du bist die Leitung der Fracht")}"`,
    `run of ${planted.get("agent")} on ${planted.get("board")} by ${user}@${hostname()}`,
    `the chat was '${plant("chat text", "Bitte Rechnung 4711 stornieren")}'`,
    `mail to ${plant("mail", "olga.kramer+x@hrdlicka.example")} bounced`,
    `${planted.get("organization")} and ${planted.get("sink")}`,
  ];
  for (const message of words) {
    const err = new TypeError(message);
    err.stack = `TypeError: ${message}\n    at start (${homedir()}/code/start-run.ts:12:3)`;
    services.log.error({ err }, message);
  }

  const { text } = await client.app.diagnostics();
  const found = [...planted].filter(([, value]) => spellings(value).some((spelling) => text.includes(spelling)));
  expect(found.map(([what]) => what)).toEqual([]);
  expect(text).not.toContain(`${user}@`);

  // An engineer still sees what failed, where, and on which of the gateways.
  const { runs, log, dataFolder } = JSON.parse(text);
  expect(runs.map((run: { gateway: number }) => run.gateway)).toEqual(runs.map(() => 1));
  expect(JSON.stringify(runs)).toMatch(/EACCES: permission denied, open '…'/);
  expect(log.map((line: { message: string }) => line.message)).toEqual(
    expect.arrayContaining(["connect ECONNREFUSED (address)", expect.stringContaining("answered 407")]),
  );
  expect(log.at(-1).error.at).toEqual(["start-run.ts:12"]);
  expect(dataFolder).toMatchObject({ keyPlace: "file", isPlaceUnsafe: false });
});
