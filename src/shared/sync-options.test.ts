import { describe, expect, it } from "vitest";
import { dangersOf, onlyAgents, plainSync, syncChoices, syncOptionsSchema } from "./sync-options.ts";

describe("sync options", () => {
  it("has the same defaults for a plain sync and for options read from elsewhere", () => {
    const { gatewayId, boardId, agentIds, fileNames, userId, restore, ...choices } = syncOptionsSchema.parse({
      gatewayId: "g",
    });
    expect(choices).toEqual(plainSync);
    expect([gatewayId, boardId, agentIds, fileNames, userId, restore]).toEqual(["g", null, null, null, null, null]);
  });

  it("lists what cannot be undone, and nothing for a plan", () => {
    const choices = { ...plainSync, overwrite: true, rekeyAll: true, rotateTokens: true };
    expect(dangersOf(choices)).toEqual([syncChoices.overwrite, syncChoices.rekeyAll]);
    expect(dangersOf({ ...choices, dryRun: true })).toEqual([]);
    expect(dangersOf(plainSync)).toEqual([]);
  });

  it("includes the main agent only if it is among the chosen ones", () => {
    const worker = { agentId: "worker", isMain: false };
    expect(onlyAgents([worker])).toEqual({ agentIds: ["worker"], outOfSyncOnly: false, includeMain: false });
    expect(onlyAgents([worker, { agentId: "main", isMain: true }])).toMatchObject({ includeMain: true });
  });
});
