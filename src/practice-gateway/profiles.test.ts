import { describe, expect, test } from "vitest";
import { profileOf } from "./profiles.ts";

describe("the profile of a version", () => {
  // One row per version of docs/gateways.md's table "By version".
  test.each([
    ["2026.1.30", { protocol: 3, hasAgentMethods: false, reportedVersion: "dev", configPatchesPerMinute: null }],
    ["2026.2.9", { hasAgentMethods: true, listMerge: "replaces", patchEffect: "restarts-twice", createRestarts: true }],
    ["2026.2.26", { reportedVersion: "dev", listMerge: "by-id", patchEffect: "restarts", configPatchesPerMinute: 3 }],
    ["2026.3.28", { reportedVersion: "2026.3.28", hasSchemaLookup: true, writesNoopPatches: true, protocol: 3 }],
    ["2026.4.15", { patchEffect: "hot", patchWithoutReply: "channels", concurrentCreates: "loses" }],
    ["2026.5.4", { protocol: 3, patchWithoutReply: "channels", restartsWithOldConfig: true }],
    ["2026.5.12", { protocol: 4, restartsWithOldConfig: false, concurrentCreates: "loses" }],
    ["2026.7.35", { rosterKey: "list", concurrentCreates: "keeps", createNeedsWorkspace: true, hasScratch: false }],
    ["2026.8.1", { rosterKey: "entries", hasScratch: true, configPatchesPerMinute: 30, patchReplyHasHash: true }],
    ["2026.9.1", { hasToolsAndHeartbeatFiles: true, acceptsHeartbeatReasoning: false, createNeedsWorkspace: false }],
    ["2026.9.3", { hasToolsAndHeartbeatFiles: false, hasFileHashes: false }],
    ["2026.9.4", { hasFileHashes: true, visibleAfterCreateMs: 0 }],
    ["2026.9.6", { reportedVersion: "2026.9.6", visibleAfterCreateMs: 500, protocol: 4 }],
  ])("%s", (version, expected) => {
    expect(profileOf(version)).toMatchObject({ version, ...expected });
  });

  test("is the profile of the nearest measured version before it", () => {
    expect(profileOf("2026.4.2")).toEqual({
      ...profileOf("2026.3.28"),
      version: "2026.4.2",
      reportedVersion: "2026.4.2",
    });
  });

  test("does not exist for versions before the first measured one", () => {
    expect(() => profileOf("2026.1.29")).toThrow(RangeError);
    expect(() => profileOf("2025.12.1")).toThrow(RangeError);
    expect(() => profileOf("latest")).toThrow(/not a version such as/);
  });
});
