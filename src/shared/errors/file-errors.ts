import { hint } from "../hint-words.ts";
import type { ErrorEntry } from "./error-entry.ts";

/* Agents' files on the gateway. */

export const fileErrors = {
  "file-conflict": {
    title: "A file changed while it was being synced",
    exit: "withErrors",
    endsRun: false,
    hints: {
      seeDiff: hint(
        'Look at the diff of this run, then sync again to restore the template version. "Overwrite agents\' own files" replaces it in any case.',
        "See the diff with `runs show ID`, then sync again to restore the template version. `--overwrite` replaces it in any case.",
      ),
    },
  },
  "file-blocked": {
    title: "A file cannot be stored on the gateway at the moment",
    exit: "withErrors",
    endsRun: false,
    hints: {
      // Tried on a 2026.9.6 with an unfinished deletion of the agent.
      unfinishedDeletion: (key: string) => {
        const end = `Sync this agent again in a minute. If that changes nothing, a deletion of the agent may have been cut off: end it on the gateway's host with \`openclaw agents delete ${key}\`, which also removes the agent's own notes, then sync with`;
        const log = "The gateway's log names other causes (cron-heartbeat).";
        return hint(`${end} "Repair tokens". ${log}`, `${end} \`--rotate-tokens\`. ${log}`);
      },
    },
  },
  "rule-broken": {
    title: "A file breaks a rule of your own",
    exit: "withErrors",
    endsRun: false,
    hints: {
      rephrase: hint(
        'Write it in another way in the template, the record or the variable that it comes from, or change the list under "Rules for templates".',
        "Write it in another way in the template, the record or the variable that it comes from, or change the list with `templates rules`.",
      ),
      shorten: hint(
        'Shorten its template, or change the budget under "Rules for templates".',
        "Shorten its template, or change the budget with `templates rules`.",
      ),
    },
  },
  "file-not-there": {
    title: "No agent has a requested file",
    exit: "withErrors",
    endsRun: false,
    hints: {
      otherName: hint(
        "On OpenClaw 2026.8.1 and newer, choose HEARTBEAT for HEARTBEAT.md and AGENTS.md for TOOLS.md; on older ones, HEARTBEAT.md for HEARTBEAT. Only leads have BOOTSTRAP.md.",
      ),
    },
  },
  "file-rejected": {
    title: "The gateway did not take a file",
    exit: "withErrors",
    endsRun: false,
    hints: {
      check: hint(
        'If the reason names the agent or the file, use "Check connection" of the gateway; otherwise sync this agent again.',
        "If the reason names the agent or the file, run `gateway check NAME`; otherwise sync this agent again.",
      ),
      plainFile: (name: string) =>
        hint(
          `On the gateway's host, replace ${name} in the agent's workspace with a plain file, or remove it, then sync this agent again.`,
        ),
      keepsIt: (folder: string) =>
        hint(
          `Sync again: Flight Deck keeps the file until it has arrived. It is also still in ${folder} on the gateway's host.`,
        ),
    },
  },
  "version-not-restored": {
    title: "An earlier version of a file was not brought back",
    exit: "withErrors",
    endsRun: false,
    hints: {
      otherDialect: hint(
        "It dates from another version of OpenClaw. Its text can be copied from the run that replaced it.",
        "It dates from another version of OpenClaw. Its text can be copied from `runs show ID` of the run that replaced it.",
      ),
    },
  },
  "too-large": {
    title: "A file or an answer is too large",
    exit: "withErrors",
    endsRun: false,
    hints: {
      shortenTheirs: (file: string, workspace: string) =>
        hint(
          `None of its files was changed. Shorten ${file} in the agent's workspace (${workspace}) on the gateway's host, or move it away to get a fresh one, then sync this agent again.`,
        ),
      shortenTemplate: hint(
        "Shorten its template, or what the agent's and the board's records put into it. An agent is shown only some thousand characters of a file.",
      ),
      shortenOnGateway: hint(
        "Find what has grown to many MB on the gateway (a workspace file, a heartbeat text, its configuration), shorten it, then sync again.",
      ),
    },
  },
} satisfies Record<string, ErrorEntry>;
