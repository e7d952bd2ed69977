import { describe, expect, test } from "vitest";
import { fixture, open } from "./test-open-fixture.ts";
import { outcomeOf } from "./test-sync-results.ts";

/* A symbolic link in the place of a workspace file, which gateways neither read nor write. */

const cases = [
  ["2026.9.6", "inside", "AGENTS.md"],
  ["2026.9.6", "outside", "AGENTS.md"],
  ["2026.3.28", "outside", "TOOLS.md"],
] as const;

describe.each(cases)("on %s, to a file %s the workspace", (version, to, tokenFile) => {
  async function openLinked(name: string) {
    const { sync, gateway, keyOf, agentIds } = await open({ gateway: { version }, boards: 1, agents: 2 });
    await sync({ rotateTokens: true });
    const [agentId = ""] = agentIds;
    gateway.linkFile(keyOf(agentId), name, to);
    return { agentId, key: keyOf(agentId) };
  }

  test.each([{}, { verify: true }])("plan and sync say what it is, by agent and file (%j)", async (options) => {
    const { agentId, key } = await openLinked("SOUL.md");
    const { sync, gateway } = fixture;
    gateway.deleteFile(key, "IDENTITY.md");
    const planned = await sync({ ...options, dryRun: true });
    const files = planned.plan?.agents.find((agent) => agent.agentId === agentId)?.files;
    expect(files?.find(({ name }) => name === "SOUL.md")).toMatchObject({ action: "blocked" });
    expect(files?.find(({ name }) => name === "IDENTITY.md")).toMatchObject({ action: "create" });
    const synced = await sync(options);
    for (const { report } of [planned, synced]) {
      expect(report.errors).toMatchObject([{ code: "file-rejected", severity: "error", agentId }]);
      expect(report.errors[0]?.message).toMatch(
        /^SOUL\.md of agent "Agent 0" is not a plain file in its workspace, probably a symbolic link/,
      );
      expect(report.errors[0]?.hint).toContain("replace SOUL.md");
      expect(outcomeOf(report, agentId)).toMatchObject({ outcome: "failed", filesWritten: ["IDENTITY.md"] });
    }
    expect(planned.report.errors[0]?.message).toBe(synced.report.errors[0]?.message);
  });

  test("in the place of the token's file refuses the agent, and mints nothing", async () => {
    const { agentId } = await openLinked(tokenFile);
    const before = fixture.tokenOf(agentId);
    for (const options of [{ dryRun: true }, {}, { rotateTokens: true }, { rekeyAll: true }]) {
      const { report } = await fixture.sync({ ...options, agentIds: [agentId], includeMain: false });
      expect(report.errors).toMatchObject([{ code: "file-rejected", agentId }]);
      expect(report.errors[0]?.message).toMatch(new RegExp(`^${tokenFile} of agent "Agent 0" is not a plain file`));
      expect(report.stats.fileWrites).toBe(0);
    }
    expect(fixture.tokenOf(agentId)).toBe(before);
  });
});

test.each(["2026.9.6", "2026.3.28"])("an agent's own file that is a link on %s is left alone", async (version) => {
  const { sync, gateway, keyOf, agentIds } = await open({ gateway: { version }, boards: 1, agents: 1 });
  await sync({ rotateTokens: true });
  gateway.linkFile(keyOf(agentIds[0] ?? ""), "MEMORY.md", "outside");
  for (const options of [{ dryRun: true }, {}, { verify: true }]) {
    expect((await sync(options)).report.errors).toEqual([]);
  }
});

test("a link that the gateway follows, on 2026.3.28, is a file like any other", async () => {
  const { sync, gateway, keyOf, agentIds } = await open({ gateway: { version: "2026.3.28" }, boards: 1, agents: 1 });
  await sync({ rotateTokens: true });
  const key = keyOf(agentIds[0] ?? "");
  gateway.writeFile(key, "SOUL.md", "edited");
  gateway.linkFile(key, "SOUL.md", "inside");
  expect((await sync()).report).toMatchObject({ errors: [], agentsUpdated: 1 });
  expect(gateway.readFile(key, "SOUL.md")).not.toBe("edited");
});

test.each(["2026.9.6", "2026.3.28"])("a file that %s replaces while it is read is read once more", async (version) => {
  const { sync, gateway, keyOf, agentIds } = await open({ gateway: { version }, boards: 1, agents: 1 });
  await sync();
  const agentId = keyOf(agentIds[0] ?? "");
  const refused = gateway.inject({
    kind: "error",
    method: "agents.files.get",
    agentId,
    code: "INVALID_REQUEST",
    message: 'unsafe workspace file "SOUL.md"',
    times: 1,
  });
  const { status, report } = await sync({ verify: true });
  expect(refused.hits).toBe(1);
  expect({ status, errors: report.errors, writes: report.stats.fileWrites }).toEqual({
    status: "succeeded",
    errors: [],
    writes: 0,
  });
});
