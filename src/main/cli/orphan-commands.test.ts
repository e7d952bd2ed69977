import { afterEach, beforeEach, expect, it } from "vitest";
import type { AdoptableAgents, AdoptionResult } from "../../shared/adoption.ts";
import type { OrphanDeletion } from "../../shared/orphans.ts";
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
  const { json } = await cli.jsonHere<AdoptableAgents>(["adopt", "list", "--gateway", gatewayName]);
  return json.agents.filter(({ whyNot }) => whyNot === null).map(({ key }) => key);
};

it("lists agents without a record, also in a check, and deletes one by its name", async () => {
  expect(await orphans()).toEqual([`mc-${lost.id}`]);
  expect((await cli.runHere(["gateway", "check", gatewayName])).stdout).toContain("1 agent on it without a record");
  const text = (await cli.runHere(["adopt", "list", "--gateway", gatewayName])).stdout;
  expect(text).toContain(`without a record, 1 of which can be adopted`);
  expect(text).toContain("Flight Deck last synced it as");

  const remove = ["gateway", "delete-orphan", gatewayName, lost.name, "--confirm"];
  const refused = await cli.runHere([...remove, "another"]);
  expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining("does not match")]);
  const { code, json } = await cli.jsonHere<OrphanDeletion>([...remove, lost.name]);
  expect([code, json.key]).toEqual([0, `mc-${lost.id}`]);
  expect(json.copied).toContain("USER.md");
  expect(await orphans()).toEqual([]);
  const shown = await cli.runHere(["runs", "show", json.runId]);
  expect([shown.code, shown.stdout]).toEqual([0, expect.stringContaining("USER.md")]);
  expect(fixture.gateway.agentIds).not.toContain(`mc-${lost.id}`);
});

it("adopts one onto a board, changes its mode and releases it", async () => {
  const add = ["adopt", "add", lost.name, "--gateway", gatewayName];
  const withoutBoard = await cli.runHere(add);
  expect([withoutBoard.code, withoutBoard.stderr]).toEqual([2, expect.stringContaining("--board")]);
  expect((await cli.runHere(["adopt", "add", "--gateway", gatewayName])).stderr).toContain("--all");
  const place = ["--board", lost.boardId];
  const preview = await cli.runHere([...add, ...place, "--dry-run"]);
  expect([preview.code, preview.stdout]).toEqual([0, expect.stringContaining("Would adopt 1 agent")]);
  const { code, json } = await cli.jsonHere<AdoptionResult>([...add, ...place]);
  expect([code, json.adopted.length, json.adopted[0]?.agentId, json.adopted[0]?.mode]).toEqual([0, 1, lost.id, "full"]);
  expect(await orphans()).toEqual([]);
  const again = await cli.runHere([...add, ...place]);
  expect([again.code, again.stderr]).toEqual([2, expect.stringContaining("without a record")]);
  expect((await cli.runHere(["runs", "show", json.runId ?? ""])).stdout).toContain("adopted");

  const watched = await cli.runHere(["adopt", "mode", "watch", "--agent", lost.name]);
  expect([watched.code, watched.stdout]).toEqual([0, expect.stringContaining("Read only")]);
  const listed = (await cli.runHere(["list", "agents"])).stdout.split("\n").find((line) => line.includes(lost.name));
  expect(listed).toContain("watch");
  const plan = await cli.runHere(["sync", "--gateway", gatewayName, "--dry-run"]);
  expect(plan.stdout.replaceAll(/\s+/g, " ")).toContain("a sync leaves out its files, token");

  const released = await cli.runHere(["adopt", "release", "--agent", lost.name]);
  expect([released.code, released.stdout]).toEqual([0, expect.stringContaining("its record is in the bin")]);
  expect(await orphans()).toEqual([`mc-${lost.id}`]);
  expect(fixture.gateway.agentIds).toContain(`mc-${lost.id}`);
});
