import { describe, expect, it } from "vitest";
import type { PlannedAgent, PlanSummary } from "../../../../shared/plan.ts";
import { applyLabel, filesLine, isOld, othersLine, tickedLine, undoneLine } from "./plan-sentences.ts";

const nothing: PlanSummary = {
  ...{ create: 0, change: 0, conflict: 0, unchanged: 0, preserved: 0, blocked: 0 },
  ...{ agentsToAdd: 0, agentsToCorrect: 0, tokensToRepair: 0, sessionsToReset: 0, configWrites: 0 },
};

describe("the lines of a summary", () => {
  it("count files by what happens to them, and leave out zero counts", () => {
    const summary = { ...nothing, create: 3, change: 12, unchanged: 4_000, conflict: 2, blocked: 1 };
    expect(filesLine({ agents: [], summary })).toBe("3 create, 12 change, 4,000 unchanged, 2 conflict, 1 blocked");
    expect(filesLine({ agents: [], summary: { ...nothing, preserved: 2 } })).toBe("2 left alone");
    expect(filesLine({ agents: [], summary: nothing })).toBe("no files");
  });

  it("count agents apart from files, and those that are left out on purpose apart from blocked ones", () => {
    const paused = { blocked: "its board is paused", skip: "paused" } as PlannedAgent;
    const lost = { blocked: "its token cannot be read" } as PlannedAgent;
    const plan = { agents: [paused, paused, lost], summary: { ...nothing, change: 1, blocked: 4 } };
    expect([filesLine(plan), undoneLine(plan)]).toEqual(["1 change, 1 blocked", "1 agent blocked, 2 agents skipped"]);
    expect(undoneLine({ agents: [], summary: nothing })).toBe("");
  });

  it("list the changes other than files", () => {
    expect(othersLine(nothing)).toBe("");
    const summary = { ...nothing, configWrites: 1, agentsToAdd: 2, agentsToCorrect: 1, tokensToRepair: 1 };
    expect(othersLine({ ...summary, sessionsToReset: 3 })).toBe(
      "1 configuration write, 2 agents to add, 1 entry to correct, 1 token to repair, 3 sessions to reset",
    );
    expect(othersLine({ ...nothing, tokensToRepair: 3, firstTokens: 2 })).toBe("2 new tokens, 1 token to repair");
  });
});

describe("what is ticked, in words", () => {
  it("names files and agents, or only agents when no file is written", () => {
    expect(applyLabel({ agents: 1, files: 2 }, false)).toBe("Apply selected (2 files of 1 agent)");
    expect(applyLabel({ agents: 2, files: 0 }, true)).toBe("Apply selected (2 agents)");
    expect(tickedLine({ agents: 1, files: 2 }, 1, true)).toBe(
      "2 files of 1 agent ticked, 1 conflict among them; settings outside the agents are applied too",
    );
    expect(tickedLine({ agents: 1, files: 0 }, 0, false)).toBe("1 agent ticked");
  });

  it("leaves only the settings outside the agents when nothing is ticked", () => {
    const nobody = { agents: 0, files: 0 };
    expect([applyLabel(nobody, true), tickedLine(nobody, 0, true)]).toEqual([
      "Apply settings",
      "Only settings outside the agents",
    ]);
    expect([applyLabel(nobody, false), tickedLine(nobody, 0, false)]).toEqual([
      "Apply selected (0 agents)",
      "Nothing is ticked",
    ]);
  });
});

describe("the age of a plan", () => {
  it("is shown from one hour on", () => {
    const madeAt = "2026-01-31T09:00:00.000000Z";
    expect(isOld({ madeAt }, Date.UTC(2026, 0, 31, 9, 59, 59))).toBe(false);
    expect(isOld({ madeAt }, Date.UTC(2026, 0, 31, 10))).toBe(true);
  });
});
