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
    Object.assign(file.agents[1], { gateway_id: id(77), is_board_lead: "yes" });
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
      "users[1]: is not an object",
      "gateways[0].workspace_root: is missing",
      "boards[1].name: must not be empty",
      "boards[1].id: is the id of row 0 too",
      "boards[2].id: is the id of row 0 too",
      expect.stringMatching(/^agents\[1\]\.is_board_lead: .*expected boolean/),
      "board_memory[1].id: is not a UUID",
      `agents[1].gateway_id: refers to ${id(77)}, which is in gateways of neither the file nor the database`,
      expect.stringMatching(/^board_memory\[2\]\.board_id: refers to .*78/),
    ]);
  });

  it("names a reference that is neither in the file nor in the database", () => {
    load(fleet());
    const file = { agents: [{ id: id(20), name: "Eve", board_id: id(78), gateway_id: gateway }] };
    const error = refusalOf(file);
    expect(error.message).toContain(`agents[0].board_id: refers to ${id(78)}`);
    expect(error.message).not.toContain("gateway_id");
  });

  it("is refused for a table that does not exist", () => {
    expect(refusalOf({ ...fleet(), agentz: [] }).message).toContain("agentz: is not a table of a fleet file");
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

  it("is refused without repeating a token", () => {
    const file = fleet();
    Object.assign(file.gateways[0], { token: "very-secret", url: ["very-secret"], name: 5 });
    expect(refusalOf(file).message).not.toContain("very-secret");
  });
});
