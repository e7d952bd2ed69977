import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { openGroupCommit } from "../../database/group-commit.ts";
import { openDatabase } from "../../database/open-database.ts";
import { createRun } from "../../database/runs.ts";
import { createVault } from "../../vault/vault.ts";
import { uuid } from "../test-fixture.ts";
import { openJournal } from "./open-journal.ts";

test("what was gathered is written down a moment later, whether or not anything comes after it", async () => {
  const database = openDatabase({ inMemory: true });
  const run = createRun(database, {
    gatewayId: uuid(2, 0),
    gatewayName: "Test gateway",
    kind: "template-sync",
    options: {},
    startedBy: "test",
  });
  const kept = () => database.sqlite.prepare("SELECT count(*) FROM run_agents").pluck().get();
  const vault = createVault(Buffer.alloc(32, 7));
  const durable = openGroupCommit(database);
  openJournal({ database, vault, runId: run.id, fleetRevisionAtStart: 0, durable }).outcome({
    agentId: uuid(4, 0),
    agentName: "Agent",
    boardId: null,
    isMain: false,
    outcome: "updated",
    reason: null,
    filesWritten: ["SOUL.md"],
    filesUnchanged: [],
    filesPreserved: [],
    filesUncertain: [],
  });
  expect(kept()).toBe(0);
  for (let tries = 0; kept() === 0 && tries < 100; tries += 1) await sleep(50);
  expect(kept()).toBe(1);
  database.close();
});
