import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Command } from "commander";
import { describe, expect, it } from "vitest";
import { syncChoiceNames, syncChoices, syncFlags } from "../../shared/sync-options.ts";
import { addSyncFlags } from "./sync-flags.ts";

const guide = readFileSync(join(import.meta.dirname, "../../../docs/guide/plan-and-sync.md"), "utf8");

describe("the catalogue of sync options", () => {
  it("gives the command every flag, and plan save all but --dry-run", () => {
    const flagsOf = (command: Command) => command.options.map(({ flags }) => flags);
    const flags = syncFlags.map(({ flag }) => flag);
    expect(flagsOf(addSyncFlags(new Command()))).toEqual(expect.arrayContaining(flags));
    const save = flagsOf(addSyncFlags(new Command(), { without: ["dryRun"] }));
    expect(flags.filter((flag) => !save.includes(flag))).toEqual(["--dry-run"]);
  });

  it("is the guide's table of options", () => {
    const rows = guide.match(/^\| `--.*$/gm);
    const listed = syncChoiceNames.map((name) => {
      const { flag, label, flagHelp } = syncChoices[name];
      return `| \`${flag}\` | ${label} | ${flagHelp} |`;
    });
    expect(rows).toEqual(listed);
  });
});
