import { expect, test } from "vitest";
import type { RunRow } from "../../shared/run-views.ts";
import { endedText, indeterminate, progressOf, statusLine } from "./run-texts.ts";

const run = (done: number, total: number, gatewayName = "Oslo") => ({ runId: gatewayName, gatewayName, done, total });

test("the tray says what is going on", () => {
  expect(statusLine([])).toBe("No sync is running");
  expect(statusLine([run(0, 0)])).toBe("Syncing Oslo: connecting");
  expect(statusLine([run(3, 12)])).toBe("Syncing Oslo: 3 of 12 agents");
  expect(statusLine([run(3, 12), run(1, 8, "Bergen")])).toBe("2 syncs: 4 of 20 agents");
});

test("progress is that of all runs together, and unknown until their agents are", () => {
  expect(progressOf([])).toBeNull();
  expect(progressOf([run(0, 0)])).toBe(indeterminate);
  expect(progressOf([run(3, 12), run(1, 4, "Bergen")])).toBe(0.25);
});

test("a notification says how a run ended", () => {
  const counts = { updated: 9, unchanged: 0, skipped: 0, failed: 1, "not-attempted": 0 };
  const row = {
    kind: "template-sync",
    options: { dryRun: false },
    status: "failed",
    gatewayName: "Oslo",
    counts,
    errors: 1,
    warnings: 2,
  } as RunRow;
  expect(endedText(row)).toEqual({
    title: "Sync of Oslo finished with errors",
    body: "9 updated, 0 unchanged, 1 failed, 1 error, 2 warnings",
  });
  expect(endedText({ ...row, status: "unreachable" }).title).toBe("Oslo could not be reached");
  const plan = { ...row.options, dryRun: true };
  expect(endedText({ ...row, options: plan, status: "succeeded" }).title).toBe("Plan of Oslo finished");
  const check = { ...row, kind: "drift-check", options: plan } as const;
  expect(endedText(check).title).toBe("Drift check of Oslo finished with errors");
  expect(endedText({ ...check, status: "succeeded", errors: 0, warnings: 0 })).toEqual({
    title: "Drift check of Oslo found drift",
    body: "9 out of date, 0 unchanged, 1 failed",
  });
  const none = { ...counts, updated: 0, failed: 0, skipped: 3 };
  expect(endedText({ ...row, status: "succeeded", counts: none }).title).toBe("Sync of Oslo skipped every agent");
  expect(endedText({ ...row, kind: "wake" }).body).toContain("9 woken");
});
