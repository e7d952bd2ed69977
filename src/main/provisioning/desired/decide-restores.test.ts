import { describe, expect, test } from "vitest";
import type { JournaledWrite } from "../../database/undo-journal.ts";
import { decideRestore, decideUndo } from "./decide-restores.ts";
import { notUndone } from "./not-undone.ts";

const version = { id: 7, maskedSha256: "before", contentSha256: "before", source: "found" } as const;

function write(over: Partial<JournaledWrite> = {}): JournaledWrite {
  return {
    agentId: "ada",
    fileName: "SOUL.md",
    theirsMaskedSha256: "before",
    oursMaskedSha256: "after",
    state: "written",
    replaced: version,
    ...over,
  };
}

/** The blank USER.md of OpenClaw. */
const seed = "178a5807bd2e6ace25b80a366f0f7d8d3f354a47f577c4ab0092397456b8738f";

describe("undoing a run", () => {
  test.each(["written", "unknown", "intended"] as const)("brings back a file whose write is %s", (state) => {
    expect(decideUndo([write({ state })])).toEqual([
      { agentId: "ada", fileName: "SOUL.md", expectsMaskedSha256: "after", version, obstacle: null },
    ]);
  });

  test("leaves out what was not written, and a file of which only the token changed", () => {
    expect(decideUndo([write({ state: "not-written" }), write({ theirsMaskedSha256: "after" })])).toEqual([]);
  });

  test.each([
    ["was created", write({ theirsMaskedSha256: null, replaced: null }), "preserved"],
    ["had only", write({ replaced: { ...version, source: "seeded" } }), "preserved"],
    ["had only", write({ fileName: "USER.md", theirsMaskedSha256: seed }), "preserved"],
    ["no longer kept", write({ replaced: null }), "blocked"],
  ])("says that a file %s", (reason, journaled, action) => {
    const [file] = decideUndo([journaled]);
    expect(file?.obstacle).toEqual({ action, reason: expect.stringContaining(reason) });
    expect(file?.version).toBeNull();
  });

  test("names what it leaves as it is", () => {
    const files = decideUndo([write(), write({ agentId: "bob" }), write({ theirsMaskedSha256: null, replaced: null })]);
    const undone = { id: "1f3a9c20-0000", steps: { token: 2, wake: 1 }, configWrites: 1 };
    const [first, second] = notUndone(undone, files, (agentId) => agentId === "ada");
    expect(first).toContain("before run 1f3a9c20");
    expect(second).toBe(
      "Not undone: 2 new tokens, 1 wake-up message, 1 file that it created or filled first, 1 file of deleted agents, the gateway's configuration (entries of agents, and settings).",
    );
    expect(notUndone({ ...undone, steps: {}, configWrites: 0 }, [], () => true)).toHaveLength(1);
  });
});

describe("restoring a version", () => {
  const file = { agentId: "ada", fileName: "USER.md" };

  test("expects what was written last, and refuses what a sync would replace at once", () => {
    expect(decideRestore(file, version)).toEqual({ ...file, expectsMaskedSha256: null, version, obstacle: null });
    expect(decideRestore(file, { ...version, maskedSha256: seed }).obstacle?.action).toBe("blocked");
    expect(decideRestore(file, undefined).obstacle?.action).toBe("blocked");
  });
});
