import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { listAgents } from "../../src/main/database/agents.ts";
import { listBoards } from "../../src/main/database/boards.ts";
import { importFleet } from "../../src/main/database/import-fleet.ts";
import { type Database, openDatabase } from "../../src/main/database/open-database.ts";
import { findPausedBoards } from "../../src/main/database/paused-boards.ts";
import { openVault } from "../../src/main/vault/open-vault.ts";
import { type MissionControl, startMissionControl } from "./mission-control.ts";

let control: MissionControl;
let database: Database;
beforeAll(async () => {
  control = await startMissionControl();
  database = openDatabase({ inMemory: true });
});
afterAll(async () => {
  database?.close();
  await control?.stop();
});

/** The query of the document, as an operator would copy it. */
function exportQuery(): string {
  const text = readFileSync(join(import.meta.dirname, "../../docs/mission-control.md"), "utf8");
  return /```sql\n(.*?)```/s.exec(text)?.[1] ?? "";
}

it("the query of docs/mission-control.md makes a fleet file that can be imported", async () => {
  const organization_id = await control.add("organizations");
  const gateway_id = await control.add("gateways", { organization_id, token: "secret" });
  const paused = await control.add("boards", { organization_id, gateway_id, name: "Paused" });
  const resumed = await control.add("boards", { organization_id, gateway_id, name: "Resumed" });
  await control.add("agents", { gateway_id, board_id: paused, name: "Ada" });
  await control.add("agents", { gateway_id, board_id: paused, name: "Leaving", delete_requested_at: "2026-01-02" });
  await control.add("agents", { gateway_id, board_id: paused, name: "Gone", status: "deleting" });
  const says = (board_id: string, content: string, day: number) =>
    control.add("board_memory", { board_id, content, is_chat: true, created_at: `2026-01-0${day}` });
  await says(paused, " /Pause\n", 1);
  await says(paused, "please /resume", 2);
  await says(resumed, "/pause", 1);
  await says(resumed, "/resume", 2);

  const [row] = await control.query(exportQuery());
  const vault = openVault({ dataDir: "", env: { FLIGHTDECK_KEY: "0".repeat(64) } });
  importFleet(database, vault, row?.json_build_object);

  expect(listAgents(database).map(({ name }) => name)).toEqual(["Ada"]);
  const ids = listBoards(database).map(({ id }) => id);
  expect([...findPausedBoards(database, ids)]).toEqual([paused]);
});
