import { afterEach, beforeEach, expect, it } from "vitest";
import type { Doubt } from "../../shared/doubts.ts";
import type { JsonObject } from "../../shared/records.ts";
import { type CliFixture, openCliFixture } from "./test-cli-fixture.ts";

let fixture: CliFixture;
beforeEach(async () => {
  fixture = await openCliFixture({ version: "2026.9.6" });
});
afterEach(() => fixture.close());

const text = "has the name of another agent of its board.";

it("lead ensure and gateway check warn of two agents with one name on a board", async () => {
  const cli = fixture.newCli();
  const { board_memory: _, ...fleet } = fixture.fleetWith();
  const workers = (fleet.agents as JsonObject[]).filter((agent) => agent.board_id !== null && !agent.is_board_lead);
  const [worker = {}] = workers;
  const [board] = (fleet.boards as JsonObject[]).filter(({ id }) => id === worker.board_id);
  await fixture.importInto(cli, { ...fleet, agents: [worker] });
  const name = String(worker.name);
  const lead = ["lead", "ensure", "--board", String(board?.name)];
  const ensured = await cli.runHere([...lead, "--name", name.toUpperCase()]);
  expect(ensured.stdout).toContain(`! agent "${name.toUpperCase()}" ${text}`);
  expect((await cli.jsonHere<{ doubts: Doubt[] }>(lead)).json.doubts).toMatchObject([{ table: "agents", text }]);

  const check = ["gateway", "check", "Practice gateway"];
  expect((await cli.runHere(check)).stdout).toContain(`${name.toUpperCase()}" ${text}`);
  const renamed = { ...worker, name: "Another name" };
  await fixture.importInto(cli, { agents: [renamed] });
  expect((await cli.jsonHere<{ doubts: Doubt[] }>(check)).json.doubts).toEqual([]);
});
