import { describe, expect, test } from "vitest";
import type { RunEvent } from "../../shared/sync.ts";
import { readAgent } from "../database/agents.ts";
import { findRunDiff } from "../database/find-run-diff.ts";
import { updateGateway } from "../database/gateways.ts";
import { addRecords, entryOf, type HandMade, makeByHand } from "./test-foreign-agents.ts";
import { fixture, home, open, openBare, pico } from "./test-open-foreign-agents.ts";
import { agentOf } from "./test-plan-fixture.ts";
import { errorOf, outcomeOf } from "./test-sync-results.ts";

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
    const { sync, gateway, agentIds } = await openBare(version);
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
});
