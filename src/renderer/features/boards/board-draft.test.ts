import { describe, expect, it } from "vitest";
import { boardSchema } from "../../../shared/records.ts";
import { boardDraftOf, boardInput, validateBoard } from "./board-draft.ts";

const board = boardSchema.parse({
  id: "5eed0000-0000-4000-8005-000000000001",
  organizationId: "5eed0000-0000-4000-8001-000000000001",
  gatewayId: "5eed0000-0000-4000-8004-000000000001",
  name: "Customer Support",
  slug: "customer-support",
  successMetrics: { minutes: 45 },
  targetDate: "2026-11-02T09:30:00Z",
  maxAgents: 4,
});

describe("a draft of a board", () => {
  it("changes nothing when nothing was typed", () => {
    const input = boardInput(boardDraftOf(board), board);
    expect(board).toMatchObject(input);
  });

  it("keeps the time of day of an untouched date, and lets a date be removed", () => {
    const draft = boardDraftOf(board);
    expect(boardInput({ ...draft, targetDate: "2026-12-24" }, board).targetDate).toBe("2026-12-24T00:00:00Z");
    expect(boardInput({ ...draft, targetDate: "" }, board).targetDate).toBeNull();
  });

  it("is valid as soon as it has a name and a gateway", () => {
    const empty = boardDraftOf(undefined);
    expect(Object.keys(validateBoard(empty, true))).toEqual(["name", "gatewayId"]);
    expect(validateBoard({ ...empty, name: "Night shift", gatewayId: "x" }, true)).toEqual({});
  });

  it.each([
    ["slug", { slug: "Not This" }],
    ["maxAgents", { maxAgents: "-1" }],
    ["maxAgents", { maxAgents: "" }],
    ["successMetrics", { successMetrics: [{ row: 0, name: "", value: "1", isFixed: false }] }],
    ["targetDate", { targetDate: "soon" }],
    ["name", { name: "x".repeat(201) }],
  ])("is refused for its %s", (field, fault) => {
    expect(Object.keys(validateBoard({ ...boardDraftOf(board), ...fault }, false))).toEqual([field]);
  });
});
