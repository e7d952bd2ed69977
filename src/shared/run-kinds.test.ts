import { expect, test } from "vitest";
import { isPlan, type RunKind, runAct, runKinds, runLabel } from "./run-kinds.ts";

const compares = { dryRun: true };

test("only a sync that compares is a plan", () => {
  const kinds = Object.keys(runKinds) as RunKind[];
  expect(isPlan({ kind: "template-sync", options: { dryRun: false } })).toBe(false);
  expect(isPlan({ kind: "template-sync", options: compares })).toBe(true);
  expect(kinds.filter((kind) => isPlan({ kind, options: {} }))).toEqual([]);
});

test("a drift check is named as such, although it also only compares", () => {
  const check = { kind: "drift-check", options: compares } as const;
  expect([runLabel(check), runAct(check)]).toEqual(["Drift check", "Drift check"]);
  const plan = { kind: "template-sync", options: compares } as const;
  expect([runLabel(plan), runAct(plan)]).toEqual(["Plan", "Plan"]);
});
