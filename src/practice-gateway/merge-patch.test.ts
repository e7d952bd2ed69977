import { describe, expect, test } from "vitest";
import { changedPaths, mergePatch, redactedText } from "./merge-patch.ts";

describe("mergePatch", () => {
  test("merges objects, removes by null, replaces the rest, and changes neither input", () => {
    const base = { a: { b: 1, c: 2 }, list: [1, 2], gone: true };
    const patch = { a: { b: 3, d: { e: null, f: 4 } }, list: [9], gone: null };
    expect(mergePatch(base, patch, true)).toEqual({ a: { b: 3, c: 2, d: { f: 4 } }, list: [9] });
    expect(base).toEqual({ a: { b: 1, c: 2 }, list: [1, 2], gone: true });
  });

  test("merges arrays of objects with ids by id, or replaces them on versions that do so", () => {
    const base = { list: [{ id: "main", kept: 1 }, { id: "x" }] };
    const patch = { list: [{ id: "main", name: "M" }, { id: "y" }] };
    expect(mergePatch(base, patch, true)).toEqual({
      list: [{ id: "main", kept: 1, name: "M" }, { id: "x" }, { id: "y" }],
    });
    expect(mergePatch(base, patch, false)).toEqual(patch);
  });

  test("shares what a patch does not touch", () => {
    const base = { agents: { entries: { a: { name: "A" } } }, other: { big: [1] } };
    const merged = mergePatch(base, { agents: { entries: { b: {} } } }, true) as typeof base;
    expect(merged.other).toBe(base.other);
    expect(merged.agents.entries.a).toBe(base.agents.entries.a);
  });

  test("keeps a secret that is sent back redacted", () => {
    const base = { gateway: { auth: { token: "secret" } } };
    expect(mergePatch(base, { gateway: { auth: { token: redactedText } } }, true)).toEqual(base);
  });

  test("does not let a patch change a prototype", () => {
    const merged = mergePatch({}, JSON.parse('{"__proto__":{"polluted":true},"a":1}'), true);
    expect(merged).toEqual({ a: 1 });
    expect(Object.getPrototypeOf(merged)).toBe(Object.prototype);
  });
});

describe("changedPaths", () => {
  test("lists what differs, and a new part as one path", () => {
    const before = { agents: { entries: { main: {} } }, tools: { exec: { host: "node" } } };
    const after = { agents: { entries: { main: {}, x: { name: "X" } } }, tools: { exec: { host: "gateway" } } };
    expect(changedPaths(before, after)).toEqual(["agents.entries.x", "tools.exec.host"]);
  });

  test("is empty for equal configs", () => {
    expect(changedPaths({ a: [1, { b: 2 }] }, { a: [1, { b: 2 }] })).toEqual([]);
    expect(changedPaths({ a: [1] }, { a: [1, 2] })).toEqual(["a"]);
  });
});
