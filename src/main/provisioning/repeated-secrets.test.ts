import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { JsonObject } from "../../shared/records.ts";
import { listOrphans } from "../database/list-orphans.ts";
import { readHello } from "../gateway/read-hello.ts";
import { rememberSecret } from "../vault/known-secrets.ts";
import { ensureLead } from "./ensure-lead.ts";
import { open } from "./test-open-fixture.ts";

/** With letters only, so that it does not look like a token. */
const token = "the-gateway-token-of-this-test";
const orphanKey = "mc-00000000-0000-4000-8009-000000000009";

/** The data folder's files that hold the token in clear. */
function filesWithToken(dataDir: string): string[] {
  const entries = readdirSync(dataDir, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return entries.flatMap(({ parentPath, name }) =>
    readFileSync(join(parentPath, name)).includes(token) ? [name] : [],
  );
}

/** The configuration with an agent of our keys that has no record, and with other values for the agents that have one. */
function withTokenInRoster(config: JsonObject): JsonObject {
  const agents = config.agents as { entries?: Record<string, JsonObject>; list?: JsonObject[] };
  const changed = { name: `Named ${token}` };
  const added = { name: `Orphan ${token}`, workspace: "/w/orphan" };
  const list = agents.list?.map((entry) => ({ ...entry, ...changed }));
  const entries = Object.entries(agents.entries ?? {}).map(([key, entry]) => [key, { ...entry, ...changed }]);
  const roster = list
    ? { list: [...list, { id: orphanKey, ...added }] }
    : { entries: { ...Object.fromEntries(entries), [orphanKey]: added } };
  return { ...config, agents: { ...agents, ...roster } } as JsonObject;
}

describe.each(["2026.9.6", "2026.3.28"])("a gateway %s that repeats its token outside of errors", (version) => {
  test("in the reason of a failed turn and in its agents' names", async () => {
    const { app, gateway, gatewayId, boardIds, sync } = await open({ gateway: { version, token }, agents: 2 });
    gateway.failTurns(`model refused ${token}`);
    const { run } = await ensureLead(app, { boardId: boardIds[0] ?? "", startedBy: "test" });
    expect(run?.report.errors).toMatchObject([{ code: "turn-failed" }]);
    expect(run?.report.errors[0]?.message).toMatch(/its first turn failed: model refused \(secret\)$/);

    await sync({});
    gateway.setConfig(withTokenInRoster(gateway.config()));
    const { plan } = await sync({ dryRun: true });
    expect(plan?.configDiff).toContain('-        "name": "Named (secret)"');
    expect(listOrphans(app.database, gatewayId).orphans.map(({ name }) => name)).toEqual(["Orphan (secret)"]);
    expect(filesWithToken(app.dataDir)).toEqual([]);
  });
});

test("a gateway's version is without the secrets that it repeats", () => {
  rememberSecret(token);
  const hello = readHello({ protocol: 4, server: { version: `2026.9.6 ${token}` } } as never);
  expect(hello?.server.version).toBe("2026.9.6 (secret)");
});
