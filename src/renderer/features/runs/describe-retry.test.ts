import { expect, test } from "vitest";
import { noCounts } from "../../../shared/run-draft.ts";
import { describeRetry } from "./describe-retry.ts";

test.each([
  [{ updated: 3 }, undefined],
  [{ failed: 2 }, "Retry failed (2)"],
  [{ "not-attempted": 1200 }, "Continue (1,200)"],
  [{ failed: 1, "not-attempted": 9, skipped: 1 }, "Retry unfinished (10)"],
])("after %j the button says %s", (counts, label) => {
  const run = {
    kind: "template-sync",
    status: "failed",
    counts: { ...noCounts, ...counts },
    dismissedAt: null,
  } as const;
  expect(describeRetry(run)?.label).toBe(label);
  const resumed = label === undefined ? undefined : `Resume ${label.slice(label.indexOf("("))}`;
  expect(describeRetry({ ...run, status: "interrupted" })?.label).toBe(resumed);
  expect(describeRetry({ ...run, status: "interrupted", dismissedAt: "2026-01-31T09:00:00Z" })).toBeNull();
});
