import { describe, expect, test } from "vitest";
import type { JsonObject } from "../../shared/records.ts";
import { classic } from "./classic.ts";
import { current } from "./current.ts";
import { GatewayCallError } from "./failure.ts";
import { findIncludes, isIncluded } from "./find-includes.ts";
import { readPatchRefusal } from "./patch-refusal.ts";

function refusalOf(message: string, details?: unknown) {
  const failure = { kind: "permanent" as const, code: "gateway-call-failed" as const, message, details };
  return readPatchRefusal(new GatewayCallError("config.patch", failure));
}

describe("a refused patch", () => {
  test("says where by its details, else by its message", () => {
    const issues = [{ path: "agents.list.4.heartbeat.every", message: "invalid duration\u0007" }];
    const message = "invalid config: agents.list.4.heartbeat.every: invalid duration; agents.list.5.name: no: not so";
    expect(refusalOf(message, { issues })).toMatchObject({
      reason: "invalid-value",
      issues: [{ path: "agents.list.4.heartbeat.every", message: "invalid duration" }],
    });
    expect(refusalOf(message).issues).toEqual([
      { path: "agents.list.4.heartbeat.every", message: "invalid duration" },
      { path: "agents.list.5.name", message: "no: not so" },
    ]);
  });

  test.each([
    ["missing scope: operator.admin", undefined, "missing-scope"],
    ["not allowed", { code: "MISSING_SCOPE" }, "missing-scope"],
    [
      "Error: Config write would flatten $include-owned config at agents: code=CONFIG_INCLUDE_OWNERSHIP",
      undefined,
      "include-owned",
    ],
    ["config.patch persisted but was not applied to the active Gateway (failed)", undefined, "stored-only"],
    ["invalid config", undefined, "invalid-value"],
    ["invalid config; fix before patching", undefined, "already-invalid"],
    ["invalid config: tools: no; fix (openclaw doctor) before patching", { issues: [] }, "already-invalid"],
    ["EACCES: permission denied", undefined, "other"],
  ])("has a reason: %s", (message, details, reason) => {
    expect(refusalOf(message, details).reason).toBe(reason);
  });

  test("of odd details or of any length is read anyway", () => {
    expect(refusalOf("no", { issues: [null, 4, { path: 3 }, {}] })).toMatchObject({ reason: "other", issues: [] });
    expect(refusalOf(`a\n\u202e${"b".repeat(9_999)}`).message).toMatch(/^a b{1997}…$/);
  });
});

describe("the agent that a path means", () => {
  const list = [{ id: "main" }, { id: "pico" }, { id: "mc-a" }];
  const patch: JsonObject = { agents: { list: [{ id: "mc-b" }, { id: "mc-a", name: "A" }, { id: "mc-c" }] } };

  test.each([
    ["agents.list.1.heartbeat.every", "pico"],
    ["agents.list.2.name", "mc-a"],
    ["agents.list.3", "mc-b"],
    ["agents.list[4].name", "mc-c"],
    ["agents.list.5", null],
    ["agents.list", null],
    ["agents.listing.1", null],
    ["tools.exec.host", null],
  ])("where the list merges by id: %s", (path, id) => {
    expect(classic.agentAt(path, { config: { agents: { list } }, patch, mergesArrays: true })).toBe(id);
  });

  test("where the list is sent in full", () => {
    const made = { config: { agents: { list } }, patch, mergesArrays: false };
    expect(["0", "1", "2", "3"].map((place) => classic.agentAt(`agents.list.${place}`, made))).toEqual([
      "mc-b",
      "mc-a",
      "mc-c",
      null,
    ]);
  });

  test.each([
    ["agents.entries.mc-a.heartbeat.every", "mc-a"],
    ["agents.entries.mc-a", "mc-a"],
    ["agents.entries.mc-ab.name", "mc-ab"],
    ["agents.entries.a.b", "a.b"],
    ['agents.entries["a b"]', "a b"],
    ["agents.entries.a b", "a b"],
    ["agents.entries.unknown.name", null],
    ["agents.ownership", null],
  ])("in a map: %s", (path, id) => {
    const entries = { "mc-a": {}, "mc-ab": {}, a: {}, "a.b": {}, "a b": {} };
    expect(current.agentAt(path, { config: {}, patch: { agents: { entries } }, mergesArrays: true })).toBe(id);
  });
});

test("finds what a configuration includes", () => {
  const paths = findIncludes({
    agents: { list: [{ id: "a" }, { $include: "./b.json5" }] },
    tools: { $include: "./t" },
  });
  expect(paths).toEqual([["agents", "list", "1"], ["tools"]]);
  expect(isIncluded({ paths, areKept: true }, ["tools", "exec"])).toBe(true);
  expect(isIncluded({ paths, areKept: true }, ["agents", "list"])).toBe(false);
  expect(isIncluded({ paths: findIncludes({ $include: "./all" }), areKept: true }, ["agents"])).toBe(true);
});
