import { describe, expect, test } from "vitest";
import type { JsonObject } from "../../shared/records.ts";
import { classic } from "./classic.ts";
import { current } from "./current.ts";
import { findObstacles, hasModelIn } from "./find-obstacles.ts";

const settingsOn = (config: JsonObject, more: Partial<Parameters<typeof findObstacles>[0]> = {}) =>
  findObstacles({ dialect: current, knowsAutoHost: true, config, agentKeys: ["a", "b"], hasModel: true, ...more }).map(
    ({ setting, agentKeys }) => [setting, agentKeys],
  );

const entries = (own: JsonObject): JsonObject => ({ agents: { entries: { a: own, b: {} } } });

describe("settings that keep agents from working", () => {
  test.each<[string, JsonObject, string]>([
    ["a mode that asks", { tools: { exec: { mode: "ask" } } }, "tools.exec.mode"],
    ["a mode that lists", { tools: { exec: { mode: "allowlist" } } }, "tools.exec.mode"],
    ["a mode that denies", { tools: { exec: { mode: "deny" } } }, "tools.exec.mode"],
    ["older policies", { tools: { exec: { security: "allowlist" } } }, "tools.exec.security"],
    ["always asking", { tools: { exec: { ask: "always" } } }, "tools.exec.ask"],
    ["another host", { tools: { exec: { host: "node" } } }, "tools.exec.host"],
    ["a sandbox as the host", { tools: { exec: { host: "sandbox" } } }, "tools.exec.host"],
    ["a narrow profile", { tools: { profile: "messaging" } }, "tools.profile"],
    ["a denied tool", { tools: { deny: ["exec"] } }, "tools.deny"],
    ["a denied group", { tools: { deny: ["group:runtime"] } }, "tools.deny"],
    ["a list without it", { tools: { allow: ["read"] } }, "tools.allow"],
    ["a sandbox", { agents: { defaults: { sandbox: { mode: "all" } } } }, "agents.defaults.sandbox.mode"],
  ])("%s, for all agents", (_, config, setting) => {
    expect(settingsOn(config)).toEqual([[setting, null]]);
  });

  test.each<[JsonObject]>([
    [{}],
    [{ tools: { exec: { mode: "full", security: "deny" } } }],
    [{ tools: { exec: { mode: "auto", host: "gateway" } } }],
    [{ tools: { profile: "coding", deny: ["browser"] } }],
    [{ tools: { profile: "minimal", alsoAllow: ["exec"] } }],
    [{ tools: { allow: ["group:runtime"] } }],
    [{ agents: { defaults: { sandbox: { mode: "non-main" } } } }],
  ])("not %j", (config) => {
    expect(settingsOn(config)).toEqual([]);
  });

  test("an agent's own settings count before those for all, and are named as its own", () => {
    expect(settingsOn({ ...entries({ tools: { exec: { mode: "ask" } } }) })).toEqual([
      ["agents.entries.a.tools.exec.mode", ["a"]],
    ]);
    expect(settingsOn({ tools: { exec: { mode: "ask" } }, ...entries({ tools: { exec: { mode: "full" } } }) })).toEqual(
      [["tools.exec.mode", ["b"]]],
    );
    expect(settingsOn(entries({ tools: { deny: ["exec"] }, sandbox: { mode: "all" } }))).toEqual([
      ["agents.entries.a.tools.deny", ["a"]],
      ["agents.entries.a.sandbox.mode", ["a"]],
    ]);
  });

  test("the host gateway, only where it makes commands wait", () => {
    const config = { tools: { exec: { host: "gateway" } } };
    expect(settingsOn(config)).toEqual([]);
    const old = { dialect: classic, knowsAutoHost: false };
    expect(settingsOn(config, old)).toEqual([["tools.exec.host", null]]);
    expect(settingsOn({ tools: { exec: { host: "sandbox", security: "deny" } } }, old)).toEqual([]);
  });

  test("no model, unless the gateway does not tell", () => {
    expect(settingsOn({}, { hasModel: false })).toEqual([["agents.defaults.model", null]]);
    expect(settingsOn({}, { hasModel: null, agentKeys: [] })).toEqual([]);
    expect(hasModelIn({ models: [] })).toBe(false);
    expect(hasModelIn({ models: [{ id: "m", available: false }] })).toBe(false);
    expect(hasModelIn({ models: [{ id: "m" }] })).toBe(true);
    expect(hasModelIn({})).toBeNull();
  });
});
