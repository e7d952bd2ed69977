import { expect, it } from "vitest";
import type { PlannedAgent, TokenStep } from "../../../shared/plan.ts";
import { plainPaint as paint } from "./paint.ts";
import { planText } from "./plan-text.ts";

function linesAbout(token: TokenStep, move?: PlannedAgent["move"]): string[] {
  const agent: PlannedAgent = {
    ...{ agentId: "juno", agentName: "Juno", boardId: "board", isMain: false, agentKey: "juno", unchanged: 7 },
    ...{ entry: { kind: "right", before: {}, after: {} }, token, resetSession: false, files: [], blocked: null },
    ...(move ? { move } : {}),
  };
  const nothing = { create: 0, change: 0, conflict: 0, preserved: 0, blocked: 0, configWrites: 0 };
  const noAgents = { agentsToAdd: 0, agentsToCorrect: 0, tokensToRepair: 0, sessionsToReset: 0 };
  const summary = { ...nothing, ...noAgents, unchanged: 7 };
  const plan = { agents: [agent], summary, configDiff: "" };
  return planText({ plan, mostRows: 10, columns: 100, paint }).filter((line) => line.includes("Juno"));
}

it("says in full where an agent moves, what goes along and what stays behind", () => {
  const paths = { from: `/home/ada/${"long/".repeat(30)}workspace-juno`, to: "/srv/agents/workspace-juno" };
  const move = { ...paths, isRefused: false, carries: ["MEMORY.md", "USER.md"], leaves: [], isListed: true };
  expect(linesAbout("keep", move)).toContain(
    `  Juno moves from ${paths.from} to ${paths.to}, takes along MEMORY.md and USER.md`,
  );
  const leaves = [{ name: "memory/", why: "a folder" }];
  expect(linesAbout("keep", { ...move, isRefused: true, leaves, isListed: false })).toContain(
    `  Juno stays in ${paths.from} and does not move to ${paths.to}, which would leave behind memory/ and any other files, which this gateway does not list`,
  );
});

it("shows what happens to a token, also to one that is on the gateway but not yet current", () => {
  expect(linesAbout("adopt").join()).toMatch(/Juno\s+\(token\)\s+change\s+finishes a re-key that was cut off/);
  expect(linesAbout("new").join()).toMatch(/Juno\s+\(token\)\s+create\s+its first one/);
  expect(linesAbout("repair").join()).toMatch(/Juno\s+\(token\)\s+change/);
  expect(linesAbout("keep")).toEqual([]);
});
