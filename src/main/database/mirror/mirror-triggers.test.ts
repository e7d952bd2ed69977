import { randomUUID } from "node:crypto";
import { afterEach, beforeEach, expect, it } from "vitest";
import { deleteAgent, updateAgent } from "../agents.ts";
import { deleteBoard } from "../boards.ts";
import { writeChatCommand } from "../chat-commands.ts";
import { getTableColumns, getTableName, type SQLiteTable } from "../drizzle.ts";
import { type Database, openDatabase } from "../open-database.ts";
import { mirrorSource } from "../schema/mirror-tables.ts";
import {
  agents,
  boardMemory,
  boards,
  gateways,
  organizationMembers,
  organizations,
  users,
} from "../schema/record-tables.ts";
import { saveSetting } from "../settings.ts";
import { addAgent, addBoard, addGateway, addOrganization } from "../test-fleet.ts";
import { makeMirrorTriggers } from "./make-mirror-triggers.ts";
import { mirroredTables } from "./mirrored-columns.ts";

let db: Database;
beforeEach(() => {
  db = openDatabase({ inMemory: true });
  addOrganization(db);
});
afterEach(() => db.close());

function setSource(): void {
  const check = { checkedAt: "", ok: true, stages: [], migration: null, isReadOnly: false };
  db.orm
    .insert(mirrorSource)
    .values({ id: 1, sealedUrl: "", tlsMode: "off", pollSeconds: 60, writeBack: true, check, setAt: "" })
    .run();
}

const changes = () =>
  db.sqlite
    .prepare<[], { table_name: string; row_id: string }>(
      "SELECT table_name, row_id FROM mirror_changes ORDER BY revision",
    )
    .all()
    .map(({ table_name, row_id }) => `${table_name} ${row_id}`);

it("nothing is noted without a source", () => {
  const gatewayId = addGateway(db);
  updateAgent(db, addAgent(db, { gatewayId }), { name: "Bea" });
  expect(changes()).toEqual([]);
});

it("every change of a record is noted in its own transaction, and goes with it", () => {
  setSource();
  const gatewayId = addGateway(db);
  const boardId = addBoard(db, { gatewayId });
  const agentId = addAgent(db, { gatewayId, boardId });
  writeChatCommand(db, { boardId, command: "/pause", source: "test" });
  expect(changes()).toEqual([
    `gateways ${gatewayId}`,
    `boards ${boardId}`,
    `agents ${agentId}`,
    expect.stringMatching(/^board_memory /),
  ]);
  const abandoned = db.sqlite.transaction(() => {
    updateAgent(db, agentId, { name: "Bea" });
    throw new Error("abandoned");
  });
  expect(abandoned).toThrow("abandoned");
  expect(changes().at(-1)).toMatch(/^board_memory /);
  updateAgent(db, agentId, { name: "Bea" });
  expect(changes().at(-1)).toBe(`agents ${agentId}`);
});

it("a revision is never used twice, also after it was cleared", () => {
  setSource();
  const agentId = addAgent(db, { gatewayId: addGateway(db) });
  const revision = () => db.sqlite.prepare("SELECT revision FROM mirror_changes WHERE row_id = ?").pluck().get(agentId);
  const first = Number(revision());
  db.sqlite.exec("DELETE FROM mirror_changes");
  updateAgent(db, agentId, { name: "Bea" });
  expect(Number(revision())).toBeGreaterThan(first);
});

it("columns that belong to Mission Control, and values that stay, are not noted", () => {
  setSource();
  const agentId = addAgent(db, { gatewayId: addGateway(db), name: "Ada" });
  db.sqlite.exec("DELETE FROM mirror_changes");
  updateAgent(db, agentId, { name: "Ada", lastSeenAt: "2026-01-01T00:00:00.000000Z" });
  expect(changes()).toEqual([]);
});

it("what a pull writes is not noted", () => {
  setSource();
  const gatewayId = addGateway(db);
  db.sqlite.exec("DELETE FROM mirror_changes; UPDATE mirror_source SET pulling = true");
  updateAgent(db, addAgent(db, { gatewayId }), { name: "Bea" });
  expect(changes()).toEqual([]);
});

it("the practice fleet is not noted", () => {
  setSource();
  const id = randomUUID();
  saveSetting(db, "practice.gateway-id", id);
  const gatewayId = addGateway(db, { id });
  const boardId = addBoard(db, { gatewayId });
  updateAgent(db, addAgent(db, { gatewayId, boardId }), { name: "Bea" });
  writeChatCommand(db, { boardId, command: "/pause", source: "test" });
  expect(changes()).toEqual([]);
});

it("rows that are deleted with their board are noted too", () => {
  setSource();
  const gatewayId = addGateway(db);
  const boardId = addBoard(db, { gatewayId });
  const [one, other] = [addAgent(db, { gatewayId, boardId }), addAgent(db, { gatewayId, boardId })];
  db.sqlite.exec("DELETE FROM mirror_changes");
  deleteAgent(db, one);
  deleteBoard(db, boardId);
  expect(changes().sort()).toEqual([`agents ${one}`, `agents ${other}`, `boards ${boardId}`].sort());
});

it("triggers that are missing or outdated are made again", () => {
  const read = () =>
    db.sqlite
      .prepare("SELECT sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'mirror%' ORDER BY name")
      .pluck()
      .all();
  const wanted = read();
  expect(wanted).toHaveLength(4 * 3 - 1);
  db.sqlite.exec(`
    DROP TRIGGER mirror_agents_update;
    DROP TRIGGER mirror_boards_insert;
    CREATE TRIGGER mirror_boards_insert AFTER INSERT ON boards BEGIN SELECT 1; END;
    CREATE TRIGGER mirror_users_update AFTER UPDATE ON users BEGIN SELECT 1; END;
  `);
  makeMirrorTriggers(db.sqlite);
  expect(read()).toEqual(wanted);
});

it("the list of columns has all of the records', and no other", () => {
  const tables: SQLiteTable[] = [organizations, users, organizationMembers, gateways, boards, agents, boardMemory];
  const stored = tables.map((table) => [
    getTableName(table),
    Object.values(getTableColumns(table))
      .filter(({ generated }) => !generated)
      .map(({ name, notNull }) => (notNull ? `${name} not null` : name))
      .sort(),
  ]);
  const mirrored = mirroredTables.map(({ name, columns }) => [
    name,
    columns
      .map((column) => {
        const required = column.ifNull !== undefined || column.name === "id" || isRequiredReference(name, column.name);
        return required ? `${column.name} not null` : column.name;
      })
      .sort(),
  ]);
  expect(mirrored).toEqual(stored);
});

/** These have no stand-in: a row without them is left out. */
function isRequiredReference(table: string, column: string): boolean {
  const required: Record<string, string[]> = {
    organization_members: ["organization_id", "user_id"],
    gateways: ["organization_id"],
    boards: ["organization_id"],
    agents: ["gateway_id"],
    board_memory: ["board_id"],
  };
  return required[table]?.includes(column) ?? false;
}

it("a board without a gateway is noted, with a practice gateway and without one", () => {
  setSource();
  const first = addBoard(db, { gatewayId: null });
  saveSetting(db, "practice.gateway-id", addGateway(db));
  const second = addBoard(db, { gatewayId: null });
  expect(changes().filter((line) => line.startsWith("boards "))).toEqual([`boards ${first}`, `boards ${second}`]);
});
