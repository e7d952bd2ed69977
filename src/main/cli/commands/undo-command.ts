import type { Command } from "commander";
import type { EarlierTemplates } from "../../../shared/template-history.ts";
import { completeRunId } from "../../database/complete-run-id.ts";
import { userName } from "../../database/user-name.ts";
import type { App } from "../../open-app.ts";
import { findEarlierTemplates } from "../../operations/earlier-templates.ts";
import { undoOptions } from "../../operations/plan-restores.ts";
import { restoreAllTemplates } from "../../operations/save-templates.ts";
import {
  type BringBackFlags,
  type BringBackTemplates,
  bringBack,
  bringBackExitCodes,
  bringBackHelp,
} from "../bring-back.ts";
import { action, type Cli, examples } from "../cli-context.ts";
import { withApp } from "../open-host.ts";
import { type RunFlags, runOptions } from "../run-options.ts";
import { count } from "../text/amounts.ts";
import { notesText } from "../text/notes-text.ts";
import { oneLine } from "../text/plain.ts";
import { waitOption } from "../when-free.ts";

const undoHelp =
  "Brings back what the run's files had before. Not undone: new tokens, wake-up messages, session resets, deletions, the gateway's\n" +
  "configuration, and files that the run created. With --with-templates, its template set gets the version from before the run\n" +
  "again once you agree, for all agents that are made from it; those before stay a version (templates log, templates use).\n";

type UndoFlags = BringBackFlags & RunFlags & { withTemplates?: boolean };

/** `runs undo`. */
export function addUndoCommand(runs: Command, cli: Cli): void {
  const undo = runs
    .command("undo")
    .description("bring back what a run's files had before it")
    .argument("<id>", "id of the run, or its beginning")
    .option("--dry-run", "show what would come back; write nothing to the gateway")
    .option("--diff", "show the diff of every file")
    .option("--agent <names...>", "only the files of these agents, by name or id")
    .option("--file <names...>", "only these files of each agent, such as SOUL.md")
    .option("--with-templates", "also use the templates from before the run again, if they changed with it or since")
    .option("--overwrite", "also replace what changed since the run")
    .option("--yes", "do not ask; for scripts");
  for (const option of [waitOption(), ...runOptions()]) undo.addOption(option);
  undo
    .addHelpText(
      "after",
      `${examples([
        ["runs undo 1f3a9c20 --dry-run --diff", "What would come back, line by line?"],
        ["runs undo 1f3a9c20", "Bring it back"],
        ["runs undo 1f3a9c20 --with-templates", "And use the templates that it had been before"],
        ["runs undo 1f3a9c20 --agent Ada --file SOUL.md --yes", "One file of one agent, in a script"],
      ])}\n\n${undoHelp}${bringBackHelp}\n\n${bringBackExitCodes}`,
    )
    .action(
      action(cli, (wanted: string, flags: UndoFlags, command: Command) =>
        withApp(cli, command, flags, async (app) => {
          const runId = completeRunId(app.database, wanted);
          const options = undoOptions(app.database, runId);
          const templates = flags.withTemplates ? { templates: await templatesOf(cli, app, runId) } : {};
          return bringBack(cli, command, { app, options, flags, ...templates });
        }),
      ),
    );
}

async function templatesOf(cli: Cli, app: App, runId: string): Promise<BringBackTemplates> {
  const { database, dataDir } = app;
  const sets = await findEarlierTemplates({ database, dataDir }, runId);
  const { columns, paint } = cli.output;
  const notes = sets.length === 0 ? [noTemplates] : sets.map(whatHappens);
  return {
    lines: notesText({ notes, columns, paint }),
    taken: sets.map(({ folder, versionId }) =>
      oneLine(`${paint("green", "✔")} ${folder} has version ${versionId} again`),
    ),
    take: () => restoreAllTemplates({ database, dataDir, startedBy: userName() }, sets),
  };
}

const noTemplates =
  "The templates stay as they are: they are those from before the run, or no version from before it is known.";

function whatHappens({ folder, versionId, presentId, templates, others, agents }: EarlierTemplates): string {
  const also = others.length > 0 ? `, also on ${others.join(", ")}` : "";
  return [
    `${folder} gets the templates of version ${versionId} again: ${templates.join(", ")}.`,
    `What it has now stays as version ${presentId}.`,
    `${count(agents, "agent")} ${agents === 1 ? "is" : "are"} made from it${also}; the next sync changes those that differ.`,
  ].join(" ");
}
