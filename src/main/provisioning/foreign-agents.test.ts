import { afterEach, describe, expect, test } from "vitest";
import type { RunEvent } from "../../shared/sync.ts";
import { readAgent } from "../database/agents.ts";
import { fillSessionKeys } from "../database/fill-session-keys.ts";
import { findRunDiff } from "../database/find-run-diff.ts";
import { updateGateway } from "../database/gateways.ts";
import { uuid } from "./test-fixture.ts";
import { addRecords, entryOf, type HandMade, makeByHand, type NewRecord } from "./test-foreign-agents.ts";
import { agentOf, openPlanFixture, type PlanFixture } from "./test-plan-fixture.ts";
import { errorOf, outcomeOf } from "./test-sync-results.ts";

let fixture: PlanFixture;
afterEach(async () => {
  await fixture.close();
});

const home = "/home/owner/pico";
const pico: HandMade = {
  id: "pico",
  settings: { workspace: home, model: "their/model" },
  files: { "SOUL.md": "Pico's own soul\n", "MEMORY.md": "Pico remembers\n", "USER.md": "Pico's person\n" },
};

/** A synced fleet, agents made by the gateway's owner, and a record of ours for each. */
async function open(version: string, handMade: HandMade[], records: NewRecord[]) {
  fixture = await openPlanFixture({ gateway: { version }, boards: 1, agents: 1 });
  await fixture.sync({ rotateTokens: true });
  makeByHand(fixture.gateway, handMade);
  const ids = addRecords(fixture, records);
  fixture.gateway.resetCounters();
  const stateOf = ({ id, files = {} }: HandMade) => [
    entryOf(fixture.gateway, id),
    Object.keys(files).map((name) => fixture.gateway.readFile(id, name)),
    fixture.gateway.readFile(id, "TOOLS.md"),
    fixture.gateway.readFile(id, "IDENTITY.md"),
  ];
  return { ...fixture, ids, one: ids[0] ?? "", stateOf };
}

describe.each(["2026.3.28", "2026.9.6"])("on %s", (version) => {
  test("a record without a session key never meets the agent that has its name", async () => {
    const main: HandMade = {
      id: "main",
      settings: { default: true, workspace: "/home/owner/main" },
      files: { "MEMORY.md": "The owner's memory\n" },
    };
    const { sync, one, stateOf, gateway, keyOf } = await open(
      version,
      [main, pico],
      [{ name: "Main" }, { name: "Pico" }],
    );
    const before = [stateOf(main), stateOf(pico)];
    const { status, report } = await sync({ rotateTokens: true });
    expect([status, outcomeOf(report, one)?.outcome]).toEqual(["succeeded", "updated"]);
    expect(keyOf(one)).toBe(`mc-${one}`);
    expect(gateway.readFile(`mc-${one}`, "SOUL.md")).toBeDefined();
    expect([stateOf(main), stateOf(pico)]).toEqual(before);
  });

  test("an agent made by hand is left alone, and the plan says why", async () => {
    const { sync, one, stateOf, gateway, app } = await open(
      version,
      [pico],
      [{ name: "Pico", sessionKey: "agent:pico:main" }],
    );
    const before = stateOf(pico);
    const dry = await sync({ dryRun: true, rotateTokens: true });
    const planned = dry.plan && agentOf(dry.plan, one);
    expect(planned?.blocked).toContain("exists on the gateway and was not made by Flight Deck");
    const { status, report } = await sync({ rotateTokens: true, overwrite: true, rekeyAll: true });
    expect(status).toBe("failed");
    expect(outcomeOf(report, one)).toMatchObject({ outcome: "failed", filesWritten: [] });
    expect(errorOf(report, one)).toMatchObject({ code: "agent-not-ours", hint: expect.stringContaining("--adopt") });
    expect(stateOf(pico)).toEqual(before);
    expect(gateway.configWrites).toBe(0);
    expect(readAgent(app.database, one).agentTokenHash).toBeNull();
  });

  test("when it is adopted it stays in its workspace with its memory, and what it had is kept as a diff", async () => {
    const { sync, planOf, one, gateway, app, gatewayId, tokenOf } = await open(
      version,
      [pico],
      [{ name: "Pico", sessionKey: "agent:pico:main" }],
    );
    const plan = await planOf({ adopt: true });
    expect(agentOf(plan, one)).toMatchObject({ adopts: "agent", token: "repair", blocked: null });
    expect(plan.summary).toMatchObject({ agentsToAdd: 0, agentsToAdopt: 1, agentsToCorrect: 0 });
    const { status, report } = await sync({ adopt: true });
    expect([status, report.errors]).toEqual(["succeeded", []]);
    expect(entryOf(gateway, "pico")).toMatchObject({ workspace: home, model: "their/model", name: "Pico" });
    expect(gateway.readFile("pico", "MEMORY.md")).toBe("Pico remembers\n");
    expect(gateway.readFile("pico", "USER.md")).toBe("Pico's person\n");
    expect(gateway.readFile("pico", "SOUL.md")).not.toBe("Pico's own soul\n");
    expect(findRunDiff(app.database, report.runId, one, "SOUL.md")).toContain("-Pico's own soul");
    expect(tokenOf(one)).toMatch(/^[\w-]{43}$/);
    expect(gateway.readFile("pico", version === "2026.9.6" ? "AGENTS.md" : "TOOLS.md")).toContain(
      `WORKSPACE_PATH=${home}`,
    );

    gateway.resetCounters();
    updateGateway(app.database, app.vault, gatewayId, { workspaceRoot: "/elsewhere" });
    const { report: later } = await sync({ agentIds: [one], includeMain: false });
    expect([outcomeOf(later, one)?.outcome, later.errors]).toEqual(["updated", []]);
    expect(entryOf(gateway, "pico")).toMatchObject({ workspace: home });
    expect(gateway.configWrites).toBe(0);
  });

  test("an adoption that was cut off before the first file is finished by the next sync", async () => {
    const { sync, one, gateway, app, tokenOf } = await open(
      version,
      [pico],
      [{ name: "Pico", sessionKey: "agent:pico:main" }],
    );
    const cancel = new AbortController();
    const onEvent = (event: RunEvent) => {
      if (event.type === "phase" && event.phase === "writing-files") cancel.abort(new Error("cancelled"));
    };
    const { report: cut } = await sync({ adopt: true }, { signal: cancel.signal, onEvent });
    expect(outcomeOf(cut, one)?.outcome).toBe("not-attempted");
    expect(gateway.readFile("pico", "SOUL.md")).toBe("Pico's own soul\n");

    const { status, report } = await sync();
    expect([status, report.errors, outcomeOf(report, one)?.outcome]).toEqual(["succeeded", [], "updated"]);
    expect(findRunDiff(app.database, report.runId, one, "SOUL.md")).toContain("-Pico's own soul");
    expect(tokenOf(one)).toMatch(/^[\w-]{43}$/);
    expect(gateway.readFile("pico", "MEMORY.md")).toBe("Pico remembers\n");
    expect(gateway.readFile("pico", "USER.md")).toBe("Pico's person\n");
  });

  test("the gateway's default agent is adopted only when it is asked for", async () => {
    const main: HandMade = {
      id: "main",
      settings: { default: true },
      files: { "MEMORY.md": "The owner's memory\n", "SOUL.md": "The owner's\n" },
    };
    const { sync, one, stateOf, gateway } = await open(
      version,
      [main],
      [{ name: "Boss", sessionKey: "agent:main:main" }],
    );
    const before = stateOf(main);
    const { report } = await sync({ adopt: true });
    expect(errorOf(report, one)).toMatchObject({
      code: "agent-not-ours",
      hint: expect.stringContaining("--adopt-default"),
    });
    expect(stateOf(main)).toEqual(before);
    const { status } = await sync({ adoptDefault: true });
    expect(status).toBe("succeeded");
    expect(gateway.readFile("main", "MEMORY.md")).toBe("The owner's memory\n");
    expect(gateway.readFile("main", "SOUL.md")).not.toBe("The owner's\n");
    expect(entryOf(gateway, "main")?.workspace).not.toBe("/w/workspace-main");
    expect((await sync()).report.agentsUnchanged).toBe(2);
  });

  test("the default agent is there even where the roster does not name it", async () => {
    fixture = await openPlanFixture({ gateway: { version }, boards: 1, agents: 1 });
    const { sync, gateway, agentIds } = fixture;
    const [one = ""] = addRecords(fixture, [{ name: "Boss", sessionKey: "agent:main:main" }]);
    gateway.writeFile("main", "MEMORY.md", "The owner's memory\n");
    gateway.writeFile("main", "SOUL.md", "The owner's\n");
    const { report } = await sync({ rotateTokens: true, adopt: true });
    expect(errorOf(report, one)?.code).toBe("agent-not-ours");
    expect(outcomeOf(report, agentIds[0] ?? "")?.outcome).toBe("updated");
    expect(gateway.readFile("main", "SOUL.md")).toBe("The owner's\n");
    const { status } = await sync({ adoptDefault: true });
    expect(status).toBe("succeeded");
    expect(gateway.readFile("main", "MEMORY.md")).toBe("The owner's memory\n");
    expect(gateway.readFile("main", "SOUL.md")).not.toBe("The owner's\n");
  });

  test("a plan that says adopt is applied, and one that does not adopts no agent", async () => {
    const { planOf, apply, one, stateOf, gateway, sync } = await open(
      version,
      [],
      [{ name: "Pico", sessionKey: "agent:pico:main" }],
    );
    const adding = await planOf({ rotateTokens: true, adopt: true });
    expect(agentOf(adding, one)).toMatchObject({ entry: { kind: "add" } });
    expect(agentOf(adding, one)).not.toHaveProperty("adopts");
    makeByHand(gateway, [pico]);
    const before = stateOf(pico);
    const refused = await apply(adding);
    expect(errorOf(refused.report, one)?.code).toBe("agent-not-ours");
    expect(stateOf(pico)).toEqual(before);
    const adopting = await planOf({ adopt: true });
    expect((await apply(adopting)).status).toBe("succeeded");
    expect(gateway.readFile("pico", "MEMORY.md")).toBe("Pico remembers\n");
    expect((await sync()).status).toBe("succeeded");
  });

  test("an edit between plan and apply is refused, and nothing of the agent is adopted", async () => {
    const { planOf, apply, one, stateOf, gateway } = await open(
      version,
      [pico],
      [{ name: "Pico", sessionKey: "agent:pico:main" }],
    );
    const plan = await planOf({ adopt: true });
    gateway.writeFile("pico", "SOUL.md", "Another soul\n");
    const before = stateOf(pico);
    const { report } = await apply(plan);
    expect(errorOf(report, one)?.code).toBe("plan-moved");
    expect(stateOf(pico)).toEqual(before);
  });

  test("an agent that we added under such a key is ours, also when its first sync was cut off", async () => {
    const { sync, one, gateway } = await open(version, [], [{ name: "Pico", sessionKey: "agent:pico:main" }]);
    const fault = gateway.inject({
      kind: "error",
      method: "agents.files.set",
      agentId: "pico",
      times: 100,
      code: "INVALID_REQUEST",
      message: "no room",
    });
    const cutOff = await sync({ rotateTokens: true });
    expect(outcomeOf(cutOff.report, one)?.outcome).toBe("failed");
    fault.remove();
    const { status, report } = await sync({ rotateTokens: true });
    expect([status, outcomeOf(report, one)?.outcome]).toEqual(["succeeded", "updated"]);
    expect((await sync()).report.agentsUnchanged).toBe(2);
  });

  test("an agent that an older version wrote under the slug of its name stays that agent", async () => {
    const { sync, one, gateway, app, keyOf } = await open(
      version,
      [],
      [{ name: "Ada B.", sessionKey: "agent:ada-b:main" }],
    );
    await sync({ rotateTokens: true });
    const before = gateway.agentIds.toSorted();
    app.database.sqlite.exec(
      "UPDATE agents SET openclaw_session_id = NULL WHERE name = 'Ada B.'; DELETE FROM settings; PRAGMA user_version = 0",
    );
    fillSessionKeys(app.database);
    expect(keyOf(one)).toBe("ada-b");
    const { report } = await sync();
    expect([outcomeOf(report, one)?.outcome, report.errors]).toEqual(["unchanged", []]);
    expect(gateway.agentIds.toSorted()).toEqual(before);
  });

  test("a restored database knows the agent by its own id in the agent's files", async () => {
    const { sync, one, app } = await open(version, [], [{ name: "Pico", sessionKey: "agent:pico:main" }]);
    await sync({ rotateTokens: true });
    app.database.sqlite.exec("DELETE FROM settings; DELETE FROM written_files; DELETE FROM agent_token_state");
    const { status, report } = await sync({ rotateTokens: true });
    expect([status, outcomeOf(report, one)?.outcome]).toEqual(["succeeded", "unchanged"]);
  });

  test("a record that is given another agent's key does not take its own history along", async () => {
    const { sync, one, stateOf } = await open(version, [pico], [{ name: "Pico" }]);
    await sync({ rotateTokens: true });
    fixture.app.database.sqlite
      .prepare("UPDATE agents SET openclaw_session_id = 'agent:pico:main' WHERE id = ?")
      .run(one);
    const before = stateOf(pico);
    const { report } = await sync({ rotateTokens: true });
    expect(errorOf(report, one)?.code).toBe("agent-not-ours");
    expect(stateOf(pico)).toEqual(before);
  });

  test("what somebody makes after a run that was cut off before it could add an agent is not taken for it", async () => {
    const { sync, one, stateOf, gateway } = await open(version, [], [{ name: "Pico", sessionKey: "agent:pico:main" }]);
    gateway.inject({ kind: "no-answer", method: "config.patch" });
    const stop = new AbortController();
    const { status } = await sync(
      { rotateTokens: true },
      {
        signal: stop.signal,
        onEvent: (event) =>
          event.type === "phase" && event.phase === "writing-config" && setTimeout(() => stop.abort(), 100),
      },
    );
    expect(status).toBe("cancelled");
    makeByHand(gateway, [pico]);
    const before = stateOf(pico);
    const { report } = await sync({ rotateTokens: true });
    expect(errorOf(report, one)?.code).toBe("agent-not-ours");
    expect(stateOf(pico)).toEqual(before);
  });

  test("a key with the id of another record is not ours: that record's agent is left alone", async () => {
    const other: HandMade = { ...pico, id: `mc-${uuid(8, 0)}` };
    const { sync, one, stateOf } = await open(
      version,
      [other],
      [{ name: "Copy", sessionKey: `agent:${other.id}:main` }],
    );
    const before = stateOf(other);
    const { report } = await sync({ rotateTokens: true, overwrite: true, moveWorkspaces: true });
    expect(errorOf(report, one)?.code).toBe("agent-not-ours");
    expect(stateOf(other)).toEqual(before);
  });

  test("an agent whose key has capitals gets all of its files in one sync", async () => {
    const { sync, one, gateway } = await open(version, [], [{ name: "Pico", sessionKey: "agent:Pico:main" }]);
    const { status, report } = await sync();
    expect([status, outcomeOf(report, one)?.outcome]).toEqual(["succeeded", "updated"]);
    const heartbeat =
      version === "2026.9.6" ? gateway.readScratch("pico")?.content : gateway.readFile("pico", "HEARTBEAT.md");
    expect(heartbeat).toBeTruthy();
    expect((await sync()).report.agentsUnchanged).toBe(2);
  });

  test("agents with keys of our forms are ours, whoever made them", async () => {
    const { sync, one, gateway } = await open(version, [], [{ name: "Pico" }]);
    makeByHand(gateway, [{ id: `mc-${one}`, settings: { workspace: "/home/owner/x" } }]);
    const { status, report } = await sync({ rotateTokens: true });
    expect([status, outcomeOf(report, one)?.outcome]).toEqual(["succeeded", "updated"]);
  });
});
