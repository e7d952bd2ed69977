import { expect, test } from "vitest";
import { agentKey } from "../../shared/identity.ts";
import { listAgents, readAgent } from "../database/agents.ts";
import { compareDatabases } from "../database/backups/compare-databases.ts";
import { listFileVersions } from "../database/file-versions.ts";
import { readAgentModes } from "../database/gateway-notes.ts";
import { openDatabase } from "../database/open-database.ts";
import { forgetOwnedAgent } from "../database/owned-agents.ts";
import { pruneVersions } from "../database/prune-versions.ts";
import { keepTheirs } from "../database/written-files.ts";
import { lockGateway } from "../provisioning/model/run-lock.ts";
import { entryOf, makeByHand } from "../provisioning/test-foreign-agents.ts";
import { fixture, open } from "../provisioning/test-open-fixture.ts";
import { adoptAgents, previewAdoption } from "./adopt-agents.ts";
import { changeAgentMode } from "./change-agent-mode.ts";
import { changeBoard } from "./change-board.ts";
import { deleteAgentWithConsent } from "./delete-agent.ts";
import { lengthenHeartbeats } from "./lengthen-heartbeats.ts";
import { restoreFromBin } from "./restore-from-bin.ts";

const home = "/home/owner/pico";

/** A gateway with one agent that somebody made by hand, adopted in this mode. */
async function openWithPico(mode: "watch" | "files" | "full") {
  const opened = await open({ gateway: { version: "2026.9.6" }, boards: 1, agents: 1 });
  await opened.sync({ rotateTokens: true });
  makeByHand(opened.gateway, [{ id: "pico", settings: { workspace: home }, files: { "SOUL.md": "Mine\n" } }]);
  const { app, gatewayId, boardIds } = opened;
  const [boardId = ""] = boardIds;
  const request = { gatewayId, boardId, mode, wanted: ["pico"] };
  const services = { ...app, startedBy: "test" };
  const preview = await previewAdoption(services, request);
  await adoptAgents(services, request);
  const id = listAgents(app.database).find((agent) => agentKey(agent) === "pico")?.id ?? "";
  return { ...opened, id, boardId, services, preview };
}

test("a mode without the note of an adoption, as after an import elsewhere, lets no run write", async () => {
  const { app, id, gateway, sync } = await openWithPico("files");
  forgetOwnedAgent(app.database, id);
  app.database.sqlite.prepare("DELETE FROM written_files WHERE agent_id = ?").run(id);
  for (const options of [{}, { adopt: true }]) {
    const { report } = await sync(options);
    expect(report.errors.map(({ code, agentId }) => [code, agentId])).toEqual([["agent-not-ours", id]]);
    expect(gateway.readFile("pico", "SOUL.md")).toBe("Mine\n");
  }
});

test("a board with an agent whose mode leaves it on its gateway does not move to another", async () => {
  const { app, services, boardId, id } = await openWithPico("files");
  const other = { gatewayId: "00000000-0000-4000-8000-00000000000b" };
  await expect(changeBoard(services, boardId, other)).rejects.toThrow("was not moved: the mode of pico leaves");
  expect(readAgent(app.database, id).gatewayId).toBe(fixture.gatewayId);
});

test("the workspace of an adopted agent stays when the agent is deleted", async () => {
  const { services, id, gateway } = await openWithPico("full");
  gateway.writeFile("pico", "MEMORY.md", "The harbour closes at nine.\n");
  await deleteAgentWithConsent(services, { id, confirmName: "pico", evenIfGatewayAway: false });
  expect(entryOf(gateway, "pico")).toBeUndefined();
  expect(gateway.readWorkspaceFile(home, "MEMORY.md")).toBe("The harbour closes at nine.\n");
});

test("an adoption in full says which file the next sync makes for the token", async () => {
  const { preview } = await openWithPico("full");
  expect(preview.adopted[0]?.next.join(" ")).toContain(
    "gives it a token: for that, AGENTS.md is made from the template",
  );
});

test("an agent that a record of the same address claims too is not deleted there, and not brought back beside it", async () => {
  const { app, services, id, gateway, gatewayId, agentIds } = await openWithPico("full");
  const { sqlite } = app.database;
  const twin = "00000000-0000-4000-8002-00000000000b";
  const columns = sqlite.pragma("table_info(gateways)") as { name: string }[];
  const copied = columns.map(({ name }) => name).filter((name) => name !== "id");
  sqlite
    .prepare(`INSERT INTO gateways (id, ${copied}) SELECT ?, ${copied} FROM gateways WHERE id = ?`)
    .run(twin, gatewayId);
  sqlite.prepare("UPDATE boards SET gateway_id = ?").run(twin);
  sqlite.prepare("UPDATE agents SET gateway_id = ? WHERE id <> ?").run(twin, id);
  sqlite.prepare("UPDATE agents SET openclaw_session_id = 'agent:pico:main' WHERE id = ?").run(agentIds[0]);
  const binId = await deleteAgentWithConsent(services, { id, confirmName: "pico", evenIfGatewayAway: false });
  expect(entryOf(gateway, "pico")).toBeDefined();
  expect(() => restoreFromBin(services, binId)).toThrow('agent "Agent 0" has its session key now');
});

test("a mode changes only while no run is in progress", async () => {
  const { services, app, id, gatewayId } = await openWithPico("full");
  const unlock = lockGateway(app.dataDir, { id: gatewayId, name: "Test gateway" });
  await expect(changeAgentMode(services, id, "watch")).rejects.toMatchObject({ code: "run-in-progress" });
  unlock();
  expect(readAgentModes(app.database).has(id)).toBe(false);
  await changeAgentMode(services, id, "watch");
  expect(readAgentModes(app.database).get(id)).toBe("watch");
});

test("a restore of a backup says whose mode it changes", async () => {
  const { services, app, id } = await openWithPico("full");
  const then = openDatabase({ inMemory: true });
  await changeAgentMode(services, id, "watch");
  const { records } = compareDatabases(app.database.sqlite, then.sqlite);
  expect(records.find(({ what }) => what === "modes of agents")).toMatchObject({ added: ["watch"] });
  then.close();
});

test("lengthened heartbeats leave out agents whose heartbeat no run writes", async () => {
  const { services, gatewayId } = await openWithPico("watch");
  const changed = lengthenHeartbeats(services, { gatewayId, everyMinutes: 240, dryRun: true });
  expect(changed.toSorted()).toEqual(["Agent 0", "Main"]);
});

test("what an adopted agent had is kept, however old it is and however much came after", async () => {
  const { app, id, sync } = await openWithPico("files");
  keepTheirs(app.database, id, "SOUL.md", null);
  await sync();
  const adopted = () => listFileVersions(app.database, id, "SOUL.md").filter(({ source }) => source === "adopted");
  expect(listFileVersions(app.database, id, "SOUL.md").map(({ source }) => source)).toEqual([
    "adopted",
    "found",
    "written",
  ]);
  app.database.sqlite.prepare("UPDATE file_versions SET recorded_at = '2020-01-01T00:00:00.000Z'").run();
  app.database.sqlite.prepare("DELETE FROM written_files").run();
  for (const _ of pruneVersions(app.database, { keepVersions: 1, recordedSince: "2026-01-01T00:00:00.000Z" }));
  expect(adopted()).toHaveLength(1);
});
