import { describe, expect, test } from "vitest";
import { readAgent } from "../database/agents.ts";
import { fixture, open } from "./test-open-fixture.ts";
import { expectTokensVerify } from "./test-sync-results.ts";

const dialects = [
  ["2026.9.6", "AGENTS.md"],
  ["2026.3.28", "TOOLS.md"],
] as const;

describe.each(dialects)("an agent whose entry is gone and whose workspace is not, on %s", (version, tokenFile) => {
  async function loseEntry(content?: string) {
    const opened = await open({ gateway: { version }, agents: 2, boards: 1 });
    const { app, sync, agentIds, gatewayId, keyOf } = opened;
    const [id = ""] = agentIds;
    await sync();
    const agentId = keyOf(id);
    if (content !== undefined) opened.gateway.writeFile(agentId, tokenFile, content);
    await app.connections.of(gatewayId).call("agents.delete", { agentId, deleteFiles: false }, { kind: "write" });
    return { ...opened, id, hashOf: () => readAgent(app.database, id).agentTokenHash };
  }

  test("keeps a token that verifies when a repair brings it back", async () => {
    const { sync, hashOf } = await loseEntry();
    const before = hashOf();
    expect((await sync()).report.errors).toMatchObject([{ code: "token-unreadable" }]);
    expect(await sync({ rotateTokens: true })).toMatchObject({ status: "succeeded", report: { errors: [] } });
    expect(hashOf()).toBe(before);
    await expectTokensVerify(fixture);
    expect((await sync()).report).toMatchObject({ agentsUnchanged: 2, errors: [] });
  });

  test("gets a new one where none verifies", async () => {
    const { sync, hashOf } = await loseEntry("# Nothing here");
    const before = hashOf();
    expect(await sync({ rotateTokens: true })).toMatchObject({ status: "succeeded", report: { errors: [] } });
    expect(hashOf()).not.toBe(before);
    await expectTokensVerify(fixture);
  });

  test("gets a new one with a re-key", async () => {
    const { sync, hashOf } = await loseEntry();
    const before = hashOf();
    expect(await sync({ rekeyAll: true })).toMatchObject({ status: "succeeded", report: { errors: [] } });
    expect(hashOf()).not.toBe(before);
    await expectTokensVerify(fixture);
  });
});
