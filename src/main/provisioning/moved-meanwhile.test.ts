import { afterEach, describe, expect, test } from "vitest";
import type { JsonObject } from "../../shared/records.ts";
import { updateAgent } from "../database/agents.ts";
import { updateGateway } from "../database/gateways.ts";
import { addRecords, entryOf, makeByHand } from "./test-foreign-agents.ts";
import { agentOf, openPlanBench, type PlanBench } from "./test-plan-bench.ts";
import { errorOf, outcomeOf } from "./test-sync-results.ts";

let bench: PlanBench;
let worker: string;
let key: string;

afterEach(async () => {
  await bench.close();
});

async function open(version: string): Promise<void> {
  bench = await openPlanBench({ gateway: { version } });
  worker = bench.agentIds[2] ?? "";
  key = bench.keyOf(worker);
  await bench.sync();
}

function setRoot(workspaceRoot: string): void {
  updateGateway(bench.app.database, bench.app.vault, bench.gatewayId, { workspaceRoot });
}

/** Has `edit` done on the gateway when the first patch is on its way: that patch meets another configuration. */
function editBeforePatch(edit: () => void): void {
  let isDue = true;
  const match = () => {
    if (isDue) edit();
    isDue = false;
    return false;
  };
  bench.gateway.inject({ kind: "busy", method: "config.patch", match });
}

function leadTo(workspace: string): void {
  const config = structuredClone(bench.gateway.config());
  const { list, entries } = config.agents as { list?: JsonObject[]; entries?: Record<string, JsonObject> };
  const entry = list?.find(({ id }) => id === key) ?? entries?.[key];
  if (entry) entry.workspace = workspace;
  bench.gateway.setConfig(config);
}

describe.each(["2026.3.28", "2026.9.6"])("on %s", (version) => {
  test("a saved plan moves an agent with its memory, also where its heartbeat has unusual keys", async () => {
    await open(version);
    const heartbeatConfig = { every: "20m", lightContext: true, suppressToolErrorWarnings: true };
    updateAgent(bench.app.database, worker, { heartbeatConfig });
    bench.gateway.writeFile(key, "MEMORY.md", "I met Ada.\n");
    setRoot("/elsewhere");
    const plan = await bench.planOf({ moveWorkspaces: true });
    expect(agentOf(plan, worker)?.move?.carries).toContain("MEMORY.md");
    expect((await bench.apply(plan)).status).toBe("succeeded");
    expect(entryOf(bench.gateway, key)?.workspace).toBe(`/elsewhere/workspace-${key}`);
    expect(bench.gateway.readFile(key, "MEMORY.md")).toBe("I met Ada.\n");
  });

  test("a sync of chosen files writes the workspace that the agent has, not the one it is to have", async () => {
    await open(version);
    setRoot("/elsewhere");
    const name = version === "2026.9.6" ? "AGENTS.md" : "TOOLS.md";
    bench.gateway.writeFile(key, name, `${bench.gateway.readFile(key, name)}\nedited\n`);
    const chosen = { fileNames: [name], agentIds: [worker], includeMain: false, overwrite: true };
    const { status } = await bench.sync(chosen);
    expect(status).toBe("succeeded");
    expect(entryOf(bench.gateway, key)?.workspace).toBe(`/w/workspace-${key}`);
    expect(bench.gateway.readFile(key, name)).toContain(`WORKSPACE_PATH=/w/workspace-${key}\n`);
    expect(bench.stateOf(worker)?.state).toBe("out-of-sync");
    await bench.sync({ ...chosen, dryRun: true });
    expect(bench.stateOf(worker)?.state).toBe("out-of-sync");
  });

  test("an agent that is led to another workspace during the sync is left there, and the others are synced", async () => {
    await open(version);
    const other = bench.agentIds[3] ?? "";
    for (const id of [worker, other]) updateAgent(bench.app.database, id, { heartbeatConfig: { every: "20m" } });
    editBeforePatch(() => {
      leadTo("/theirs");
      bench.gateway.writeWorkspaceFile("/theirs", "MEMORY.md", "theirs\n");
    });
    const { status, report } = await bench.sync();
    expect(status).toBe("failed");
    expect(report.errors).toMatchObject([{ code: "config-conflict", agentId: worker }]);
    expect(outcomeOf(report, worker)).toMatchObject({ outcome: "failed", filesWritten: [] });
    expect(outcomeOf(report, other)?.outcome).toBe("updated");
    expect(entryOf(bench.gateway, key)).toMatchObject({ workspace: "/theirs", heartbeat: { every: "10m" } });
    expect(bench.gateway.readFile(key, "MEMORY.md")).toBe("theirs\n");
    expect(bench.stateOf(worker)?.state).toBe("out-of-sync");
  });

  test("an agent that somebody makes during the sync under the id of a record is not written", async () => {
    await open(version);
    const hand = { id: "pico", settings: { name: "P" }, files: { "SOUL.md": "Their soul\n" } };
    makeByHand(bench.gateway, [{ id: "zed" }]);
    const [one = ""] = addRecords(bench, [{ name: "Pico", sessionKey: "agent:pico:main" }]);
    editBeforePatch(() => makeByHand(bench.gateway, [hand]));
    for (const code of ["config-conflict", "agent-not-ours"]) {
      const { report } = await bench.sync({ rotateTokens: true });
      expect(errorOf(report, one)?.code).toBe(code);
      expect(entryOf(bench.gateway, "pico")).not.toHaveProperty("heartbeat");
      expect(bench.gateway.readFile("pico", "SOUL.md")).toBe("Their soul\n");
    }
  });
});
