import { describe, expect, test } from "vitest";
import { fillSessionKeys } from "../database/fill-session-keys.ts";
import { uuid } from "./test-fixture.ts";
import { type HandMade, makeByHand } from "./test-foreign-agents.ts";
import { fixture, open, pico } from "./test-open-foreign-agents.ts";
import { errorOf, outcomeOf } from "./test-sync-results.ts";

describe.each(["2026.3.28", "2026.9.6"])("on %s", (version) => {
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
