import { describe, expect, test } from "vitest";
import { errorCodes } from "./errors.ts";
import { firstMessages, type OutcomeReason, reasonInWords } from "./outcome-reasons.ts";

const nothing = { filesWritten: [], filesUncertain: [] };

describe("reasonInWords", () => {
  test.each<[OutcomeReason, string]>([
    ["paused", "its board is paused"],
    ["cancelled", "the run was cancelled before any of its files was written"],
    [
      "gateway-lost+entry-added",
      "the gateway could not be reached after its entry on the gateway was added; none of its files was written",
    ],
  ])("%s", (reason, words) => {
    expect(reasonInWords({ reason, ...nothing })).toBe(words);
  });

  test("names the files of an agent that was cut off", () => {
    const cutOff = {
      reason: "app-ended+token-open",
      filesWritten: ["SOUL.md"],
      filesUncertain: ["AGENTS.md"],
    } as const;
    expect(reasonInWords({ ...cutOff, filesWritten: ["SOUL.md"], filesUncertain: ["AGENTS.md"] })).toBe(
      "Flight Deck ended while its files were being written; written: SOUL.md; not known whether written: AGENTS.md; its new token becomes valid with the next sync",
    );
  });

  test("gives the message of the agent's own error, and some words without it", () => {
    expect(reasonInWords({ reason: "error", ...nothing }, "The disk is full.")).toBe("The disk is full.");
    expect(reasonInWords({ reason: "error", ...nothing })).toBe("an error stopped it");
  });

  test("never shows the codes that earlier versions stored, and keeps their sentences", () => {
    const stored = (reason: string) => reasonInWords({ reason: reason as OutcomeReason, ...nothing });
    for (const code of [...errorCodes, "internal error"]) expect(stored(code)).not.toBe(code);
    expect(stored("could not be given its workspace")).toBe("could not be given its workspace");
  });
});

test("firstMessages has each agent's first error, and no warning", () => {
  const row = (severity: string, agentId: string | null, message: string) => ({ severity, agentId, message });
  const rows = [
    row("warning", "a", "w"),
    row("error", "a", "one"),
    row("error", "a", "two"),
    row("error", null, "run"),
  ];
  expect([...firstMessages(rows)]).toEqual([["a", "one"]]);
});
