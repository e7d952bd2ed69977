import { describe, expect, it } from "vitest";
import { plainSync } from "../../../../shared/sync-options.ts";
import type { AgentRow } from "../../../../shared/views.ts";
import { agentsInScope } from "./agents-in-scope.ts";

const agent = (id: string, change: Partial<AgentRow>) =>
  ({ id, boardId: "open", isMain: false, isBoardLead: false, ...change }) as AgentRow;
const agents = [
  agent("lead", { isBoardLead: true, syncState: "synced" }),
  agent("worker", {}),
  agent("paused", { boardId: "paused" }),
  agent("stray", { boardId: "moved to another gateway" }),
  agent("main", { boardId: null, isMain: true }),
];
const boards = { all: new Set(["open", "paused"]), paused: new Set(["paused"]) };
const inScope = (change: Partial<typeof plainSync>) =>
  agentsInScope(agents, { ...plainSync, ...change }, boards).map(({ id }) => id);

describe("agentsInScope", () => {
  it("leaves out paused boards and agents whose board is on no gateway or another one", () => {
    expect(inScope({})).toEqual(["lead", "worker", "main"]);
  });

  it("follows the options that narrow the scope", () => {
    expect(inScope({ leadOnly: true })).toEqual(["lead", "main"]);
    expect(inScope({ includeMain: false })).toEqual(["lead", "worker"]);
    expect(inScope({ outOfSyncOnly: true })).toEqual(["worker", "main"]);
  });
});
