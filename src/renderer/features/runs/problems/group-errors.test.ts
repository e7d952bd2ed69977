import { describe, expect, it } from "vitest";
import type { RunError } from "../../../../shared/sync.ts";
import { agentsFor, commonReason, errorsAsText, groupErrors } from "./group-errors.ts";

const error = (code: RunError["code"], agentId: string | null, change: Partial<RunError> = {}): RunError => ({
  ...{ severity: "error", code, message: `${code} of ${agentId}`, hint: `Mend ${code}.` },
  ...{ agentId, agentName: agentId && `Agent ${agentId}`, boardId: "board-1", ...change },
});

describe("groupErrors", () => {
  it("groups problems by cause: errors before warnings, the most frequent first", () => {
    const groups = groupErrors([
      error("token-mismatch", "a", { severity: "warning" }),
      error("token-mismatch", "b", { severity: "warning" }),
      error("token-mismatch", "c", { severity: "warning" }),
      error("file-conflict", "a"),
      error("token-unreadable", "b"),
      error("token-unreadable", "c"),
    ]);
    expect(groups.map(({ severity, code, errors }) => [severity, code, errors.length])).toEqual([
      ["error", "token-unreadable", 2],
      ["error", "file-conflict", 1],
      ["warning", "token-mismatch", 3],
    ]);
  });

  it("keeps problems with different hints apart", () => {
    expect(groupErrors([error("internal", "a"), error("internal", "b", { hint: "Wait." })])).toHaveLength(2);
  });
});

it("the common reason of a group is its most frequent message, with the number of others", () => {
  const reasons = ["disk says no", "disk is full", "disk is full", "disk is gone"];
  const errors = reasons.map((message, index) => error("internal", String(index), { message }));
  expect(commonReason(errors)).toEqual({ message: "disk is full", others: 2 });
  expect(commonReason(errors.slice(0, 1))).toEqual({ message: "disk says no", others: 0 });
});

describe("agentsFor a repair of tokens", () => {
  it("lists each agent with a token problem once, and recognises the main agent by its missing board", () => {
    const errors = [
      error("token-unreadable", "a"),
      error("token-mismatch", "a"),
      error("file-conflict", "b"),
      error("token-mismatch", "main", { boardId: null }),
      error("token-mismatch", null),
    ];
    expect(agentsFor("repair-tokens", errors)).toEqual([
      { agentId: "a", isMain: false },
      { agentId: "main", isMain: true },
    ]);
  });
});

describe("agentsFor a new plan", () => {
  it("lists each refused agent once", () => {
    const errors = [
      error("plan-moved", "a"),
      error("plan-moved", null),
      error("internal", "b"),
      error("plan-moved", "a"),
    ];
    expect(agentsFor("plan-again", errors)).toEqual([{ agentId: "a", isMain: false }]);
  });
});

describe("errorsAsText", () => {
  it("gives the agent, the board and the problem, and the hint once", () => {
    const text = errorsAsText(
      [error("internal", "a"), error("internal", null, { boardId: null })],
      new Map([["board-1", "Dispatch"]]),
    );
    expect(text).toBe(
      "error [internal] Agent a, Dispatch: internal of a\nerror [internal] internal of null\nWhat to do: Mend internal.",
    );
  });
});
