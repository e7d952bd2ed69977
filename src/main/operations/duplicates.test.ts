import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { agentKey } from "../../shared/identity.ts";
import { listAgentsOfBoards, readAgent, updateAgent } from "../database/agents.ts";
import { readBoardFolders, saveBoardFolder } from "../database/board-templates.ts";
import { listBoards, readBoard } from "../database/boards.ts";
import { agent, board, dumpRows, fleet, gateway, id } from "../database/fleet/test-fleet-file.ts";
import { readAgentDeliveries } from "../database/gateway-notes.ts";
import { importFleet } from "../database/import-fleet.ts";
import { type Database, openDatabase } from "../database/open-database.ts";
import { findPausedBoards } from "../database/paused-boards.ts";
import { readLabels, saveLabels } from "../database/record-labels.ts";
import { listVariables } from "../database/template-variables.ts";
import { testVault } from "../database/test-fleet.ts";
import { addAgents } from "./agent-table/add-agents.ts";
import { setVariable } from "./change-variables.ts";
import { createAgent } from "./create-agent.ts";
import { createBoard } from "./create-board.ts";
import { duplicateAgent } from "./duplicate-agent.ts";
import { duplicateBoard } from "./duplicate-board.ts";
import { setAgentDelivery } from "./set-delivery.ts";

let db: Database;
beforeEach(() => {
  db = openDatabase({ inMemory: true });
  importFleet(db, testVault, fleet());
});
afterEach(() => db.close());

const own = {
  heartbeatConfig: { every: "1h", activeHours: { days: ["mon"] } },
  identityProfile: { role: "Engineer", pet: "cat" },
  identityTemplate: "I",
  soulTemplate: "S",
};
const newBoard = (name: string) => {
  const { id: _id, createdAt: _createdAt, updatedAt: _updatedAt, organizationId: _org, ...rest } = readBoard(db, board);
  return createBoard({ database: db }, { ...rest, name, slug: "" });
};
const addLead = () =>
  createAgent({ database: db }, { ...own, name: "Juno", boardId: board, gatewayId: gateway, isBoardLead: true });
const copy = (options: Partial<Parameters<typeof duplicateAgent>[1]> = {}) =>
  duplicateAgent({ database: db }, { agentId: agent, ...options });

describe("a copy of an agent", () => {
  it("has its settings and nothing that is its own", () => {
    updateAgent(db, agent, {
      ...own,
      agentTokenHash: "hash",
      openclawSessionId: "agent:by-hand:main",
      lastSeenAt: "2026-01-31T09:00:00.000123Z",
      lastProvisionError: "no",
      status: "online",
      lifecycleGeneration: 3,
    });
    setAgentDelivery({ database: db }, agent, true);
    saveLabels(db, "agent", agent, ["night"]);
    const made = copy();
    expect(made).toMatchObject({ ...own, name: "Ada copy", boardId: board, gatewayId: gateway, isBoardLead: false });
    expect(made).toMatchObject({
      agentTokenHash: null,
      lastSeenAt: null,
      lastProvisionError: null,
      status: "provisioning",
      lifecycleGeneration: null,
    });
    expect(agentKey(made)).toBe(`mc-${made.id}`);
    expect(readAgentDeliveries(db).get(made.id)).toBe(true);
    expect(readLabels(db, "agent").get(made.id)).toEqual(["night"]);
    expect([copy().name, copy({ name: " Bo " }).name]).toEqual(["Ada copy 2", "Bo"]);
  });

  it("is a lead only where the board has none", () => {
    const lead = addLead();
    const other = newBoard("Night");
    expect(copy({ agentId: lead.id }).isBoardLead).toBe(false);
    const away = copy({ agentId: lead.id, boardId: other.id });
    expect(away).toMatchObject({ isBoardLead: true, openclawSessionId: `agent:lead-${other.id}:main` });
    expect(copy({ agentId: lead.id, boardId: other.id }).isBoardLead).toBe(false);
  });

  it("of a main agent goes to a board, and to no other place", () => {
    const before = dumpRows(db);
    expect(() => copy({ agentId: id(7) })).toThrow(/main agent/);
    expect(() => copy({ boardId: id(99) })).toThrow(/no board/);
    expect(dumpRows(db)).toEqual(before);
    expect(copy({ agentId: id(7), boardId: board })).toMatchObject({ name: "Main copy", isBoardLead: false });
  });
});

describe("a copy of a board", () => {
  it("has its settings, variables and agents, with its own lead, and not its chat", () => {
    addLead();
    setVariable({ database: db }, { kind: "board", id: board }, { name: "team", value: "#sales" });
    saveLabels(db, "board", board, ["north"]);
    saveBoardFolder(db, board, "/srv/templates");
    const { board: made, agents } = duplicateBoard({ database: db }, { boardId: board, withAgents: true });
    expect(readLabels(db, "board").get(made.id)).toEqual(["north"]);
    expect(readBoardFolders(db)(made.id)).toBe("/srv/templates");
    expect(made).toMatchObject({ name: "Sales copy", slug: "sales-copy", successMetrics: { leads: 10 } });
    expect(agents).toBe(2);
    const copies = listAgentsOfBoards(db, [made.id]);
    expect(copies.map(({ name, isBoardLead }) => [name, isBoardLead])).toEqual([
      ["Ada", false],
      ["Juno", true],
    ]);
    expect(copies.map((each) => agentKey(each))).toEqual([`mc-${copies[0]?.id}`, `lead-${made.id}`]);
    expect(listVariables(db, { kind: "board", id: made.id })).toEqual([{ name: "team", value: "#sales" }]);
    expect([...findPausedBoards(db, [board, made.id])]).toEqual([board]);
  });

  it("may be without them", () => {
    const { board: made, agents } = duplicateBoard({ database: db }, { boardId: board, name: "N", withAgents: false });
    expect([made.name, agents, listAgentsOfBoards(db, [made.id])]).toEqual(["N", 0, []]);
  });

  it("is not there at all when one of its agents cannot be", () => {
    db.sqlite.exec("CREATE TRIGGER no BEFORE INSERT ON agents BEGIN SELECT RAISE(ABORT, 'no'); END");
    expect(() => duplicateBoard({ database: db }, { boardId: board, withAgents: true })).toThrow(/no/);
    expect(listBoards(db)).toHaveLength(1);
  });
});

describe("a table of agents", () => {
  const add = (text: string, options = {}) =>
    addAgents({ database: db }, { text, boardId: board, dryRun: false, ...options });

  it("is added in full, or not at all", () => {
    const before = dumpRows(db);
    expect(add("Bo\nCy", { dryRun: true }).agents).toHaveLength(2);
    expect(() => add("Bo\nADA")).toThrow("Row 2: Its board already has an agent of this name.");
    expect(() => add(" \n")).toThrow("The table has no agents.");
    expect(dumpRows(db)).toEqual(before);
    const { agents } = add("Name,Board,Lead,Role\nBo,,,Engineer\nCy,sales,yes,");
    expect(agents).toEqual([
      { name: "Bo", boardName: "Sales", isLead: false },
      { name: "Cy", boardName: "Sales", isLead: true },
    ]);
    const [, bo, cy] = listAgentsOfBoards(db, [board]);
    expect(bo).toMatchObject({ name: "Bo", identityProfile: { role: "Engineer" }, heartbeatConfig: { every: "10m" } });
    expect(readAgent(db, cy?.id ?? "")).toMatchObject({ isBoardLead: true });
  });

  it("leaves nothing behind when the last row cannot be stored", () => {
    db.sqlite.exec(
      "CREATE TRIGGER no BEFORE INSERT ON agents WHEN NEW.name = 'Cy' BEGIN SELECT RAISE(ABORT, 'no'); END",
    );
    expect(() => add("Bo\nCy")).toThrow(/no/);
    expect(listAgentsOfBoards(db, [board])).toHaveLength(1);
  });
});
