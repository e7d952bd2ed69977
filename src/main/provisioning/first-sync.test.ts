import { describe, expect, test } from "vitest";
import type { RunEvent } from "../../shared/sync.ts";
import { readAgentTokenStates } from "../database/agent-token-state.ts";
import { readAgent, updateAgent } from "../database/agents.ts";
import { applySavedPlan } from "./apply-saved-plan.ts";
import { fixture, open } from "./test-open-fixture.ts";
import { expectTokensVerify, outcomeOf } from "./test-sync-results.ts";
import { mintToken } from "./tokens/hash-token.ts";

const dialects = [
  ["2026.9.6", "AGENTS.md"],
  ["2026.3.28", "TOOLS.md"],
] as const;

function countFound(fileName: string): unknown {
  const sql = "SELECT count(*) FROM file_versions WHERE file_name = ? AND source NOT IN ('written', 'seeded')";
  return fixture.app.database.sqlite.prepare(sql).pluck().get(fileName);
}

describe.each(dialects)("on %s", (version, tokenFile) => {
  const openFleet = () => open({ gateway: { version }, agents: 3, boards: 1 });

  test("the first sync of a fresh fleet needs no option, and the second changes nothing", async () => {
    const { sync } = await openFleet();
    const planned = await sync({ dryRun: true });
    expect(planned).toMatchObject({ status: "succeeded", report: { errors: [] } });
    expect(planned.plan?.agents).toMatchObject(Array(4).fill({ token: "new", blocked: null, entry: { kind: "add" } }));
    expect(planned.plan?.summary).toMatchObject({ firstTokens: 4, tokensToRepair: 4, agentsToAdd: 4, blocked: 0 });
    const { status, report } = await sync();
    expect({ status, errors: report.errors }).toEqual({ status: "succeeded", errors: [] });
    expect(report).toMatchObject({ agentsUpdated: 3, mainUpdated: true });
    await expectTokensVerify(fixture);
    expect((await sync()).report).toMatchObject({ agentsUnchanged: 3, mainUpdated: false, errors: [] });
  });

  test("a saved plan of a fresh fleet is applied, and a second time finds it done", async () => {
    const { app, sync } = await openFleet();
    const { plan } = await sync({ dryRun: true });
    if (!plan) throw new Error("no plan");
    expect((await applySavedPlan(app, { plan, startedBy: "test" })).report).toMatchObject({
      agentsUpdated: 3,
      errors: [],
    });
    await expectTokensVerify(fixture);
    const hashes = () => fixture.agentIds.map((id) => readAgent(app.database, id).agentTokenHash);
    const before = hashes();
    await applySavedPlan(app, { plan, startedBy: "test" });
    expect(hashes()).toEqual(before);
  });

  test.each(["adding", "writing"] as const)("one that is cut off while %s is completed by the next", async (when) => {
    const { sync, gateway, agentIds } = await openFleet();
    const cancel = new AbortController();
    gateway.setLatency(20);
    await sync(
      {},
      {
        signal: cancel.signal,
        onEvent: (event) => {
          const isNow =
            when === "adding" ? event.type === "phase" && event.phase === "writing-files" : gateway.fileWrites > 4;
          if (isNow) cancel.abort(new Error("cancelled"));
        },
      },
    );
    gateway.setLatency(0);
    expect(agentIds.every((id) => readAgent(fixture.app.database, id).agentTokenHash)).toBe(false);
    const { status, report } = await sync();
    expect({ status, errors: report.errors }).toEqual({ status: "succeeded", errors: [] });
    await expectTokensVerify(fixture);
  });

  const startingFiles = ["AGENTS.md", "SOUL.md", "IDENTITY.md", "USER.md", "BOOTSTRAP.md"];
  const seededFiles = tokenFile === "TOOLS.md" ? [...startingFiles, "TOOLS.md", "HEARTBEAT.md"] : startingFiles;

  async function cutOffAndSeed() {
    const opened = await openFleet();
    const { sync, gateway, agentIds, keyOf } = opened;
    const cancel = new AbortController();
    const onEvent = (event: RunEvent) => {
      if (event.type === "phase" && event.phase === "writing-files") cancel.abort(new Error("cancelled"));
    };
    await sync({}, { signal: cancel.signal, onEvent });
    for (const id of agentIds) {
      for (const name of seededFiles) gateway.writeFile(keyOf(id), name, `# ${name}\n\nThe gateway's own.`);
    }
    return opened;
  }

  test("agents that were only added, and whose workspaces the gateway filled meanwhile, are completed by the next", async () => {
    const { sync } = await cutOffAndSeed();
    const planned = await sync({ dryRun: true });
    expect(planned.plan?.agents).toMatchObject(Array(4).fill({ token: "new", blocked: null }));
    const { status, report } = await sync();
    expect({ status, errors: report.errors }).toEqual({ status: "succeeded", errors: [] });
    expect(report).toMatchObject({ agentsUpdated: 3, mainUpdated: true });
    await expectTokensVerify(fixture);
    expect(countFound("SOUL.md")).toBe(3);
    expect((await sync()).report).toMatchObject({ agentsUnchanged: 3, mainUpdated: false, errors: [] });
  });

  /** As by a turn, or by another tool, before any file was written. */
  const seed = (id: string) => {
    const { gateway, keyOf } = fixture;
    for (const name of seededFiles) {
      gateway.writeFile(keyOf(id), name, `# ${name}\n\nA starting file of the practice gateway. Make it yours.\n`);
    }
  };

  test("a first provisioning replaces the gateway's blank USER.md and clears its BOOTSTRAP.md: they hold no work of an operator", async () => {
    const { sync, gateway, agentIds, mainId, keyOf } = await cutOffAndSeed();
    const [lead = "", worker = "", other = ""] = agentIds;
    for (const id of [...agentIds, mainId]) seed(id);
    gateway.writeFile(keyOf(other), "USER.md", "# USER.md\n\nOlga likes short answers.\n");
    gateway.writeFile(keyOf(other), "BOOTSTRAP.md", "# BOOTSTRAP.md\n\nAsk Olga first.\n");

    const { plan } = await sync({ dryRun: true });
    const planned = plan?.agents.find(({ agentId }) => agentId === worker)?.files ?? [];
    for (const name of ["USER.md", "BOOTSTRAP.md"]) {
      const step = planned.find((file) => file.name === name);
      expect(step).toMatchObject({ action: "change", reason: "still as OpenClaw made it" });
    }
    const { status, report } = await sync();

    expect({ status, errors: report.errors }).toEqual({ status: "succeeded", errors: [] });
    for (const id of [lead, worker]) expect(gateway.readFile(keyOf(id), "USER.md")).toContain("Olga Owner");
    for (const id of [worker, mainId]) expect(gateway.readFile(keyOf(id), "BOOTSTRAP.md")).toBe("");
    expect(gateway.readFile(keyOf(lead), "BOOTSTRAP.md")).toContain("First run");
    expect(gateway.readFile(keyOf(other), "USER.md")).toContain("Olga likes short answers.");
    expect(gateway.readFile(keyOf(other), "BOOTSTRAP.md")).toContain("Ask Olga first.");
    expect(countFound("BOOTSTRAP.md")).toBe(0);
    expect((await sync()).report).toMatchObject({ agentsUnchanged: 3, mainUpdated: false, errors: [] });
  });

  test("an agent that Mission Control made and never finished loses them with the repair of its token", async () => {
    const { app, sync, gateway, agentIds, keyOf } = await cutOffAndSeed();
    const [, worker = ""] = agentIds;
    seed(worker);
    updateAgent(app.database, worker, { agentTokenHash: "pbkdf2_sha256$1000$c2FsdHNhbHRzYWx0c2E$ZGlnZXN0" });

    await sync({ rotateTokens: true });

    expect(gateway.readFile(keyOf(worker), "USER.md")).toContain("Olga Owner");
    expect(gateway.readFile(keyOf(worker), "BOOTSTRAP.md")).toBe("");
  });

  test.each([
    ["a word like a token", () => `- ${mintToken()}`],
    ["AUTH_TOKEN", () => "| AUTH_TOKEN | my-own-token |"],
    ["its own id", (id: string) => `Agent ${id}`],
  ])("an agent with %s in any of its files is not new", async (_, line) => {
    const { sync, gateway, agentIds, keyOf } = await cutOffAndSeed();
    const [id = ""] = agentIds;
    gateway.writeFile(keyOf(id), "USER.md", `# User\n\n${line(id)}\n`);
    const { report } = await sync();
    expect(report.errors).toMatchObject([{ code: "token-unreadable", agentId: id }]);
    expect(report).toMatchObject({ agentsUpdated: 2, agentsSkipped: 1 });
    expect(gateway.readFile(keyOf(id), "SOUL.md")).toContain("The gateway's own.");
  });

  test("a token that was never verified, with files but without the token's own, is minted again", async () => {
    const { app, sync, gateway, agentIds, keyOf } = await openFleet();
    const [agent = ""] = agentIds;
    await sync();
    updateAgent(app.database, agent, { agentTokenHash: null });
    app.database.sqlite.prepare("UPDATE agent_token_state SET pending_hash = 'cut off', verified_hash = NULL").run();
    gateway.writeFile(keyOf(agent), tokenFile, "# Nothing yet");
    expect((await sync()).report).toMatchObject({ agentsUpdated: 1, errors: [] });
    await expectTokensVerify(fixture);
  });

  test("an agent that had a token still asks for a repair, wherever its files are", async () => {
    const { app, sync, gateway, gatewayId, agentIds, keyOf, tokenOf } = await openFleet();
    const [first = "", second = "", third = ""] = agentIds;
    await sync();
    // Without a hash, and with files on the gateway that have no token.
    updateAgent(app.database, second, { agentTokenHash: null });
    app.database.sqlite.prepare("DELETE FROM agent_token_state").run();
    gateway.writeFile(keyOf(second), tokenFile, "# Nothing here");
    // With a hash, and no longer on the gateway.
    await app.connections.of(gatewayId).call("agents.delete", { agentId: keyOf(third) }, { kind: "write" });
    gateway.resetCounters();
    const { status, report } = await sync();
    expect(status).toBe("failed");
    expect(report.errors.toSorted((a, b) => String(a.agentId).localeCompare(String(b.agentId)))).toMatchObject([
      { code: "token-unreadable", agentId: second, hint: expect.stringContaining("Repair tokens") },
      { code: "token-unreadable", agentId: third, message: expect.stringContaining("had a token") },
    ]);
    expect(gateway.fileWrites + gateway.configWrites).toBe(0);
    const before = tokenOf(first);
    expect((await sync({ rotateTokens: true })).report).toMatchObject({ agentsUpdated: 2, errors: [] });
    expect(tokenOf(first)).toBe(before);
    await expectTokensVerify(fixture);
  });

  test("a sync of chosen files gives no new agent half a token", async () => {
    const { app, sync, gateway, agentIds, mainId } = await openFleet();
    for (const dryRun of [true, false]) {
      const { report } = await sync({ fileNames: ["SOUL.md"], dryRun });
      expect(report.agentsSkipped).toBe(3);
      expect(report.errors).toMatchObject(
        Array(4).fill({ code: "token-unreadable", hint: expect.stringContaining("without choosing files") }),
      );
    }
    expect(gateway.fileWrites + gateway.configWrites).toBe(0);
    expect(readAgentTokenStates(app.database, [...agentIds, mainId]).size).toBe(0);
    expect(outcomeOf((await sync()).report, agentIds[0] ?? "")).toMatchObject({ outcome: "updated" });
  });
});
