import { expect, it } from "vitest";
import { readProblems } from "./read-problems.ts";

it("parses main's message about a refused fleet file", () => {
  const message = [
    "The fleet file has 24 problems:",
    "  gateways row 1 \"North, by 'the' sea\", workspace_root: is missing",
    "  agents row 13, identity_profile.role: is: not a text",
    "  board_memory: is not a list of rows",
    "  the file: is not valid JSON (line 1 column 3)",
    "  and 20 more",
  ].join("\n");
  expect(readProblems(message)).toEqual({
    summary: "The fleet file has 24 problems",
    problems: [
      { table: "gateways", row: 1, name: "North, by 'the' sea", field: "workspace_root", reason: "is missing" },
      { table: "agents", row: 13, name: null, field: "identity_profile.role", reason: "is: not a text" },
      { table: "board_memory", row: null, name: null, field: null, reason: "is not a list of rows" },
      { table: null, row: null, name: null, field: null, reason: "is not valid JSON (line 1 column 3)" },
    ],
    more: 20,
  });
});

it("returns null for any other failure", () => {
  expect(readProblems("The vault's key does not open a stored token.")).toBeNull();
});
