import { expect, it } from "vitest";
import type { PlannedAgent, PlannedFile } from "./plan.ts";
import { hasChanges, hasWork } from "./plan-work.ts";

const file = (action: PlannedFile["action"]): PlannedFile => ({
  ...{ name: "SOUL.md", action, reason: "", moved: "none", oursMaskedSha256: "o", theirsMaskedSha256: "t" },
});
const agent = (change: Partial<PlannedAgent>): PlannedAgent => ({
  ...{ agentId: "ada", agentName: "Ada", boardId: null, isMain: false, agentKey: "ada", files: [], unchanged: 7 },
  ...{ entry: { kind: "right", before: {}, after: {} }, token: "keep", resetSession: false, blocked: null, ...change },
});

it.each([
  ["its entry is added", { entry: { kind: "add", before: {}, after: {} } }, true],
  ["its entry is corrected", { entry: { kind: "correct", before: {}, after: {} } }, true],
  ["a cut-off re-key is finished", { token: "adopt" }, true],
  ["it gets a token", { token: "repair" }, true],
  ["it gets another token", { token: "rekey" }, true],
  ["its session is reset", { resetSession: true }, true],
  ["a file is created", { files: [file("preserved"), file("create")] }, true],
  ["a file is in conflict", { files: [file("conflict")] }, true],
  ["its files are left alone or blocked", { files: [file("preserved"), file("blocked")] }, false],
  ["its token is only warned of", { token: "mismatched" }, false],
  ["it is blocked", { blocked: "its board is paused", resetSession: true }, false],
] as const)("whether there is anything to do for an agent: %s", (_, change, expected) => {
  expect(hasWork(agent(change as Partial<PlannedAgent>))).toBe(expected);
});

it("a plan changes something for an agent, or in settings outside the agents", () => {
  const idle = agent({});
  expect(hasChanges({ agents: [idle], extras: {} })).toBe(false);
  expect(hasChanges({ agents: [idle, agent({ resetSession: true })], extras: {} })).toBe(true);
  expect(hasChanges({ agents: [idle], extras: { tools: { exec: { host: "gateway" } } } })).toBe(true);
});
