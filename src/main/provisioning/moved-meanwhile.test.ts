import { afterEach, describe, expect, test } from "vitest";
import type { JsonObject } from "../../shared/records.ts";
import { updateAgent } from "../database/agents.ts";
import { updateGateway } from "../database/gateways.ts";
import { addRecords, entryOf, makeByHand } from "./test-foreign-agents.ts";
import { agentOf, openPlanFixture, type PlanFixture } from "./test-plan-fixture.ts";
import { errorOf, outcomeOf } from "./test-sync-results.ts";

let fixture: PlanFixture;
let worker: string;
let key: string;

afterEach(async () => {
  await fixture.close();
});

async function open(version: string): Promise<void> {
  fixture = await openPlanFixture({ gateway: { version } });
  worker = fixture.agentIds[2] ?? "";
  key = fixture.keyOf(worker);
  await fixture.sync();
}

function setRoot(workspaceRoot: string): void {
  updateGateway(fixture.app.database, fixture.app.vault, fixture.gatewayId, { workspaceRoot });
}

/** Has `edit` done on the gateway when the first patch is on its way: that patch meets another configuration. */
function editBeforePatch(edit: () => void): void {
  let isDue = true;
  const match = () => {
    if (isDue) edit();
    isDue = false;
    return false;
  };
  fixture.gateway.inject({ kind: "busy", method: "config.patch", match });
}

function leadTo(workspace: string): void {
  const config = structuredClone(fixture.gateway.config());
  const { list, entries } = config.agents as { list?: JsonObject[]; entries?: Record<string, JsonObject> };
  const entry = list?.find(({ id }) => id === key) ?? entries?.[key];
  if (entry) entry.workspace = workspace;
  fixture.gateway.setConfig(config);
}

describe.each(["2026.3.28", "2026.9.6"])("on %s", (version) => {
  test("a saved plan moves an agent with its memory, also where its heartbeat has unusual keys", async () => {
    await open(version);
    const heartbeatConfig = { every: "20m", lightContext: true, suppressToolErrorWarnings: true };
    updateAgent(fixture.app.database, worker, { heartbeatConfig });
    fixture.gateway.writeFile(key, "MEMORY.md", "I met Ada.\n");
    setRoot("/elsewhere");
    const plan = await fixture.planOf({ moveWorkspaces: true });
    expect(agentOf(plan, worker)?.move?.carries).toContain("MEMORY.md");
    expect((await fixture.apply(plan)).status).toBe("succeeded");
    expect(entryOf(fixture.gateway, key)?.workspace).toBe(`/elsewhere/workspace-${key}`);
    expect(fixture.gateway.readFile(key, "MEMORY.md")).toBe("I met Ada.\n");
  });

  test("a sync of chosen files writes the workspace that the agent has, not the one it is to have", async () => {
    await open(version);
    setRoot("/elsewhere");
    const name = version === "2026.9.6" ? "AGENTS.md" : "TOOLS.md";
    fixture.gateway.writeFile(key, name, `${fixture.gateway.readFile(key, name)}\nedited\n`);
    const chosen = { fileNames: [name], agentIds: [worker], includeMain: false, overwrite: true };
    const { status } = await fixture.sync(chosen);
    expect(status).toBe("succeeded");
    expect(entryOf(fixture.gateway, key)?.workspace).toBe(`/w/workspace-${key}`);
    expect(fixture.gateway.readFile(key, name)).toContain(`WORKSPACE_PATH=/w/workspace-${key}\n`);
    expect(fixture.stateOf(worker)?.state).toBe("out-of-sync");
    await fixture.sync({ ...chosen, dryRun: true });
    expect(fixture.stateOf(worker)?.state).toBe("out-of-sync");
  });

  test("an agent that is led to another workspace during the sync is left there, and the others are synced", async () => {
    await open(version);
    const other = fixture.agentIds[3] ?? "";
    for (const id of [worker, other]) updateAgent(fixture.app.database, id, { heartbeatConfig: { every: "20m" } });
    editBeforePatch(() => {
      leadTo("/theirs");
      fixture.gateway.writeWorkspaceFile("/theirs", "MEMORY.md", "theirs\n");
    });
    const { status, report } = await fixture.sync();
    expect(status).toBe("failed");
    expect(report.errors).toMatchObject([{ code: "config-conflict", agentId: worker }]);
    expect(outcomeOf(report, worker)).toMatchObject({ outcome: "failed", filesWritten: [] });
    expect(outcomeOf(report, other)?.outcome).toBe("updated");
    expect(entryOf(fixture.gateway, key)).toMatchObject({ workspace: "/theirs", heartbeat: { every: "10m" } });
    expect(fixture.gateway.readFile(key, "MEMORY.md")).toBe("theirs\n");
    expect(fixture.stateOf(worker)?.state).toBe("out-of-sync");
  });

  test("an agent that somebody makes during the sync under the id of a record is not written", async () => {
    await open(version);
    const hand = { id: "pico", settings: { name: "P" }, files: { "SOUL.md": "Their soul\n" } };
    makeByHand(fixture.gateway, [{ id: "zed" }]);
    const [one = ""] = addRecords(fixture, [{ name: "Pico", sessionKey: "agent:pico:main" }]);
    editBeforePatch(() => makeByHand(fixture.gateway, [hand]));
    for (const code of ["config-conflict", "agent-not-ours"]) {
      const { report } = await fixture.sync({ rotateTokens: true });
      expect(errorOf(report, one)?.code).toBe(code);
      expect(entryOf(fixture.gateway, "pico")).not.toHaveProperty("heartbeat");
      expect(fixture.gateway.readFile("pico", "SOUL.md")).toBe("Their soul\n");
    }
  });
});
