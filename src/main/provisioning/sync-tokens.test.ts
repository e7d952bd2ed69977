import { describe, expect, test } from "vitest";
import type { RunEvent, SyncReport } from "../../shared/sync.ts";
import { readAgentSyncStates } from "../database/agent-sync-states.ts";
import { readAgent, updateAgent } from "../database/agents.ts";
import { importFleet } from "../database/import-fleet.ts";
import { fixture, open } from "./test-open-fixture.ts";
import { expectTokensVerify, outcomeOf } from "./test-sync-results.ts";
import { hashToken, mintToken } from "./tokens/hash-token.ts";
import { withoutToken } from "./tokens/test-token-lines.ts";

describe("tokens", () => {
  test("a lost token is repaired for its agent alone", async () => {
    const { sync, gateway, agentIds } = await open();
    await sync({ rotateTokens: true });
    const [lost = "", other = ""] = agentIds;
    const before = fixture.tokenOf(other);
    const agents = gateway.readFile(fixture.keyOf(lost), "AGENTS.md") ?? "";
    gateway.writeFile(fixture.keyOf(lost), "AGENTS.md", withoutToken(agents));
    const skipped = await sync();
    expect(outcomeOf(skipped.report, lost)).toMatchObject({ outcome: "skipped", reason: "no-token" });
    const repaired = await sync({ rotateTokens: true });
    expect(repaired.report).toMatchObject({ agentsUpdated: 1, agentsUnchanged: 5, errors: [] });
    expect(fixture.tokenOf(other)).toBe(before);
    await expectTokensVerify(fixture);
  });

  test("a drifted token is a warning, and repaired when asked", async () => {
    const { sync, gateway, agentIds } = await open();
    await sync({ rotateTokens: true });
    const [drifted = ""] = agentIds;
    const stray = "x".repeat(43);
    const agents = gateway.readFile(fixture.keyOf(drifted), "AGENTS.md") ?? "";
    gateway.writeFile(fixture.keyOf(drifted), "AGENTS.md", agents.replaceAll(fixture.tokenOf(drifted) ?? "", stray));
    const warned = await sync();
    expect(warned.status).toBe("succeeded");
    expect(warned.report.errors).toMatchObject([{ severity: "warning", code: "token-mismatch", agentId: drifted }]);
    expect((await sync({ rotateTokens: true })).report.errors).toEqual([]);
    expect(fixture.tokenOf(drifted)).not.toBe(stray);
    await expectTokensVerify(fixture);
  });

  test("another hash by import is taken only once the token on the gateway verifies against it", async () => {
    const { sync, gateway, app, agentIds } = await open();
    await sync({ rotateTokens: true });
    const [agentId = ""] = agentIds;
    const ours = readAgent(app.database, agentId);
    const theirToken = mintToken();
    const theirs = await hashToken(theirToken);
    const { boardId, gatewayId, name } = ours;
    const row = { id: agentId, board_id: boardId, gateway_id: gatewayId, name, agent_token_hash: theirs };
    const file = { agents: [{ ...row, updated_at: "2999-01-01T00:00:00Z" }] };
    expect(importFleet(app.database, app.vault, file).warnings).toHaveLength(1);
    const first = await sync();
    expect(first.report).toMatchObject({ agentsUnchanged: 6, errors: [] });
    expect(readAgent(app.database, agentId).agentTokenHash).toBe(ours.agentTokenHash);

    const key = fixture.keyOf(agentId);
    const agents = gateway.readFile(key, "AGENTS.md") ?? "";
    gateway.writeFile(key, "AGENTS.md", agents.replaceAll(fixture.tokenOf(agentId) ?? "", theirToken));
    const second = await sync();
    expect(second.report.errors).toEqual([]);
    expect(readAgent(app.database, agentId).agentTokenHash).toBe(theirs);
    expect(fixture.tokenOf(agentId)).toBe(theirToken);
  });

  test("re-key all gives every agent another token", async () => {
    const { sync, agentIds } = await open();
    await sync({ rotateTokens: true });
    const before = agentIds.map(fixture.tokenOf);
    expect((await sync({ rekeyAll: true })).report).toMatchObject({ agentsUpdated: 6, errors: [] });
    expect(agentIds.map(fixture.tokenOf).some((token, index) => token === before[index])).toBe(false);
    await expectTokensVerify(fixture);
  });
});

describe("a file is edited while tokens are replaced", () => {
  const versions = ["2026.3.28", "2026.9.6"];

  /** Makes an edit as soon as this agent's files are about to be written. */
  const whileWriting = (agentId: string, edit: () => void) => ({
    onEvent: (event: RunEvent) => {
      if (event.type === "agent-state" && event.state === "writing" && event.agentId === agentId) edit();
    },
  });

  async function openSynced(version: string) {
    await open({ gateway: { version } });
    await fixture.sync({ rotateTokens: true });
    const [, , , agent = ""] = fixture.agentIds;
    const tokenFile = version === "2026.3.28" ? "TOOLS.md" : "AGENTS.md";
    return { agent, tokenFile, key: fixture.keyOf(agent) };
  }

  test.each(versions)("%s: a file without the token, and the new token is valid anyway", async (version) => {
    const { agent, key } = await openSynced(version);
    fixture.gateway.writeFile(key, "SOUL.md", "edited before");
    const before = fixture.tokenOf(agent);
    const edit = () => fixture.gateway.writeFile(key, "SOUL.md", "edited meanwhile");
    const { report } = await fixture.sync({ rekeyAll: true }, whileWriting(agent, edit));
    expect(report.errors.map(({ code }) => code)).toEqual(["file-conflict"]);
    expect(fixture.tokenOf(agent)).not.toBe(before);
    await expectTokensVerify(fixture);
  });

  test.each(versions)("%s: another file with the token, and its lack of the new one is told", async (version) => {
    const { agent, key } = await openSynced(version);
    updateAgent(fixture.app.database, agent, { soulTemplate: "Token: {{ auth_token }}" });
    await fixture.sync();
    const edit = () => fixture.gateway.writeFile(key, "SOUL.md", "edited meanwhile");
    const { report } = await fixture.sync({ rekeyAll: true }, whileWriting(agent, edit));
    expect(report.errors.map(({ code }) => code)).toEqual(["file-conflict", "token-not-written"]);
    expect(report.errors[1]?.message).toContain("has a new token, but SOUL.md");
    await expectTokensVerify(fixture);
    expect((await fixture.sync()).report.errors).toEqual([]);
    expect(fixture.gateway.readFile(key, "SOUL.md")).toBe(`Token: ${fixture.tokenOf(agent)}`);
  });

  test.each(versions)("%s: the file of the token, and the old one stays valid everywhere", async (version) => {
    const { agent, key, tokenFile } = await openSynced(version);
    updateAgent(fixture.app.database, agent, { soulTemplate: "Token: {{ auth_token }}" });
    await fixture.sync();
    const before = fixture.tokenOf(agent);
    const edit = () => {
      const content = fixture.gateway.readFile(key, tokenFile) ?? "";
      fixture.gateway.writeFile(key, tokenFile, `${content}\nedited meanwhile`);
    };
    const { report } = await fixture.sync({ rekeyAll: true }, whileWriting(agent, edit));
    expect(report.errors.map(({ code }) => code)).toEqual(["file-conflict", "token-not-written"]);
    expect(report.errors[1]?.message).toContain("keeps its old token");
    expect(fixture.tokenOf(agent)).toBe(before);
    await expectTokensVerify(fixture);
    expect((await fixture.sync()).report.errors).toEqual([]);
    expect(fixture.gateway.readFile(key, "SOUL.md")).toBe(`Token: ${before}`);
  });
});

/** The agent's token file was written with a new token that was not read back. */
async function openCutOff(): Promise<{ agent: string }> {
  const { sync, gateway, agentIds } = await open();
  await sync({ rotateTokens: true });
  const [agent = ""] = agentIds;
  const before = fixture.tokenOf(agent);
  const cancel = new AbortController();
  gateway.setLatency(150);
  const watching = setInterval(() => {
    if (fixture.tokenOf(agent) !== before) cancel.abort(new Error("cancelled"));
  }, 1);
  await sync({ rekeyAll: true, agentIds: [agent], includeMain: false }, { signal: cancel.signal });
  clearInterval(watching);
  gateway.setLatency(0);
  expect(fixture.tokenOf(agent)).not.toBe(before);
  return { agent };
}

describe("a re-key that is cut off before it was read back", () => {
  const outcomes = ({ agents }: SyncReport) => agents.map(({ agentId, outcome }) => [agentId, outcome]);

  test("is found by a sync of what is out of sync", async () => {
    const { agent } = await openCutOff();
    expect(readAgentSyncStates(fixture.app.database, [agent]).get(agent)?.state).toBe("out-of-sync");
    await fixture.sync({ outOfSyncOnly: true });
    await expectTokensVerify(fixture);
    expect(readAgentSyncStates(fixture.app.database, [agent]).get(agent)?.state).toBe("synced");
  });

  test("is a change: of the plan, of the dry run and of the sync", async () => {
    const { agent } = await openCutOff();
    const work = { agentIds: [agent], includeMain: false };
    const { report, plan } = await fixture.sync({ ...work, dryRun: true });
    expect(plan?.agents).toMatchObject([{ agentId: agent, token: "adopt", files: [] }]);
    expect(outcomes(report)).toEqual([[agent, "updated"]]);
    expect(readAgentSyncStates(fixture.app.database, [agent]).get(agent)?.state).toBe("out-of-sync");
    expect(report.agents).toMatchObject([{ reason: "token-adopted" }]);
    expect((await fixture.sync(work)).report.agents).toMatchObject([
      { agentId: agent, outcome: "updated", reason: "token-adopted" },
    ]);
    expect(outcomes((await fixture.sync(work)).report)).toEqual([[agent, "unchanged"]]);
    await expectTokensVerify(fixture);
  });
});
