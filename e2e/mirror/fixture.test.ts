import { afterAll, beforeAll, expect, it } from "vitest";
import { mirroredTables } from "../../src/main/database/mirror/mirrored-columns.ts";
import { type MissionControl, startMissionControl } from "./mission-control.ts";

let control: MissionControl;
beforeAll(async () => {
  control = await startMissionControl();
});
afterAll(() => control?.stop());

it("Mission Control's schema has every mirrored column", async () => {
  for (const { name, columns } of mirroredTables) {
    const rows = await control.query("SELECT column_name FROM information_schema.columns WHERE table_name = $1", [
      name,
    ]);
    const there = rows.map((row) => row.column_name);
    expect(there).toEqual(expect.arrayContaining(columns.map((column) => column.name)));
  }
});

it("rows are added with what they require, and survive a restart of the server", async () => {
  const organization_id = await control.add("organizations");
  const gateway_id = await control.add("gateways", { organization_id, token: "secret" });
  const board_id = await control.add("boards", { organization_id, gateway_id });
  await control.add("agents", { gateway_id, board_id });
  await control.server.restart();
  expect(await control.query("SELECT board_id FROM agents")).toEqual([{ board_id }]);
});
