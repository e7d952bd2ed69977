import { expect, it } from "vitest";
import { noCounts } from "../../../shared/run-draft.ts";
import { emptySnapshot } from "../../stores/live-run/test-run.ts";
import { runEntries } from "./run-entries.ts";

it("a run that skipped every agent or found drift is not listed as a plain success", () => {
  const run = { ...emptySnapshot().run, status: "succeeded" } as const;
  const entries = runEntries([
    { ...run, counts: { ...noCounts, skipped: 3 } },
    { ...run, kind: "drift-check", counts: { ...noCounts, updated: 1 } },
    { ...run, counts: { ...noCounts, updated: 1 } },
  ]);
  expect(entries.map(({ detail }) => detail.split(" · ")[0])).toEqual(["All skipped", "Drift found", "Succeeded"]);
});
