import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type PracticeGateway, startPracticeGateway } from "../../practice-gateway/start-practice-gateway.ts";
import type { SyncReport } from "../../shared/sync.ts";
import { createTestCli, type TestCli } from "./test-cli.ts";

let cli: TestCli;
let gateway: PracticeGateway | undefined;

beforeEach(() => {
  cli = createTestCli();
});
afterEach(async () => {
  cli.remove();
  await gateway?.close();
});

test.each(["2026.3.28", "2026.9.6"])("the README's example fleet syncs without an option on %s", async (version) => {
  gateway = await startPracticeGateway({ version, restartMs: 60 });
  const example = readFileSync(join(import.meta.dirname, "../../../docs/fleet.example.json"), "utf8");
  const fleet = JSON.parse(example) as { gateways: object[] };
  const { url, token } = gateway;
  const here = { ...fleet, gateways: fleet.gateways.map((row) => ({ ...row, url, token })) };
  expect((await cli.runHere(["import", cli.file("fleet.json", here)])).code).toBe(0);
  expect((await cli.runHere(["gateway", "check", "My gateway"])).code).toBe(0);
  const sync = ["sync", "--gateway", "My gateway"];
  expect((await cli.runHere([...sync, "--dry-run"])).code).toBe(10);
  const first = await cli.jsonHere<SyncReport>(sync);
  expect(first).toMatchObject({ code: 0, json: { agentsUpdated: 1, mainUpdated: true, errors: [] } });
  const second = await cli.jsonHere<SyncReport>(sync);
  expect(second).toMatchObject({ code: 0, json: { agentsUnchanged: 1, mainUpdated: false, errors: [] } });
});
