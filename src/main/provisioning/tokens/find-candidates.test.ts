import { describe, expect, test } from "vitest";
import { findCandidates, isReadable } from "./find-candidates.ts";

describe("candidates", () => {
  const one = "FbdQmKsYwRzTnLpVcXhJgDfBvNqWeRtYuIoPaSdFgHj";
  const two = "ZbdQmKsYwRzTnLpVcXhJgDfBvNqWeRtYuIoPaSdFgHj";
  const linesOf = (...words: string[]) => words.map((word) => `AUTH_TOKEN=${word}`).join("\n");

  test("words of a token's length come first, the last of them foremost, and of several none is taken unverified", () => {
    const found = findCandidates(linesOf(one, two, one, "a-word-of-some-length"), "file");
    expect(found).toEqual({ words: [one, two, "a-word-of-some-length"], fallback: null, isUnclear: true });
  });

  test("a blank to fill in is never taken for a token", () => {
    expect(findCandidates(linesOf("YOUR_AGENT_TOKEN_HERE"), "file").fallback).toBeNull();
    expect(findCandidates(linesOf(one, "YOUR_AGENT_TOKEN_HERE"), "file").fallback).toBe(one);
  });

  test("a header line with another token makes it unclear which one is the agent's", () => {
    const text = `AUTH_TOKEN=${one}\nheader = "X-Agent-Token: ${two}"`;
    expect(findCandidates(text, "file")).toEqual({ words: [two, one], fallback: null, isUnclear: true });
    expect(findCandidates(text.replace(two, one), "file")).toEqual({ words: [one], fallback: one, isUnclear: false });
    expect(isReadable(one, text, "file")).toBe(true);
    expect(isReadable(two, text, "file")).toBe(false);
  });

  test("words outside the Tools section can only be verified", () => {
    const agents = `# A\n${linesOf(one)}\n\n## Tools\n${linesOf(two)}\n\n## Rules\n${linesOf(one)}`;
    expect(findCandidates(agents, "agents-section")).toEqual({ words: [two, one], fallback: two, isUnclear: false });
    expect(findCandidates(`# A\n${linesOf(one)}`, "agents-section")).toEqual({
      words: [one],
      fallback: null,
      isUnclear: false,
    });
  });

  test("both of two Tools sections count", () => {
    const agents = `## Tools\n${linesOf(one)}\n## Rules\n## Tools\n${linesOf(two)}`;
    expect(findCandidates(agents, "agents-section").words).toEqual([two, one]);
  });
});
