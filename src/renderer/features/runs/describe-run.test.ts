import { describe, expect, it } from "vitest";
import { emptySnapshot } from "../../stores/live-run/test-run.ts";
import { describeOptions, runTitle } from "./describe-run.ts";

const { options } = emptySnapshot().run;

describe("runTitle", () => {
  it("calls a sync that only reads a plan", () => {
    const { run } = emptySnapshot();
    expect(runTitle({ ...run, gatewayName: "Harbour" })).toBe("Template sync of Harbour");
    expect(runTitle({ ...run, gatewayName: "Harbour", options: { ...options, dryRun: true } })).toBe("Plan of Harbour");
    const check = { ...run, kind: "drift-check", options: { ...options, dryRun: true } } as const;
    expect(runTitle({ ...check, gatewayName: "Harbour" })).toBe("Drift check of Harbour");
  });
});

describe("describeOptions", () => {
  it("has no label for a plain sync", () => {
    expect(describeOptions(options)).toEqual([]);
  });

  it("names the board, or the start of its id until its name is known", () => {
    const ofBoard = { ...options, boardId: "0a1b2c3d-4e5f", includeMain: false };
    expect(describeOptions(ofBoard, "Dispatch")).toEqual(["Board Dispatch", "Without the main agent"]);
    expect(describeOptions(ofBoard)).toEqual(["Board 0a1b2c3d", "Without the main agent"]);
  });

  it("says nothing of the main agent where agents were chosen", () => {
    expect(describeOptions({ ...options, agentIds: ["a"], includeMain: false })).toEqual(["1 chosen agent"]);
  });

  it("names every option that is set", () => {
    const all = {
      ...options,
      verify: true,
      outOfSyncOnly: true,
      fileNames: ["SOUL.md"],
      agentIds: ["a"],
      leadOnly: true,
      rotateTokens: true,
      rekeyAll: true,
      adopt: true,
      adoptDefault: true,
      moveWorkspaces: true,
    };
    expect(describeOptions({ ...all, resetSessions: true, forceBootstrap: true, overwrite: true })).toEqual([
      "1 chosen agent",
      "SOUL.md only",
      "Out of sync only",
      "Leads only",
      "Every file verified",
      "Repair tokens",
      "Force BOOTSTRAP",
      "Adopt existing agents",
      "Adopt the default agent",
      "Overwrite",
      "Move workspaces",
      "Reset sessions",
      "Re-key all",
    ]);
  });
});
