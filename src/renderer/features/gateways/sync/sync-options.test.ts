import { describe, expect, it } from "vitest";
import type { AgentRow } from "../../../../shared/views.ts";
import { agentsHit, dangersOf, plainSync, syncFlagTexts } from "./sync-options.ts";

const agent = (id: string, change: Partial<AgentRow>) =>
  ({ id, boardId: "open", isMain: false, isBoardLead: false, ...change }) as AgentRow;
const agents = [
  agent("lead", { isBoardLead: true, syncState: "synced" }),
  agent("worker", {}),
  agent("paused", { boardId: "paused" }),
  agent("stray", { boardId: null }),
  agent("main", { boardId: null, isMain: true }),
];
const hit = (change: Partial<typeof plainSync>) =>
  agentsHit(agents, { ...plainSync, ...change }, new Set(["paused"])).map(({ id }) => id);

describe("agentsHit", () => {
  it("leaves out paused boards and agents without a board", () => {
    expect(hit({})).toEqual(["lead", "worker", "main"]);
  });

  it("follows the options that narrow the scope", () => {
    expect(hit({ leadOnly: true })).toEqual(["lead", "main"]);
    expect(hit({ includeMain: false })).toEqual(["lead", "worker"]);
    expect(hit({ outOfSyncOnly: true })).toEqual(["worker", "main"]);
  });
});

describe("dangersOf", () => {
  it("lists what cannot be undone, and nothing for a dry run", () => {
    const flags = { ...plainSync, overwrite: true, rekeyAll: true, rotateTokens: true };
    expect(dangersOf(flags).map(({ flag }) => flag)).toEqual(["overwrite", "rekeyAll"]);
    expect(dangersOf({ ...flags, dryRun: true })).toEqual([]);
    expect(dangersOf(plainSync)).toEqual([]);
  });
});

describe("syncFlagTexts", () => {
  it("explains every option once", () => {
    expect(syncFlagTexts.map(({ flag }) => flag).sort()).toEqual(Object.keys(plainSync).sort());
  });
});
