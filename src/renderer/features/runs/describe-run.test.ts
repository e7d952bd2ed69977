import { describe, expect, it } from "vitest";
import { emptySnapshot } from "../../stores/live-run/test-run.ts";
import { describeOptions } from "./describe-run.ts";

const { options } = emptySnapshot().run;

describe("describeOptions", () => {
  it("has nothing to say of the plain sync", () => {
    expect(describeOptions(options)).toEqual([]);
  });

  it("names the board, or the beginning of its id before its name is known", () => {
    const ofBoard = { ...options, boardId: "0a1b2c3d-4e5f", includeMain: false };
    expect(describeOptions(ofBoard, "Dispatch")).toEqual(["Board Dispatch", "Without the main agent"]);
    expect(describeOptions(ofBoard)).toEqual(["Board 0a1b2c3d", "Without the main agent"]);
  });

  it("names everything that is set, the dry run first", () => {
    const all = { ...options, dryRun: true, agentIds: ["a"], leadOnly: true, rotateTokens: true, rekeyAll: true };
    expect(describeOptions({ ...all, resetSessions: true, forceBootstrap: true, overwrite: true })).toEqual([
      "Dry run",
      "1 chosen agent",
      "Leads only",
      "Repair tokens",
      "Re-key all",
      "Reset sessions",
      "Force BOOTSTRAP",
      "Overwrite",
    ]);
  });
});
