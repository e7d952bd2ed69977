import { describe, expect, it } from "vitest";
import type { RunAgentState } from "../../../../shared/run-views.ts";
import type { Outcome, RunError } from "../../../../shared/sync.ts";
import { outcomeOf } from "../../../stores/live-run/test-run.ts";
import {
  describeFiles,
  describeReason,
  failuresFirst,
  filterRunAgents,
  type RunAgentFilter,
} from "./filter-run-agents.ts";

const waiting: RunAgentState = { agentId: "a", agentName: "Ada", boardId: "x", isMain: false, state: "waiting" };
const done = (agentId: string, agentName: string, change: Partial<ReturnType<typeof outcomeOf>>): RunAgentState => {
  const outcome = { ...outcomeOf(agentId, "updated"), agentName, ...change };
  return { agentId, agentName, boardId: "y", isMain: false, state: "done", outcome };
};
const boris = done("b", "Boris", { filesWritten: ["AGENTS.md", "SOUL.md"], filesPreserved: ["USER.md"] });
const chloe = done("c", "Chloe", { outcome: "skipped", reason: "paused" });
const agents = [waiting, boris, chloe];

describe("filterRunAgents", () => {
  it.each<[Partial<RunAgentFilter>, string[]]>([
    [{}, ["a", "b", "c"]],
    [{ outcome: "pending" }, ["a"]],
    [{ outcome: "skipped" }, ["c"]],
    [{ boardId: "y" }, ["b", "c"]],
    [{ text: " BOR" }, ["b"]],
    [{ text: "c" }, ["c"]],
    [{ boardId: "y", outcome: "pending" }, []],
  ])("%j", (change, ids) => {
    const shown = filterRunAgents(agents, { outcome: "", boardId: "", text: "", ...change });
    expect(shown.map(({ agentId }) => agentId)).toEqual(ids);
  });
});

it("agents with an error are first, then what was not attempted, the rest in the order of the run", () => {
  const state = (agentId: string, outcome: Outcome) => done(agentId, agentId, { outcome });
  const run = [...agents, state("d", "not-attempted"), state("e", "failed"), state("f", "skipped")];
  const about = { code: "token-unreadable", message: "", hint: "", agentName: "", boardId: "y" } as const;
  const errors: RunError[] = [
    { ...about, severity: "error", agentId: "f" },
    { ...about, severity: "warning", agentId: "b" },
  ];
  expect(failuresFirst(run, errors).map(({ agentId }) => agentId)).toEqual(["e", "f", "d", "a", "b", "c"]);
});

describe("the texts of a row", () => {
  it("counts files by what was done to them", () => {
    const cut = done("e", "Elif", { outcome: "failed", filesWritten: ["SOUL.md"], filesUncertain: ["AGENTS.md"] });
    expect([waiting, boris, chloe].map((agent) => describeFiles(agent, false))).toEqual(["", "2 written, 1 kept", ""]);
    expect(describeFiles(boris, true)).toBe("2 to write, 1 kept");
    expect(describeFiles(cut, false)).toBe("1 written, 1 unknown");
  });

  it("gives the reason in words, or the message of the agent's error", () => {
    const odd = done("d", "Dmitri", { outcome: "failed", reason: "error" });
    const messages = new Map([["d", "The disk is full."]]);
    expect([waiting, boris, chloe, odd].map((agent) => describeReason(agent, messages))).toEqual([
      "",
      "",
      "Its board is paused",
      "The disk is full.",
    ]);
  });
});
