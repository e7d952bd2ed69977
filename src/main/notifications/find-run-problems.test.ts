import { expect, test } from "vitest";
import { backgroundCheck } from "../../shared/run-views.ts";
import type { EndedRun } from "../database/notifications/present-facts.ts";
import { findRunProblems } from "./find-run-problems.ts";

let ids = 0;
const run = (over: Partial<EndedRun>): EndedRun => {
  ids += 1;
  const fixed = {
    id: `run-${ids}`,
    gatewayId: "g",
    kind: "template-sync",
    status: "succeeded",
    startedBy: "me",
  } as const;
  return { ...fixed, retryOf: null, dismissedAt: null, options: {}, counts: null, ...over };
};
/** The texts of what is wrong after these runs, the earliest first. */
const after = (...runs: EndedRun[]) => findRunProblems(runs.toReversed()).problems.map(({ problem }) => problem.text);

const failed = run({
  status: "failed",
  counts: { agents: { updated: 0, unchanged: 0, skipped: 0, failed: 3, "not-attempted": 0 }, errors: 1, warnings: 0 },
});

test("a run that ended badly is a problem until one like it succeeds", () => {
  expect(after(failed)).toEqual(["Sync ended with errors: 3 agents failed, 1 error"]);
  expect(after(failed, run({}))).toEqual([]);
  expect(after(run({}), failed)).toHaveLength(1);
  expect(after(failed, run({ kind: "wake" }), run({ kind: "drift-check", options: { dryRun: true } }))).toHaveLength(1);
  expect(after(run({ status: "unreachable" }))).toEqual(["Sync could not use the gateway"]);
  expect(after(run({ status: "interrupted" }))).toEqual(["Sync was interrupted"]);
  expect(after(run({ status: "interrupted", dismissedAt: "2026-01-01" }))).toEqual([]);
});

test("another board's sync makes nothing good, and the whole gateway's does", () => {
  const board = (boardId: string, over: Partial<EndedRun> = {}) => run({ options: { boardId }, ...over });
  const bad = board("a", { status: "failed" });
  expect(after(bad, board("b"))).toHaveLength(1);
  expect(after(bad, board("a"))).toEqual([]);
  expect(after(bad, run({}))).toEqual([]);
  expect(after(failed, board("a"))).toHaveLength(1);
  expect(after(bad, run({ options: { leadOnly: true } }))).toHaveLength(1);
  expect(after(run({ status: "failed", options: { includeMain: true } }), run({}))).toHaveLength(1);
});

test("a plan is neither a problem nor a solution, and a plan that was applied may be a part", () => {
  expect(after(run({ status: "failed", options: { dryRun: true } }))).toEqual([]);
  expect(after(failed, run({ options: { dryRun: true } }))).toHaveLength(1);
  const applied = run({ kind: "apply-plan", status: "failed", options: { boardId: "a" } });
  expect(after(applied, run({ kind: "apply-plan" }))).toHaveLength(1);
  expect(after(applied, run({}))).toEqual([]);
});

test("a run that takes up another one makes it good", () => {
  const bad = run({ status: "interrupted" });
  const again = run({ retryOf: bad.id, options: { agentIds: ["x"] }, status: "failed" });
  expect(after(bad, again)).toHaveLength(1);
  expect(after(bad, again, run({ retryOf: again.id, options: { agentIds: ["x"] } }))).toEqual([]);
});

test("background checks are told by that name, and not for a gateway that is away", () => {
  const check = { kind: "drift-check", startedBy: backgroundCheck, options: { dryRun: true } } as const;
  expect(after(run({ ...check, status: "failed" }))).toEqual(["Background check ended with errors"]);
  expect(after(run({ ...check, status: "unreachable" }))).toEqual([]);
  const bad = run({ ...check, status: "failed" });
  expect(after(bad, run({ ...check, status: "unreachable" }))).toHaveLength(1);
  expect(after(bad, run(check))).toEqual([]);
});
