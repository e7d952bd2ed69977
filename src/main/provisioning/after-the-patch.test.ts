import { expect, test } from "vitest";
import type { PracticeGateway } from "../../practice-gateway/start-practice-gateway.ts";
import type { JsonObject } from "../../shared/records.ts";
import { updateAgent } from "../database/agents.ts";
import { entryOf } from "./test-foreign-agents.ts";
import { open } from "./test-open-fixture.ts";
import { errorOf, outcomeOf } from "./test-sync-results.ts";

test("what the patch changed is reported although the automations could not be listed after it", async () => {
  const { sync, gateway, app, agentIds } = await open({ boards: 1, agents: 2 });
  await sync();
  const [changed = "", other = ""] = agentIds;
  updateAgent(app.database, changed, { heartbeatConfig: { every: "45m" } });
  gateway.inject({ kind: "wrong-type", method: "cron.list", skip: 1 });
  const { status, report } = await sync();
  expect(status).toBe("failed");
  expect(report.errors.map(({ code, agentId }) => [code, agentId])).toEqual([["gateway-call-failed", null]]);
  expect([outcomeOf(report, changed)?.outcome, outcomeOf(report, other)?.outcome]).toEqual(["updated", "unchanged"]);
});

test("a new agent whose automations could not be listed is complete but for HEARTBEAT, and says so", async () => {
  const { sync, gateway, agentIds } = await open({ boards: 1, agents: 1 });
  gateway.inject({ kind: "wrong-type", method: "cron.list", skip: 1 });
  const { report } = await sync({ includeMain: false });
  const [id = ""] = agentIds;
  expect(outcomeOf(report, id)).toMatchObject({ outcome: "updated" });
  expect(errorOf(report, id)).toMatchObject({ severity: "warning", message: expect.stringContaining("HEARTBEAT") });
  expect((await sync()).status).toBe("succeeded");
});

/** Where an edit is made that a write must notice: just before a guarded write, or before the second read without a guard. */
test.each([
  { version: "2026.3.28", method: "agents.files.get", skip: 1 },
  { version: "2026.9.6", method: "agents.files.set", skip: 0 },
])("on $version an agent that is added again keeps an edit that is made during the sync", async (when) => {
  const { version, method, skip } = when;
  const { sync, gateway, agentIds, keyOf } = await open({ boards: 1, agents: 2, gateway: { version } });
  await sync();
  const [id = "", other = ""] = agentIds;
  const key = keyOf(id);
  const workspace = String(entryOf(gateway, key)?.workspace);
  removeEntry(gateway, key);
  gateway.writeWorkspaceFile(workspace, "SOUL.md", "Edited before\n");
  const act = () => gateway.writeFile(key, "SOUL.md", "Edited meanwhile\n");
  gateway.inject({ kind: "meanwhile", method, skip, match: ({ name }) => name === "SOUL.md", act });
  const { report } = await sync({ rotateTokens: true });
  expect(outcomeOf(report, other)?.outcome).toBe("unchanged");
  expect(errorOf(report, id)?.code).toBe("file-conflict");
  expect(gateway.readFile(key, "SOUL.md")).toBe("Edited meanwhile\n");
});

function removeEntry(gateway: PracticeGateway, key: string): void {
  const config = gateway.config();
  const { list, entries, ...agents } = config.agents as { list?: JsonObject[]; entries?: JsonObject };
  const { [key]: _, ...otherEntries } = entries ?? {};
  const roster = list ? { list: list.filter(({ id }) => id !== key) } : { entries: otherEntries };
  gateway.setConfig({ ...config, agents: { ...agents, ...roster } });
}
