import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { findMirroredTable, type MirroredColumn, mirroredTables } from "../database/mirror/mirrored-columns.ts";
import type { RowValues } from "../database/mirror/row-values.ts";
import { isSame, mergeRow, withArrived } from "./merge-row.ts";

const agents = findMirroredTable("agents");
const row: RowValues = {
  id: "a",
  name: "Ada",
  status: "online",
  heartbeat_config: '{"every": "10m"}',
  last_seen_at: null,
};

describe("a row on both sides", () => {
  const merge = (local: RowValues, remote: RowValues, base: RowValues = row) =>
    mergeRow(agents, { base, local: { ...row, ...local }, remote: { ...row, ...remote } });

  it("that differs nowhere needs nothing", () => {
    expect(merge({}, {})).toEqual({ kind: "update", take: {}, push: {}, conflicts: [] });
  });

  it("takes what changed there and pushes what changed here", () => {
    expect(merge({ name: "Bea" }, { last_seen_at: "2026-01-01T00:00:00.000000Z", status: "offline" })).toEqual({
      kind: "update",
      take: { last_seen_at: "2026-01-01T00:00:00.000000Z", status: "offline" },
      push: { name: "Bea" },
      conflicts: [],
    });
  });

  it("is in conflict in a column that changed on both sides, and only there", () => {
    expect(merge({ name: "Bea", status: "updating" }, { name: "Cat", status: "offline" })).toEqual({
      kind: "update",
      take: { status: "offline" },
      push: {},
      conflicts: [{ column: "name", base: "Ada", ours: "Bea", theirs: "Cat" }],
    });
  });

  it("is not in conflict where both sides changed to the same", () => {
    const value = { heartbeat_config: '{"every":"5m"}' };
    expect(merge(value, { heartbeat_config: '{ "every": "5m" }' })).toEqual({
      kind: "update",
      take: {},
      push: {},
      conflicts: [],
    });
  });

  it("ignores columns that the server does not have", () => {
    expect(mergeRow(agents, { base: { id: "a" }, local: { ...row, name: "Bea" }, remote: { id: "a" } })).toEqual({
      kind: "update",
      take: {},
      push: {},
      conflicts: [],
    });
  });

  it("without a base takes everything but what is proven", () => {
    const local = { ...row, name: "Bea", agent_token_hash: "ours" };
    const remote = { ...row, agent_token_hash: "theirs" };
    expect(
      mergeRow(agents, { base: null, local, remote }, { proven: new Set(["agent_token_hash"]), asks: false }),
    ).toEqual({
      kind: "update",
      take: { name: "Ada" },
      push: { agent_token_hash: "ours" },
      conflicts: [],
    });
    expect(mergeRow(agents, { base: null, local, remote })).toMatchObject({
      take: { name: "Ada", agent_token_hash: "theirs" },
      push: {},
    });
  });

  it("without a base is in conflict where it was changed here", () => {
    const local = { ...row, name: "Bea", status: "updating", heartbeat_config: null };
    expect(mergeRow(agents, { base: null, local, remote: row }, { proven: new Set(), asks: true })).toEqual({
      kind: "update",
      take: { status: "online", heartbeat_config: row.heartbeat_config },
      push: {},
      conflicts: [{ column: "name", base: null, ours: "Bea", theirs: "Ada" }],
    });
  });

  it("takes a column that Mission Control got since, also of a row that was changed here; nothing erases ours", () => {
    const local = { ...row, name: "Bea", soul_template: "ours", identity_template: "ours", wake_attempts: "2" };
    const remote = { ...row, soul_template: "theirs", identity_template: null, wake_attempts: null };
    expect(mergeRow(agents, { base: row, local, remote }, { proven: new Set(), asks: true })).toEqual({
      kind: "update",
      take: { soul_template: "theirs", wake_attempts: null },
      push: { name: "Bea", identity_template: "ours" },
      conflicts: [],
    });
  });

  it("has in common what a push that was cut off has written", () => {
    const sent = { name: "Bea", status: "updating" };
    expect(withArrived(agents, row, sent, { ...row, name: "Bea" })).toEqual({ ...row, name: "Bea" });
    expect(withArrived(agents, null, sent, { ...row, name: "Cat" })).toEqual(sent);
    const config = { heartbeat_config: '{"every":"5m","target":"none"}' };
    const arrived = { ...row, heartbeat_config: '{"every": "5m", "target": "none"}' };
    expect(withArrived(agents, row, config, arrived)).toEqual({ ...row, ...config });
    expect(withArrived(agents, null, sent, null)).toBeNull();
  });
});

describe("a row on one side", () => {
  const changed = { ...row, name: "Bea" };
  it("is new here, new there, or deleted, with what that loses", () => {
    expect(mergeRow(agents, { base: null, local: null, remote: row })).toEqual({ kind: "insert-here", values: row });
    expect(mergeRow(agents, { base: null, local: row, remote: null })).toEqual({ kind: "insert-there", values: row });
    expect(mergeRow(agents, { base: row, local: changed, remote: null })).toEqual({
      kind: "delete-here",
      unpushed: ["name"],
    });
    expect(mergeRow(agents, { base: row, local: null, remote: { ...changed, last_seen_at: "x" } })).toEqual({
      kind: "delete-there",
      changedThere: ["name"],
    });
    expect(mergeRow(agents, { base: row, local: null, remote: null })).toEqual({ kind: "gone" });
  });
});

describe("JSON values", () => {
  const json = { kind: "json" } as const;
  it("are the same whatever their spelling", () => {
    expect(isSame(json, '{"a": [1, "\\u00f6"]}', '{"a":[1,"ö"]}')).toBe(true);
    expect(isSame(json, null, "null")).toBe(true);
  });
  it("differ in the last of twenty digits", () => {
    expect(isSame(json, "[12345678901234567890]", "[12345678901234567891]")).toBe(false);
    expect(isSame(json, "[12345678901234567890]", "[ 12345678901234567890 ]")).toBe(true);
  });
});

/** Few values, so that sides are often equal. */
const anyValue = ({ kind }: MirroredColumn) =>
  fc.constantFrom(...(kind === "json" ? [null, '{"a": 1}', '{"a":1}', "[]"] : [null, "x", "y", "z"]));
const rowOf = (columns: MirroredColumn[]) => fc.record(Object.fromEntries(columns.map((c) => [c.name, anyValue(c)])));

describe("every merge", () => {
  const sides = fc.constantFrom(...mirroredTables).chain((table) =>
    fc.record({
      table: fc.constant(table),
      base: rowOf(table.columns),
      local: rowOf(table.columns),
      remote: rowOf(table.columns),
    }),
  );

  it("decides each differing column exactly once and loses no change", () => {
    fc.assert(
      fc.property(sides, ({ table, base, local, remote }) => {
        const merge = mergeRow(table, { base, local, remote });
        if (merge.kind !== "update") throw new Error(merge.kind);
        const conflicts = merge.conflicts.map(({ column }) => column);
        for (const column of table.columns) {
          const { name, changedHere } = column;
          const [was = null, ours = null, theirs = null] = [base[name], local[name], remote[name]];
          const decided = [name in merge.take, name in merge.push, conflicts.includes(name)].filter(Boolean).length;
          // What is ours alone is neither pushed nor taken back.
          const isKept = column.isOnlyCleared === true && ours !== null && decided === 0;
          expect(decided).toBe(isSame(column, ours, theirs) || isKept ? 0 : 1);
          if (decided === 0) continue;
          const changed = { here: !isSame(column, ours, was), there: !isSame(column, theirs, was) };
          if (!changedHere || !changed.here) expect(merge.take[name]).toBe(theirs);
          else if (!changed.there) expect(merge.push[name]).toBe(ours);
          else if (changedHere === "ask") expect(conflicts).toContain(name);
        }
      }),
    );
  });

  it("is finished once it is carried out", () => {
    fc.assert(
      fc.property(sides, ({ table, base, local, remote }) => {
        const merge = mergeRow(table, { base, local, remote });
        if (merge.kind !== "update") throw new Error(merge.kind);
        const [here, there] = [
          { ...local, ...merge.take },
          { ...remote, ...merge.push },
        ];
        const kept = Object.fromEntries(merge.conflicts.map(({ column, base: was }) => [column, was]));
        const again = mergeRow(table, { base: { ...there, ...kept }, local: here, remote: there });
        expect(again).toEqual({ kind: "update", take: {}, push: {}, conflicts: merge.conflicts });
      }),
    );
  });
});
