import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { practiceIds } from "../../practice-gateway/practice-fleet.ts";
import { lockGateway } from "../provisioning/model/run-lock.ts";
import type { TestCli } from "./test-cli.ts";
import { type CliFixture, openCliFixture } from "./test-cli-fixture.ts";

let fixture: CliFixture;
let cli: TestCli;
beforeEach(async () => {
  fixture = await openCliFixture();
  cli = fixture.newCli();
  await fixture.importInto(cli, fixture.fleetWith());
  await cli.runHere(["sync", "--gateway", "Practice gateway"]);
});
afterEach(() => fixture.close());

function query(sql: string): unknown[] {
  const database = new DatabaseSync(join(cli.dataDir, "flight-deck.db"));
  try {
    return database.prepare(sql).all();
  } finally {
    database.close();
  }
}

const synced = () => query("SELECT agent_id FROM agent_sync_states WHERE state = 'synced'").length;

describe("commands that render no files", () => {
  it.each([
    ["gateway", "check", "Practice gateway"],
    ["token", "lighten", "--gateway", "Practice gateway", "--dry-run"],
    ["agent", "wake", "Hazel"],
  ])("leave the sync states as they are: %s %s", async (...words) => {
    const before = synced();
    expect(before).toBeGreaterThan(0);
    expect((await cli.runHere(words)).code).toBeLessThan(2);
    expect(synced()).toBe(before);
  });
});

it("a wake over two gateways reports the one that was woken and why the other was not", async () => {
  const south = { id: "00000000-0000-4000-8009-000000000001", name: "South", url: "ws://127.0.0.1:9", token: "x" };
  const [gateway] = fixture.fleetWith().gateways as Record<string, unknown>[];
  const main = { id: "00000000-0000-4000-8009-000000000002", gateway_id: south.id, board_id: null, name: "Southern" };
  await fixture.importInto(cli, { gateways: [{ ...gateway, ...south }], agents: [main] });
  const unlock = lockGateway(cli.dataDir, { id: practiceIds.gatewayId, name: "Practice gateway" });
  const away = ["agent", "wake", "Southern", "Hazel", "--give-up-after", "0"];
  const { code, json } = await cli.jsonHere<{ runs: unknown[]; problems: { code: string }[] }>(away);
  unlock();
  expect(code).not.toBe(0);
  expect(json).toMatchObject({ runs: [expect.anything()], problems: [{ code: "run-in-progress" }] });
});
