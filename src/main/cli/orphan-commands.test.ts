import { afterEach, beforeEach, expect, it } from "vitest";
import type { GatewayOrphans, OrphanDeletion } from "../../shared/orphans.ts";
import { openDatabase } from "../database/open-database.ts";
import type { TestCli } from "./test-cli.ts";
import { type CliFixture, openCliFixture } from "./test-cli-fixture.ts";

const gatewayName = "Practice gateway";
let fixture: CliFixture;
let cli: TestCli;
/** A worker whose record is deleted. */
let lost: { id: string; name: string; boardId: string };
beforeEach(async () => {
  fixture = await openCliFixture();
  cli = fixture.newCli();
  await fixture.importInto(cli, fixture.fleetWith());
  await cli.runHere(["sync", "--gateway", gatewayName]);
  const database = openDatabase({ dataDir: cli.dataDir });
  const select = "SELECT id, name, board_id AS boardId FROM agents WHERE NOT is_board_lead AND board_id IS NOT NULL";
  lost = database.sqlite.prepare<[], typeof lost>(`${select} AND openclaw_session_id LIKE 'agent:mc-%'`).get() ?? lost;
  database.sqlite.prepare("DELETE FROM agents WHERE id = ?").run(lost.id);
  database.close();
});
afterEach(() => fixture.close());

const orphans = async () => {
  const { json } = await cli.jsonHere<GatewayOrphans>(["gateway", "orphans", gatewayName]);
  return json.orphans.map(({ key }) => key);
};

it("lists agents without a record, also in a check, and deletes one by its name", async () => {
  expect(await orphans()).toEqual([`mc-${lost.id}`]);
  expect((await cli.runHere(["gateway", "check", gatewayName])).stdout).toContain("1 agent on it without a record");
  const text = (await cli.runHere(["gateway", "orphans", gatewayName])).stdout;
  expect(text).toContain(`1 agent on gateway "${gatewayName}" without a record`);
  expect(text.replaceAll(/\s+/g, " ")).toContain("Mission Control or another Flight Deck may have one.");

  const remove = ["gateway", "delete-orphan", gatewayName, lost.name, "--confirm"];
  const refused = await cli.runHere([...remove, "another"]);
  expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining("does not match")]);
  const { code, json } = await cli.jsonHere<OrphanDeletion>([...remove, lost.name]);
  expect([code, json.key]).toEqual([0, `mc-${lost.id}`]);
  expect(json.copied).toContain("USER.md");
  expect(await orphans()).toEqual([]);
  expect((await cli.runHere(["gateway", "orphans", gatewayName])).stdout).toContain("has a record");
  const shown = await cli.runHere(["runs", "show", json.runId]);
  expect([shown.code, shown.stdout]).toEqual([0, expect.stringContaining("USER.md")]);
  expect(fixture.gateway.agentIds).not.toContain(`mc-${lost.id}`);
});

it("adopts one onto a board", async () => {
  const withoutBoard = await cli.runHere(["gateway", "adopt", gatewayName, lost.name]);
  expect([withoutBoard.code, withoutBoard.stderr]).toEqual([2, expect.stringContaining("--board")]);
  const { code, json } = await cli.jsonHere(["gateway", "adopt", gatewayName, lost.name, "--board", lost.boardId]);
  expect([code, json]).toEqual([0, { agentId: lost.id, name: lost.name, boardId: lost.boardId, doubts: [] }]);
  expect(await orphans()).toEqual([]);
  const again = await cli.runHere(["gateway", "adopt", gatewayName, lost.name, "--board", lost.boardId]);
  expect([again.code, again.stderr]).toEqual([2, expect.stringContaining("without a record")]);
});
