import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { dialectNameSchema } from "../../shared/dialect-names.ts";
import { planSchema } from "../../shared/plan.ts";
import { type Database, openDatabase } from "../database/open-database.ts";
import { saveRunPlan } from "../database/run-plans.ts";
import { createRun } from "../database/runs.ts";
import { addGateway, addOrganization } from "../database/test-fleet.ts";
import { OpenedFiles } from "./opened-files.ts";

let folder: string;
let database: Database;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "flight-deck-given-"));
  database = openDatabase({ dataDir: join(folder, "data") });
});
afterEach(() => {
  database.close();
  rmSync(folder, { recursive: true, force: true });
});

function read(name: string, text: string) {
  writeFileSync(join(folder, name), text);
  const files = new OpenedFiles();
  return files.read(database, files.add(join(folder, name)));
}

test("a fleet is handed to the import as it is", async () => {
  const text = '\uFEFF{ "gateways": [] }';
  expect(await read("north.flightfleet", text)).toEqual({ name: "north.flightfleet", kind: "fleet", text });
});

test.each([
  ["empty.json", "", /empty\.json cannot be read/],
  ["list.json", "[]", /holds neither a fleet nor a plan/],
  ["old.flightplan", '{ "format": "flight-deck-plan", "version": 9 }', /is a plan that this version cannot read/],
])("%s is refused in words", async (name, text, told) => {
  await expect(read(name, text)).rejects.toMatchObject({ code: "bad-input", message: expect.stringMatching(told) });
});

const plan = planSchema.parse({
  format: "flight-deck-plan",
  version: 1,
  id: "none",
  madeAt: "2026-11-30T00:00:00.000Z",
  gateway: { id: "g", name: "Harbour", version: null, dialect: dialectNameSchema.options[0] },
  options: { gatewayId: "g" },
  templatesSha256: "",
  extras: {},
  configDiff: "",
  summary: {
    ...{
      create: 0,
      change: 0,
      conflict: 0,
      unchanged: 0,
      preserved: 0,
      blocked: 0,
      agentsToAdd: 0,
      agentsToCorrect: 0,
    },
    ...{ tokensToRepair: 0, sessionsToReset: 0, configWrites: 0 },
  },
  agents: [],
});

test("of a plan that was made here, what the history keeps is shown, whatever the file says", async () => {
  addOrganization(database);
  const gatewayId = addGateway(database);
  const of = { gatewayId, gatewayName: "Harbour", kind: "template-sync", startedBy: "t" } as const;
  const { id } = createRun(database, { ...of, options: plan.options });
  const stored = { ...plan, id };
  saveRunPlan(database, id, stored);
  const changed = { ...stored, summary: { ...plan.summary, configWrites: 1 } };
  expect(await read("own.flightplan", JSON.stringify(changed))).toMatchObject({ plan: stored, isMadeHere: true });
});

test("a plan of another installation is shown as it is; a database that cannot be read is not taken for one", async () => {
  const text = JSON.stringify(plan);
  expect(await read("other.flightplan", text)).toMatchObject({ plan, isMadeHere: false });
  database.sqlite.exec("DROP TABLE run_plans");
  await expect(read("other.flightplan", text)).rejects.toThrow("run_plans");
});

test("a file that is gone, and an id that was not given out, are refused", async () => {
  const files = new OpenedFiles();
  const id = files.add(join(folder, "gone.json"));
  await expect(files.read(database, id)).rejects.toMatchObject({ code: "bad-input" });
  await expect(files.read(database, join(folder, "data", "data.key"))).rejects.toMatchObject({ code: "not-found" });
});
