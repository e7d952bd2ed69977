import { describe, expect, test } from "vitest";
import type { JsonObject } from "../../../shared/records.ts";
import { classic } from "../../gateway/classic.ts";
import { current } from "../../gateway/current.ts";
import type { RosterAgent } from "../../gateway/dialect.ts";
import type { Includes } from "../../gateway/find-includes.ts";
import { type ConfigFacts, planConfig } from "./plan-config.ts";

const ada: RosterAgent = {
  id: "mc-ada",
  name: "Ada",
  workspace: "/w/workspace-mc-ada",
  heartbeat: { every: "10m", target: "last", includeReasoning: false },
};
const bob: RosterAgent = { ...ada, id: "mc-bob", name: "Bob", workspace: "/w/workspace-mc-bob" };
const complete: JsonObject = {
  tools: { exec: { host: "gateway" } },
  channels: { defaults: { heartbeat: { showOk: true, showAlerts: true, useIndicator: true } } },
};

const noIncludes: Includes = { paths: [], areKept: true };

function plan(
  dialect: typeof classic,
  config: JsonObject,
  agents: RosterAgent[],
  mergesArrays = true,
  includes = noIncludes,
  comments = 0,
) {
  const facts: ConfigFacts = {
    dialect,
    config: { config, hash: "", includes, comments, pathForm: null, awaitsRestart: false },
    defaultAgentId: "main",
    mergesArrays,
    heartbeatKeys: dialect.heartbeatKeys,
    knowsOwnership: true,
    canSetChannelVisibility: true,
    knowsAutoHost: true,
  };
  return planConfig(facts, { agents, settings: true });
}

describe("current dialect", () => {
  test("adds missing agents with what the dialect accepts, and names the owner rule once", () => {
    const { patch, newAgents } = plan(current, { agents: { entries: { main: {} } } }, [ada]);
    expect(patch).toEqual({
      tools: { exec: { host: "gateway" } },
      agents: {
        ownership: "explicit",
        entries: {
          "mc-ada": { name: "Ada", workspace: ada.workspace, heartbeat: { every: "10m", target: "none" } },
        },
      },
    });
    expect([...newAgents]).toEqual(["mc-ada"]);
  });

  test("corrects only what differs and leaves the operator's keys alone", () => {
    const entry = {
      name: "Old",
      workspace: ada.workspace,
      model: "openai/gpt",
      heartbeat: { every: "10m", target: "none", activeHours: { start: "09:00" } },
    };
    const config = { ...complete, agents: { ownership: "explicit", entries: { "mc-ada": entry } } };
    const { patch, newAgents, changedAgents } = plan(current, config, [ada]);
    expect(patch).toEqual({ agents: { entries: { "mc-ada": { name: "Ada" } } } });
    expect([newAgents.size, [...changedAgents]]).toEqual([0, ["mc-ada"]]);
  });

  test("is empty when nothing differs", () => {
    const entry = { name: "Ada", workspace: ada.workspace, heartbeat: { every: "10m", target: "none" } };
    const config = { ...complete, agents: { ownership: "explicit", entries: { "mc-ada": entry } } };
    expect(plan(current, config, [ada]).patch).toBeNull();
  });

  test("keeps an owner rule that is there already", () => {
    const config = { ...complete, agents: { entries: { boss: { default: true } } } };
    expect(plan(current, config, [ada]).patch).not.toHaveProperty("agents.ownership");
  });
});

describe("classic dialect", () => {
  test("names the implicit main agent first, so that it stays the default", () => {
    const { patch } = plan(classic, complete, [ada]);
    expect(patch).toEqual({
      agents: {
        list: [{ id: "main" }, { id: "mc-ada", name: "Ada", workspace: ada.workspace, heartbeat: ada.heartbeat }],
      },
    });
  });

  test("adds only the missing keys of channel visibility", () => {
    const config = { tools: { exec: { host: "sandbox" } }, channels: { defaults: { heartbeat: { showOk: true } } } };
    expect(plan(classic, config, [ada]).patch).toMatchObject({
      channels: { defaults: { heartbeat: { showAlerts: true, useIndicator: true } } },
    });
    expect(plan(classic, config, [ada]).patch).not.toHaveProperty("channels.defaults.heartbeat.showOk");
    expect(plan(classic, config, [ada]).patch).not.toHaveProperty("tools");
  });

  test("sends the whole list where an array in a patch replaces the one in the configuration", () => {
    const other = { id: "other", model: "m", heartbeat: { every: "1h" } };
    const stale = { id: "mc-ada", name: "Old", workspace: ada.workspace, sandbox: true, heartbeat: ada.heartbeat };
    const config = { ...complete, agents: { list: [other, stale] } };
    const { patch } = plan(classic, config, [ada, bob], false);
    expect(patch).toEqual({
      agents: {
        list: [
          other,
          { ...stale, name: "Ada" },
          { id: "mc-bob", name: "Bob", workspace: bob.workspace, heartbeat: bob.heartbeat },
        ],
      },
    });
  });

  test("sends only changes where arrays merge by id", () => {
    const config = { ...complete, agents: { list: [{ id: "other" }] } };
    const { patch } = plan(classic, config, [ada]);
    expect(patch).toMatchObject({ agents: { list: [{ id: "mc-ada" }] } });
  });
});

describe("included files that a change would drop", () => {
  const config = { agents: { list: [] } };
  const dropped: Includes = { paths: [["channels"]], areKept: false };

  test("are not dropped for optional settings alone", () => {
    expect(plan(classic, config, [], true, dropped)).toMatchObject({ patch: null, settings: {}, visibility: {} });
    expect(plan(classic, config, []).settings).toMatchObject({ tools: { exec: { host: "gateway" } } });
  });

  test("nor are the comments of a main file that is not written with the roster", () => {
    const config = { agents: { entries: {} } };
    const kept: Includes = { paths: [["agents"]], areKept: true };
    expect(plan(current, config, [ada], true, kept, 2)).toMatchObject({ settings: {}, patch: { agents: {} } });
    expect(plan(current, config, [ada], true, kept, 2).patch).not.toHaveProperty("tools");
    expect(plan(current, config, [ada], true, kept, 0).settings).toHaveProperty("tools");
  });

  test("nor are the comments of its own file", () => {
    const left = { tools: { exec: { host: "gateway" } } };
    expect(plan(classic, config, [], true, noIncludes, 1)).toMatchObject({ patch: null, settings: {}, leftOut: left });
    expect(plan(classic, config, [ada], true, noIncludes, 1)).toMatchObject({ settings: left, leftOut: {} });
  });

  test("are dropped for an agent's entry, and the settings come with it", () => {
    const { changes, settings } = plan(classic, config, [ada], true, dropped);
    expect([...changes.keys()]).toEqual([ada.id]);
    expect(settings).toMatchObject({ tools: { exec: { host: "gateway" } } });
  });
});
