import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import type { AdoptableAgent } from "../../shared/adoption.ts";
import type { AgentMode } from "../../shared/agent-modes.ts";
import { agentKey } from "../../shared/identity.ts";
import { readAgentSyncStates } from "../database/agent-sync-states.ts";
import { listAgents } from "../database/agents.ts";
import { listFileVersions } from "../database/file-versions.ts";
import { readAgentModes } from "../database/gateway-notes.ts";
import { keepTheirs } from "../database/written-files.ts";
import { checkDrift } from "../provisioning/check-drift.ts";
import type { ProvisioningFixture } from "../provisioning/test-fixture.ts";
import { entryOf, type HandMade, makeByHand } from "../provisioning/test-foreign-agents.ts";
import { fixture, open } from "../provisioning/test-open-fixture.ts";
import { adoptAgents, listAdoptable, previewAdoption } from "./adopt-agents.ts";
import { changeAgentMode } from "./change-agent-mode.ts";
import { releaseAgent } from "./release-agent.ts";
import { restoreFromBin } from "./restore-from-bin.ts";

const token = "hvQ7cB0zY1wU2sR3eT4yU5iO6pA7sD8fG9hJ0kL1zXc";
const huge = "An endless tale. ".repeat(80_000);

/** Agents of many kinds, as people and other programs make them. */
function oddAgents(): HandMade[] {
  const home = (id: string) => ({ workspace: `/home/owner/${id}` });
  const plain = Array.from({ length: 12 }, (_, index) => ({
    id: `plain-${index}`,
    settings: { ...home(`plain-${index}`), name: `Plain ${index}`, model: "their/model" },
    files: { "SOUL.md": `Soul ${index}\n`, "AGENTS.md": `# Rules ${index}\n` },
  }));
  return [
    ...plain,
    { id: "under_score", settings: home("under_score"), files: { "SOUL.md": "Low line\n" } },
    { id: "UPPER_Case", settings: home("upper") },
    { id: "nothing", settings: home("nothing") },
    { id: "empty-files", settings: home("empty"), files: { "SOUL.md": "", "TOOLS.md": "", "USER.md": "" } },
    { id: "tools", settings: home("tools"), files: { "AGENTS.md": "# Mine\n\n## Tools\n\nA hammer.\n\n## Other\n" } },
    {
      id: "with-token",
      settings: home("t"),
      files: { "TOOLS.md": `AUTH_TOKEN=${token}\n`, "AGENTS.md": `AUTH_TOKEN=${token}` },
    },
    { id: "huge", settings: home("huge"), files: { "SOUL.md": huge, "MEMORY.md": huge } },
    { id: "latin", settings: home("latin"), files: { "USER.md": "a person" } },
    {
      id: "beating",
      settings: { ...home("beating"), heartbeat: { every: "45m" } },
      files: { "HEARTBEAT.md": "Beat\n" },
    },
    {
      id: "memory",
      settings: home("memory"),
      files: { "MEMORY.md": "Remembers\n", "BOOTSTRAP.md": "Ask who you are.\n" },
    },
    { id: "no-workspace", settings: { name: "Without" }, files: { "SOUL.md": "Somewhere\n" } },
    { id: "jinja", settings: home("jinja"), files: { "SOUL.md": "{{ not a template }} {% raw %}\n" } },
    { id: "twin-one", settings: home("twins"), files: { "SOUL.md": "We\n" } },
    { id: "twin-two", settings: home("twins") },
    { id: "linked", settings: home("linked"), files: { "AGENTS.md": "Linked\n" } },
    { id: "linked-out", settings: home("linked-out") },
  ];
}

async function openWithOdd(version: string): Promise<ProvisioningFixture> {
  const opened = await open({ gateway: { version }, boards: 1, agents: 2 });
  expect((await opened.sync({ rotateTokens: true })).status).toBe("succeeded");
  const { gateway } = opened;
  makeByHand(gateway, oddAgents());
  gateway.writeFile("upper_case", "SOUL.md", "Loud\n");
  gateway.writeBytes("latin", "SOUL.md", Buffer.from("na\xefve caf\xe9\n", "latin1"));
  gateway.linkFile("linked", "SOUL.md", "inside");
  gateway.linkFile("linked-out", "SOUL.md", "outside");
  gateway.resetCounters();
  return opened;
}

const configHash = () => createHash("sha256").update(JSON.stringify(fixture.gateway.config())).digest("hex");
const services = () => ({ ...fixture.app, startedBy: "test" });
const writes = () => [fixture.gateway.fileWrites, fixture.gateway.configWrites];

function adopt(wanted: string[] | null, mode: AgentMode | null = null) {
  const { gatewayId, boardIds } = fixture;
  return adoptAgents(services(), { gatewayId, boardId: boardIds[0] ?? "", mode, wanted });
}

const idOf = (key: string) => listAgents(fixture.app.database).find((agent) => agentKey(agent) === key)?.id ?? "none";

describe.each(["2026.3.28", "2026.9.6"])("on %s", (version) => {
  test("adopting everything that can be writes nothing, now and at the next sync", async () => {
    const { app, gateway, gatewayId, sync } = await openWithOdd(version);
    const before = configHash();
    const listed = (await listAdoptable(app, gatewayId)).agents;
    const whyNot = new Map(listed.map((agent: AdoptableAgent) => [agent.key, agent.whyNot]));
    expect(listed).toHaveLength(29);
    const marked = [...whyNot].filter(([, why]) => why !== null).map(([key]) => key);
    // Older gateways serve a link that stays inside the workspace as a plain file.
    const links = version === "2026.3.28" ? ["linked-out"] : ["linked", "linked-out"];
    expect(marked.sort()).toEqual([...links, "main", "twin-one", "twin-two"]);
    expect(whyNot.get("twin-one")).toBe("it shares its workspace with twin-two");
    expect(whyNot.get("linked-out")).toBe("SOUL.md is a link to other files");

    const preview = await previewAdoption(services(), {
      gatewayId,
      boardId: fixture.boardIds[0] ?? "",
      mode: null,
      wanted: null,
    });
    expect(preview.adopted).toHaveLength(29 - marked.length);
    expect(listAgents(app.database)).toHaveLength(3);
    const { adopted, runId } = await adopt(null);
    expect(adopted.map(({ key }) => key).sort()).toEqual(
      listed.flatMap(({ key, whyNot: why }) => (why ? [] : [key])).sort(),
    );

    const first = await sync({ dryRun: true });
    expect(first.report.errors).toEqual([]);
    expect(first.plan?.summary).toMatchObject({
      create: 0,
      change: 0,
      conflict: 0,
      blocked: 0,
      configWrites: 0,
      tokensToRepair: 0,
    });
    const { status, report } = await sync({ overwrite: false, rotateTokens: true });
    expect([status, report.errors, report.stats.fileWrites, report.stats.configWrites]).toEqual([
      "succeeded",
      [],
      0,
      0,
    ]);
    expect(report.agents.filter(({ outcome }) => outcome !== "unchanged")).toEqual([]);
    await checkDrift(app, { gatewayId, startedBy: "test" });
    const states = readAgentSyncStates(
      app.database,
      adopted.map(({ agentId }) => agentId ?? ""),
    );
    expect([...states.values()].filter(({ state }) => state !== "synced")).toEqual([]);
    expect((await sync({ dryRun: true, verify: true })).plan?.summary).toMatchObject({
      create: 0,
      change: 0,
      configWrites: 0,
    });
    expect([writes(), configHash()]).toEqual([[0, 0], before]);

    // What they had is in the store, without the token.
    expect(listFileVersions(app.database, idOf("plain-3"), "SOUL.md")).toMatchObject([{ source: "adopted", runId }]);
    expect(listFileVersions(app.database, idOf("memory"), "BOOTSTRAP.md")).toHaveLength(1);
    expect(listFileVersions(app.database, idOf("huge"), "SOUL.md")).toEqual([]);
    expect(agentKey(listAgents(app.database).find(({ id }) => id === idOf("UPPER_Case")) ?? expect.fail())).toBe(
      "UPPER_Case",
    );
    expect(gateway.readFile("plain-0", "SOUL.md")).toBe("Soul 0\n");
  });

  test("a watched agent gets no write of any kind, whatever a run is asked for", async () => {
    const { app, gateway, sync, gatewayId } = await openWithOdd(version);
    await adopt(["plain-0", "tools", "beating", "nothing", "with-token"], "watch");
    const ids = ["plain-0", "tools", "beating", "nothing", "with-token"].map(idOf);
    gateway.resetCounters();
    const before = configHash();
    const log = () =>
      [...gateway.calls].filter(([method]) => /set|patch|send|create|update|delete|reset|run/.test(method));
    for (let round = 0; round < 10; round += 1) {
      gateway.writeFile("plain-0", "SOUL.md", `Edited ${round}\n`);
      const options = {
        overwrite: true,
        rotateTokens: true,
        rekeyAll: round > 5,
        resetSessions: true,
        forceBootstrap: true,
      };
      const { report } = await sync({ ...options, includeMain: false, agentIds: ids, verify: round % 2 === 0 });
      expect(report).toMatchObject({ agentsInScope: 5, agentsUnchanged: 5, errors: [] });
    }
    expect([writes(), log(), configHash()]).toEqual([[0, 0], [], before]);
    keepTheirs(app.database, idOf("plain-0"), "SOUL.md", null);
    const { plan } = await sync({ dryRun: true, agentIds: ids });
    expect(plan?.agents[0]).toMatchObject({ mode: "watch" });
    expect(JSON.stringify(plan?.agents)).toContain("only watched");
    await expect(checkDrift(app, { gatewayId, startedBy: "test" })).resolves.toMatchObject({ status: "succeeded" });
  });

  test("mode files writes what has no token, after its choice to keep has ended, and nothing else", async () => {
    const { app, gateway, sync } = await openWithOdd(version);
    await adopt(["plain-1"], "files");
    const before = configHash();
    const id = idOf("plain-1");
    keepTheirs(app.database, id, "SOUL.md", null);
    const tokenFile = version === "2026.3.28" ? "TOOLS.md" : "AGENTS.md";
    keepTheirs(app.database, id, tokenFile, null);
    const { report } = await sync({ rotateTokens: true });
    expect([report.errors, report.stats.fileWrites, report.stats.configWrites]).toEqual([[], 1, 0]);
    expect(gateway.readFile("plain-1", "SOUL.md")).not.toBe("Soul 1\n");
    expect([gateway.readFile("plain-1", "AGENTS.md"), configHash()]).toEqual(["# Rules 1\n", before]);
    await changeAgentMode(app, id, "full");
    expect(readAgentModes(app.database).has(id)).toBe(false);
    const full = await sync({ rotateTokens: true });
    expect(full.report.errors).toEqual([]);
    expect(fixture.tokenOf(id)).not.toBeNull();
    expect(entryOf(gateway, "plain-1")).toMatchObject({ workspace: "/home/owner/plain-1", model: "their/model" });
  });

  test.each(["files", "full"] as const)(
    "what others made stays theirs in mode %s, also when they or the board change it, until the operator takes ours",
    async (mode) => {
      const { app, gateway, sync, boardIds } = await openWithOdd(version);
      await adopt(["plain-3"], mode);
      const id = idOf("plain-3");
      gateway.writeFile("plain-3", "SOUL.md", "Soul 3, wiser\n");
      app.database.sqlite.prepare("UPDATE boards SET objective = 'Another one' WHERE id = ?").run(boardIds[0]);
      const { report } = await sync();
      expect(report.errors).toEqual([]);
      expect(gateway.readFile("plain-3", "SOUL.md")).toBe("Soul 3, wiser\n");
      expect(gateway.readFile("plain-3", "IDENTITY.md")).toBeUndefined();
      keepTheirs(app.database, id, "SOUL.md", null);
      await sync();
      expect(gateway.readFile("plain-3", "SOUL.md")).not.toBe("Soul 3, wiser\n");
    },
  );

  test("a released agent is not touched by any sync, and comes back from the bin as it was", async () => {
    const { app, gatewayId, sync } = await openWithOdd(version);
    await adopt(["plain-2", "under_score"], "files");
    const before = configHash();
    const id = idOf("plain-2");
    const binId = await releaseAgent(app, id);
    const { report } = await sync({ rotateTokens: true });
    expect([report.errors, writes(), configHash()]).toEqual([[], [0, 0], before]);
    const left = (await listAdoptable(app, gatewayId)).agents.map(({ key }) => key);
    expect([left.includes("plain-2"), left.includes("under_score")]).toEqual([true, false]);
    restoreFromBin(app, binId);
    expect([idOf("plain-2"), readAgentModes(app.database).get(id)]).toEqual([id, "files"]);
    const again = await sync({ rotateTokens: true });
    expect([again.report.errors, writes(), configHash()]).toEqual([[], [0, 0], before]);
  });
});

test("an agent that is gone from its gateway is not added again by a mode that adds none", async () => {
  const { gateway, sync, agentIds } = await openWithOdd("2026.9.6");
  await adopt(["plain-5"], "files");
  const config = gateway.config();
  const { entries } = config.agents as { entries: Record<string, object> };
  const { "plain-5": _, ...rest } = entries;
  gateway.setConfig({ ...config, agents: { ...(config.agents as object), entries: rest } } as never);
  const { report } = await sync({ dryRun: true, agentIds: [idOf("plain-5"), ...agentIds] });
  expect(report.agents.find(({ agentId }) => agentId === idOf("plain-5"))).toMatchObject({
    outcome: "skipped",
    reason: "gone",
  });
  expect(writes()).toEqual([0, 0]);
});
