import { describe, expect, it } from "vitest";
import { findMirroredTable } from "../../database/mirror/mirrored-columns.ts";
import type { ConflictRow } from "../../database/mirror/outbox.ts";
import { decideRow, type RowInput } from "./decide-row.ts";

const table = findMirroredTable("agents");
const row = { id: "a", name: "Ada", agent_token_hash: "one", lifecycle_generation: "3", provision_action: null };

function decide(input: Partial<RowInput>) {
  return decideRow({ table, base: row, local: row, remote: row, isNoted: true, known: [], ...input });
}

const conflictOf = (column: string, choice: ConflictRow["choice"], ours: string | null, theirs: string | null) => ({
  table: "agents",
  id: "a",
  column,
  base: null,
  ours,
  theirs,
  choice,
});

describe("one row of an exchange", () => {
  it("added on both sides, has PostgreSQL's values where we have none, and is asked about where both have one", () => {
    const local = { ...row, name: "Bea", lifecycle_generation: null };
    const remote = { ...row, lifecycle_generation: "0" };
    expect(decide({ base: null, local, remote })).toMatchObject({
      kind: "update",
      push: {},
      take: { lifecycle_generation: "0" },
      conflicts: [{ column: "name", ours: "Bea", theirs: "Ada" }],
    });
    expect(decide({ base: null, local: null })).toEqual({ kind: "settled" });
  });

  it("never sets Mission Control's provisioning marks, but clears them", () => {
    const provision = { ...row, provision_action: "provision" };
    expect(decide({ local: provision })).toMatchObject({ push: {}, take: {}, conflicts: [] });
    expect(decide({ base: provision, remote: provision })).toMatchObject({ push: { provision_action: null } });
  });

  it("deleted here and changed there since, is deleted only if an operator says so", () => {
    const remote = { ...row, name: "Theirs" };
    const ask = (choice: ConflictRow["choice"], seen: object = remote) =>
      decide({ local: null, remote, known: [conflictOf("*", choice, null, JSON.stringify(seen))] }).kind;
    expect([ask(null), ask("ours"), ask("theirs")]).toEqual(["ask-about-deletion", "delete-there", "insert-here"]);
    expect(ask("ours", { ...remote, name: "Older" })).toBe("ask-about-deletion");
    expect(ask("ours", { ...remote, lifecycle_generation: "2" })).toBe("delete-there");
    expect(decide({ local: null }).kind).toBe("delete-there");
  });

  it("carries out a choice between the versions that it was made for, and no other", () => {
    const sides = { local: { ...row, name: "Ours" }, remote: { ...row, name: "Theirs" } };
    const choose = (choice: ConflictRow["choice"], theirs = "Theirs") =>
      decide({ ...sides, known: [conflictOf("name", choice, "Ours", theirs)] });
    expect(choose("ours")).toMatchObject({ push: { name: "Ours" }, take: {}, conflicts: [] });
    expect(choose("theirs")).toMatchObject({ push: {}, take: { name: "Theirs" }, conflicts: [] });
    expect(choose("ours", "Older")).toMatchObject({ push: {}, take: {}, conflicts: [{ column: "name" }] });
  });

  it("never deletes lines of a chat in Mission Control", () => {
    const line = { id: "l", content: "/pause" };
    const chat = { table: findMirroredTable("board_memory"), local: null, remote: line };
    expect([decide({ ...chat, base: line }), decide({ ...chat, base: null })]).toEqual([
      { kind: "settled" },
      { kind: "settled" },
    ]);
  });
});
