import { afterEach, beforeEach, expect, it } from "vitest";
import { deleteAgent } from "../database/agents.ts";
import { listBin, moveToBin } from "../database/bin/bin-entries.ts";
import { fleetText } from "../database/fleet/fleet-files.ts";
import { agent, board, fleet } from "../database/fleet/test-fleet-file.ts";
import { type Database, openDatabase } from "../database/open-database.ts";
import { listAgentIdsWithLabel, listLabels, readLabels } from "../database/record-labels.ts";
import { testVault } from "../database/test-fleet.ts";
import { changeLabels } from "./change-labels.ts";
import { exportFleet } from "./export-fleet.ts";
import { importFleetFile } from "./import-fleet-file.ts";
import { restoreFromBin } from "./restore-from-bin.ts";

let database: Database;
const load = (file: unknown, into = database) =>
  importFleetFile({ database: into, vault: testVault, dataDir: "/nowhere" }, file, { dryRun: false });
const change = (over: Partial<Parameters<typeof changeLabels>[1]>) =>
  changeLabels({ database }, { agentIds: [], boardIds: [], add: [], remove: [], ...over });
const labelsOf = (id: string) => readLabels(database, "agent").get(id) ?? [];

beforeEach(() => {
  database = openDatabase({ inMemory: true });
  load(fleet());
});
afterEach(() => database.close());

it("writes labels in one form, each once, and says what changed", () => {
  expect(change({ agentIds: [agent, agent], add: [" Night ", "night", "EU"] })).toEqual({ changed: 1, unchanged: 0 });
  expect(labelsOf(agent)).toEqual(["eu", "night"]);
  expect(change({ agentIds: [agent], add: ["eu"] })).toEqual({ changed: 0, unchanged: 1 });
  change({ agentIds: [agent], remove: ["NIGHT"] });
  expect(labelsOf(agent)).toEqual(["eu"]);
});

it("changes all records or none", () => {
  expect(() => change({ agentIds: [agent, "gone"], add: ["night"] })).toThrow("gone");
  expect(labelsOf(agent)).toEqual([]);
  const many = Array.from({ length: 21 }, (_, index) => `label-${index}`);
  expect(() => change({ boardIds: [board], agentIds: [agent], add: many })).toThrow("are more than 20");
  expect(listLabels(database)).toEqual([]);
  expect(() => change({ agentIds: [agent], add: ["two words"] })).toThrow("is no label");
});

it("a board's labels count for its agents, and both are suggested", () => {
  change({ boardIds: [board], add: ["eu"] });
  change({ agentIds: [agent], add: ["eu", "night"] });
  expect(listAgentIdsWithLabel(database, "eu")).toEqual([agent]);
  expect(listLabels(database)).toEqual([
    { label: "eu", agents: 1, boards: 1 },
    { label: "night", agents: 1, boards: 0 },
  ]);
});

it("an export carries them, an import without them leaves them, and one with others replaces them", () => {
  change({ boardIds: [board], agentIds: [agent], add: ["eu", "night"] });
  const text = fleetText(exportFleet(database, testVault));
  const other = openDatabase({ inMemory: true });
  load(JSON.parse(text), other);
  expect([...readLabels(other, "agent"), ...readLabels(other, "board")]).toEqual([
    [agent, ["eu", "night"]],
    [board, ["eu", "night"]],
  ]);
  other.close();
  load(fleet());
  expect(labelsOf(agent)).toEqual(["eu", "night"]);
  const changed = fleet();
  changed.agents[0].labels = ["Late"];
  expect(load(changed).rows).toContainEqual(expect.objectContaining({ id: agent, columns: ["labels"] }));
  expect(labelsOf(agent)).toEqual(["late"]);
  changed.agents[0].labels = ["not a label"];
  expect(() => load(changed)).toThrow("must be a word of letters and digits");
});

it("comes back from the bin with its record, also when the agent was deleted on its gateway", () => {
  for (const onGateway of ["stays", "deleted"] as const) {
    change({ agentIds: [agent], add: ["night"] });
    const roots = [{ table: "agents", ids: [agent] }];
    moveToBin(database, { kind: "agent", recordId: agent, name: "Ada", place: null, roots, onGateway });
    deleteAgent(database, agent);
    expect(labelsOf(agent)).toEqual([]);
    restoreFromBin({ database }, listBin(database)[0]?.id ?? "");
    expect(labelsOf(agent)).toEqual(["night"]);
  }
});
