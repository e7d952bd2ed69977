import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { FlightDeckError } from "../../../shared/errors.ts";
import { importFleet } from "../import-fleet.ts";
import { type Database, openDatabase } from "../open-database.ts";
import { testVault } from "../test-fleet.ts";
import { board, dumpRows, fleet, gateway, id, organization, type Row } from "./test-fleet-file.ts";

let db: Database;
beforeEach(() => {
  db = openDatabase({ inMemory: true });
});
afterEach(() => db.close());

const load = (file: unknown) => importFleet(db, testVault, file);

/** The import's error; checks that nothing was imported. */
function refusalOf(file: unknown): FlightDeckError {
  const before = dumpRows(db);
  try {
    load(file);
  } catch (error) {
    expect(dumpRows(db)).toEqual(before);
    if (error instanceof FlightDeckError) return error;
    throw error;
  }
  throw new Error("the file was imported");
}

describe("a bad fleet file", () => {
  it("is refused with table, index, field and reason of every bad row", () => {
    const file = fleet();
    Object.assign(file.agents[1], { gateway_id: id(77), is_board_lead: "perhaps" });
    file.boards.push({ id: board, organization_id: organization, name: " " });
    file.boards.push({ ...fleet().boards[0] });
    delete file.gateways[0].workspace_root;
    file.board_memory?.push({ id: "8", board_id: board, content: "x" }, { id: id(9), board_id: id(78), content: "x" });
    file.users?.push("not a row" as unknown as Row);
    const error = refusalOf(file);
    expect(error.code).toBe("bad-input");
    expect(error.hint).toContain("Nothing was imported");
    const lines = error.message.split("\n").map((text) => text.trim());
    expect(lines).toEqual([
      "The fleet file has 9 problems:",
      "users row 2: is not an object",
      'gateways row 1 "North", workspace_root: is missing',
      "boards row 2, name: must not be empty",
      "boards row 2, id: is the id of row 1 too",
      'boards row 3 "Sales", id: is the id of row 1 too',
      'agents row 2 "Main", is_board_lead: must be true or false',
      "board_memory row 2, id: is not a UUID",
      `agents row 2 "Main", gateway_id: refers to ${id(77)}, which is in gateways of neither the file nor the database`,
      expect.stringMatching(/^board_memory row 3, board_id: refers to .*78/),
    ]);
  });

  it("names a reference that is neither in the file nor in the database", () => {
    load(fleet());
    const file = { agents: [{ id: id(20), name: "Eve", board_id: id(78), gateway_id: gateway }] };
    const error = refusalOf(file);
    expect(error.message).toContain(`agents row 1 "Eve", board_id: refers to ${id(78)}`);
    expect(error.message).not.toContain("gateway_id");
  });

  it("has one problem for one bad id, however many rows refer to it", () => {
    const agents = Array.from({ length: 16 }, (_, index) => ({ id: id(100 + index), name: "A", gateway_id: "GW" }));
    const gateways = [{ ...fleet().gateways[0], id: "GW" }];
    const badId = refusalOf({ ...fleet(), gateways, boards: [], board_memory: [], agents }).message.split("\n");
    expect(badId.slice(1)).toEqual(['  gateways row 1 "North", id: is not a UUID (also in 16 other places)']);
    const missing = agents.map((agent) => ({ ...agent, gateway_id: id(77) }));
    const dangling = refusalOf({ agents: missing }).message;
    expect(dangling.split("\n")).toHaveLength(2);
    expect(dangling).toContain('agents row 1 "A", gateway_id: refers to');
    expect(dangling).toContain("(also in 15 other places)");
  });

  it("names the misspelt column where one is missing", () => {
    const agents = [{ id: id(20), name: "Eve", gatway_id: gateway }];
    expect(refusalOf({ agents }).message).toContain(
      'agents row 1 "Eve", gateway_id: is missing; the row has "gatway_id"',
    );
  });

  it.each([
    ["agents", "identity_profile", "a text", "must be a JSON object"],
    ["agents", "heartbeat_config", [1], "must be a JSON object"],
    ["agents", "is_board_lead", {}, "must be true or false"],
    ["boards", "max_agents", "many", "must be a number"],
    ["boards", "max_agents", 1.5, "must be a whole number"],
    ["boards", "max_agents", -1, "must be at least 0"],
    ["boards", "name", 5, "must be a text"],
    ["gateways", "url", "http://127.0.0.1/#token=hunter2", "contains a token, like a link to the Control UI."],
    ["gateways", "url", "127.0.0.1:18789", "does not begin with ws:// or wss://."],
    ["board_memory", "tags", "a", "must be a list"],
  ])("says in plain words that %s.%s of %j %s", (table, column, value, reason) => {
    const file: Record<string, Row[]> = fleet();
    Object.assign(file[table]?.[0] ?? {}, { [column]: value });
    const { message } = refusalOf(file);
    expect(message).toContain(`, ${column}: ${reason}`);
    expect(message).not.toMatch(/hunter2|expected|received|Invalid/);
  });

  it("is refused for a table that does not exist", () => {
    expect(refusalOf({ ...fleet(), agentz: [] }).message).toContain(
      "agentz: is not a table of a fleet file; did you mean agents?",
    );
    expect(refusalOf({ agents: {} }).message).toContain("agents: is not a list of rows");
  });

  it.each([null, [], 5, "5", "null", undefined])("is refused when it is %j", (file) => {
    expect(refusalOf(file).message).toContain("is not one JSON object");
  });

  it("lists the first 20 problems of many", () => {
    const agents = Array.from({ length: 50 }, (_, index) => ({ id: id(100 + index) }));
    const lines = refusalOf({ agents }).message.split("\n");
    expect(lines).toHaveLength(1 + 20 + 1);
    expect(lines.at(-1)).toContain("and 80 more");
  });

  it.each([
    '{"token": "very-secret", x}',
    '["very-secret" ,,]',
    "very-secret",
    '{"gateways": [{"token": "very-secret"}',
  ])("that is no JSON (%s) is refused without a word of it", (text) => {
    const error = refusalOf(text);
    expect(error.message).toContain("is not valid JSON");
    expect(`${error.message} ${error.hint} ${String(error.cause)}`).not.toContain("very-secret");
  });

  it.each([
    ["a list", `{"agents": ${"[".repeat(2000)}${"]".repeat(2000)}}`],
    ["a column", `{"agents": [{"identity_profile": ${'{"a":'.repeat(2000)}1${"}".repeat(2000)}}]}`],
    ["the file itself", "[".repeat(100_000)],
  ])("is refused when %s is nested thousands of levels deep", (_, text) => {
    expect(refusalOf(text).message).toContain("nested more than 200 levels deep");
  });

  it("is refused without repeating a token", () => {
    const file = fleet();
    Object.assign(file.gateways[0], { token: "very-secret", url: ["very-secret"], name: 5 });
    expect(refusalOf(file).message).not.toContain("very-secret");
  });
});
