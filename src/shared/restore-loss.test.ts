import { expect, test } from "vitest";
import type { RestoreLoss } from "./backups.ts";
import { restoreLossLines } from "./restore-loss.ts";

const nothing: RestoreLoss = { records: [], runs: 0, newTokens: [], unwrittenChanges: 0, isSettingsChanged: false };

test("each kind of loss has its line, and no loss has none", () => {
  expect(restoreLossLines(nothing, "`--rotate-tokens`")).toEqual([]);
  const loss: RestoreLoss = {
    records: [
      { what: "agents", added: ["New", "Newer"], changed: ["Renamed"], deleted: [] },
      { what: "boards", added: [], changed: [], deleted: ["Gone"] },
    ],
    runs: 1,
    newTokens: ["Scout"],
    unwrittenChanges: 1200,
    isSettingsChanged: true,
  };
  expect(restoreLossLines(loss, "`--rotate-tokens`")).toEqual([
    'Added agents: "New" and "Newer"; they stay on their gateways without a record',
    'Changed agents: "Renamed"',
    'Deleted boards come back: "Gone"',
    'New tokens, which the backup does not know: sync "Scout" with `--rotate-tokens` afterwards',
    "1 run, with the file contents that were replaced",
    "Changed settings",
    "1,200 changes not yet written to Mission Control",
  ]);
});
