import { hint } from "../hint-words.ts";
import type { ErrorEntry } from "./error-entry.ts";

/* What an operator entered, named or asked for. */

const recordGone = (list: string) =>
  hint(
    `Open "${list}" again; it may have been deleted.`,
    `Run \`list ${list.toLowerCase()}\` to see what there is; it may have been deleted.`,
  );

export const inputErrors = {
  "bad-input": {
    title: "Input that cannot be used",
    exit: "badInput",
    endsRun: false,
    hints: {
      correct: hint("Correct what the message names, then try again."),
      openedFile: hint("Open a fleet file or a plan that Flight Deck has exported. Nothing was changed."),
      feedAddress: hint(
        "Enter the https address of the folder that has the files of a release, such as https://files.example.com/flight-deck/.",
      ),
      feedSecret: hint("Use an address without them: it is stored and shown as it is."),
      feedChannel: hint("Enter letters, digits, dots and dashes, such as latest or beta."),
      fleetFile: hint(
        "Nothing was imported. Correct the file and import it again; rows are counted from 1.",
        "Nothing was imported. Correct the file and run `import` again; rows are counted from 1.",
      ),
      fleetFolder: hint("", "Name a folder that `export` wrote, or a fleet file; docs/fleet.example.json is one."),
      exportConflict: hint("", "Nothing was written. Resolve the conflict, then run `export` again."),
      exportTaken: hint("", "Nothing was written. Choose another path, or move away what is there."),
      exportNotWritten: hint("", "Check that you may write there and that the disk has room, then run `export` again."),
      giveTokenFile: hint("", "Give `--token-file FILE`, or `--none` to remove the stored token."),
      giveTemplates: hint(
        "",
        "Give `--templates DIR`, `--base-url URL`, `--no-templates`, `--no-base-url` or `--accept-certificate SHA256`.",
      ),
      variableName: hint(
        "Choose another name: a letter, then letters, digits and underscores, at most 60. The names in templates/README.md are taken.",
      ),
      variableValue: hint("Variables are not secret and are shown to everyone: leave tokens and keys out of them."),
      variableLength: hint("Shorten it, or put the text into a template."),
      agentTable: hint("No agent was added. Correct the table, then add it again."),
      copyToBoard: hint("Choose the board for the copy.", "Name the board for the copy with `--board`."),
      splitTable: hint("Split the table, and add its parts one after the other."),
      heartbeatInterval: hint(
        "Choose whole minutes, at most 7 days.",
        "Give `--every` whole minutes, such as `10m` or `2h`, at most `7d`.",
      ),
      variableOwner: hint("", "Give one of `--organization`, `--gateway` and `--board`."),
      webhookAddress: hint(
        "Copy the whole address again.",
        "The file has one line with the whole address; /dev/stdin reads a pipe.",
      ),
      desktopSink: hint("Use the desktop app for it, or add a webhook."),
      urlFile: hint("", "Check the path; the file has one line with the database's URL."),
      authorityFile: hint(
        "Choose the file with the authority's certificate (PEM, often .pem or .crt), without its key.",
        "Check the path: the file has the authority's certificate as PEM (often .pem or .crt), without its key.",
      ),
      proxyAddress: hint(
        "Write it like http://proxy.example.com:3128, with user and password as http://user:password@proxy.example.com:3128.",
        "Write it like http://proxy.example.com:3128. With user and password (http://user:password@host:port) it goes into a file: `--url-file FILE`; /dev/stdin reads a pipe.",
      ),
      noAuthority: hint("", "Run `network show` for the fingerprints of the authorities that were given."),
      caFile: hint("", "Check the path; the file has certificates as PEM."),
      tokenFile: hint(
        "",
        "It contains the token or password, on one line, and nothing else; /dev/stdin reads it from a pipe.",
      ),
      boundByMode: hint(
        'Release them first, or choose the mode "Full" on their pages; then a sync takes them along.',
        "Release them with `adopt release`, or give them the mode full with `adopt mode`; then a sync takes them along.",
      ),
      adoptOthers: hint(
        "Read the list of agents again, and choose from those that are in it.",
        "Run `adopt list`, and choose from the agents that it lists.",
      ),
      ownTemplate: hint(
        "An agent can have templates of its own for SOUL.md and IDENTITY.md only. They are fields of its record.",
      ),
      ambiguousName: (ids: string) => hint(`Give the id of one of them: ${ids}.`),
      fileName: (known: string) =>
        hint(
          `Choose from ${known}, spelled exactly like this. On OpenClaw 2026.8.1 and newer, HEARTBEAT is the heartbeat automation's text, and AGENTS.md holds what TOOLS.md held before.`,
        ),
      partAdopts: hint(
        "Adopt without choosing files, or choose files of agents that are Flight Deck's already.",
        "Adopt without `--file`, or name files of agents that are Flight Deck's already.",
      ),
      partRepairs: hint(
        "Repair tokens without choosing files, or choose files without repairing tokens.",
        "Repair tokens without `--file`, or use `--file` without `--rotate-tokens` and `--rekey-all`.",
      ),
      notUndoable: hint(
        "The page of a run shows what it wrote. A plan, a check, a wake-up and a deletion change no file that could come back.",
        "`runs show ID` shows what it wrote. A plan, a check, a wake-up and a deletion change no file that could come back.",
      ),
      planFirst: hint('Use "Undo this run" on the page of a run.', "Use `runs undo ID`, or `file restore`."),
      planOfOther: hint("A plan is valid for one gateway only: make a new plan for the other one."),
      chooseVersion: hint("", "Give `--ours` or `--theirs`."),
      keepDeletion: hint(
        "Bring that back first, or choose Mission Control's version.",
        "Bring that back first, or keep the deletion with `--theirs`.",
      ),
      saveDraft: hint("Save the draft as it was then, or plan again with the templates that are saved."),
      templateRules: hint(
        "A phrase has 2 to 200 characters, and a budget is a whole number of characters.",
        "A phrase has 2 to 200 characters. A budget is a file and a whole number of characters, such as SOUL=8000; 0 ends it.",
      ),
      checkFolder: hint("", "Name the folder to check with this gateway, or leave the gateway out."),
      chooseSetUser: hint(
        "",
        "Give one of `--board`, `--gateway` and `--default`; `templates unassign` takes one of the first two.",
      ),
      copyBuiltIn: hint("", "Make a copy of it with `templates create`, and assign that."),
      addressChanged: hint("Make a new plan, or set the gateway's address back if it is wrong."),
      presetOptions: hint(
        "Leave it out: options that cannot be undone, and consents such as to other templates, are given for each sync.",
      ),
      keepsTheirs: hint(
        "Only a file that the plan would replace can be kept, of an agent that can be applied in part: not of one that is new, is adopted, moves, or gets a new token.",
      ),
      nothingToApply: hint("Choose agents or files that the plan creates or changes, or make a new plan."),
      nothingToRetry: hint(
        'Use "Sync templates" of the gateway, or sync the board.',
        "Run `sync` for the gateway or the board instead.",
      ),
      provisionedAlready: hint(
        "To update its files, sync its board.",
        "To update its files, run `sync --gateway NAME --board NAME`.",
      ),
      notInterrupted: hint("Only a run that was cut off can be dismissed. Pin a run to keep it."),
      notResumable: hint(
        "Only a run that was cut off can be resumed. Use its button for what failed.",
        "Only a run that was cut off can be resumed. Run `sync` for what failed.",
      ),
      dismissed: hint(
        "Sync its gateway to do what is still missing there.",
        "Run `sync` for its gateway to do what is still missing there.",
      ),
      scopeUnknown: hint(
        "Sync its gateway, then dismiss the run.",
        "Run `sync` for its gateway, then `runs dismiss ID` for the run.",
      ),
      runElsewhere: hint(
        "Reload the page. A run that the command line started can only be stopped there, with Ctrl-C.",
        "Stop it where it was started: Ctrl-C on the command line.",
      ),
      agentPlaced: hint("Create a new agent there, and delete this one."),
      organizationInUse: hint("Delete its gateways and boards first."),
      changeInMissionControl: hint("Change them in Mission Control, then pull."),
      boardPlaced: hint("Choose the gateway that its agents are to move to, or delete them first."),
      boardWithoutGateway: hint(
        'Assign the board to a gateway first, with "Edit board".',
        "Give the board a gateway_id in the fleet file, run `import`, then try again.",
      ),
      boardWithoutAgents: hint(
        "Add an agent to the board, or ensure its lead.",
        "Add an agent to the board with `import`, or run `lead ensure`.",
      ),
      chooseGateway: hint("Choose the gateway for its agents."),
      chooseBoard: hint("Choose one of that gateway's boards."),
      organization: hint("Choose one, or leave it as it is."),
      restoreInTheWay: hint(
        "Nothing was changed. Change or delete what is in the way, then restore it again.",
        "Nothing was changed. Change or delete what is in the way, then run `bin restore` again.",
      ),
      confirmUse: hint("", "Nothing was changed. Answer the question, or give `--yes`."),
      confirmEmpty: hint("", "Nothing was deleted. Answer the question, or give `--yes`."),
      agentInTheWay: hint("Change or delete that agent first."),
      boardOfOrphan: hint("Choose one of the gateway's boards.", "Name one of the gateway's boards with `--board`."),
      orphanKept: hint(
        'Use "Sync templates" of the gateway whose agent it is, then look again.',
        "Run `sync` for the gateway whose agent it is, then look again.",
      ),
      adoptedOnPage: hint("Adopt the agents again on the gateway's page.", "Run `adopt add` again."),
      chooseAdopted: hint("Tick the agents.", "Name the agents, or give `--all`."),
      deletedOnPage: hint("Delete the agent again on the gateway's page.", "Run `gateway delete-orphan` again."),
      typedName: hint(
        "Type the name exactly as it is shown. Nothing was deleted.",
        "Give the name with `--confirm`, exactly as it is shown. Nothing was deleted.",
      ),
      typedCount: hint(
        "Look at what would be deleted again, and type the number that is shown. Nothing was deleted.",
        "Give the number with `--count`; `--dry-run` shows what would be deleted. Nothing was deleted.",
      ),
      nameOrganization: hint("", "Name the organization with `--organization`."),
      databaseUrl: hint(
        "Give the DATABASE_URL of Mission Control, such as postgresql://user:password@host:5432/mission_control.",
      ),
      nameAgents: hint("", "Name agents, or choose them with `--label`."),
      giveLabels: hint("", "Give `--add LABEL` or `--remove LABEL`."),
      label: hint("Choose a shorter or simpler word, such as night or team-b."),
      fewerLabels: hint("Remove labels that are not needed. Nothing was changed."),
      usage: (command: string) => hint("", `See: \`${command} --help\``),
      helpTopic: hint("", "Run `help` alone for a list of all tasks and commands."),
      diffWithoutDryRun: hint("", "Add `--dry-run`. To see what a past sync replaced, use `runs show ID`."),
      sayYes: hint("", "Answer the question, or give `--yes`. `--dry-run` shows what would come back."),
      confirmRestore: hint("", "Run it again with `--yes` to restore this backup. Nothing was changed."),
      noBrowserHost: hint("", "Start it with `npm start -- --serve`; it prints a link."),
      port: hint("", "Choose another `--port`, or leave it out to get a free one."),
      lostFlagsOfExec: hint("", "Start it with `npx`, which leaves options alone."),
      lostFlags: (command: string) =>
        hint(
          "",
          `Write two dashes before the options, as in \`${command} -- OPTIONS\`. PowerShell with an older npm drops them: write them twice there.`,
        ),
      hostOptions: hint("", "Options: `--serve`, `--port N`, `--new-link`, `--data-dir DIR`, `--reset-practice`."),
      planFile: hint("", "`plan save FILE --gateway NAME` makes one."),
      planPath: hint("", "Check the path; `plan save FILE --gateway NAME` makes a plan."),
      planNotWritten: hint("", "Name a file in a folder where you may write."),
      fleetPath: hint("", "Check the path; a fleet file is one JSON object with tables as lists of rows."),
    },
  },
  "not-found": {
    title: "Not found",
    exit: "badInput",
    endsRun: false,
    hints: {
      openedFile: hint("Open the file with Flight Deck again."),
      fileVersion: hint(
        "It may have been removed with old runs. Choose another one.",
        "It may have been removed with old runs. Choose another one.",
      ),
      listConflicts: hint(
        "Look at the conflicts again; this one may already be resolved.",
        "Run `mirror conflicts` again; this one may already be resolved.",
      ),
      browserSession: hint(
        "It has ended already; the list shows those that are left.",
        "Run `browser sessions` to see those that are left.",
      ),
      backup: hint(
        "Look at the list of backups again: older ones are deleted when new ones are made.",
        "Run `backup list` to see those that there are.",
      ),
      preset: hint("Look at the list again; it was deleted or renamed.", "Run `preset list` to see what there is."),
      sink: hint("Look at the list again; it was removed.", "Run `notify list` to see what there is."),
      bin: hint(
        "It was restored already, or deleted for good after 30 days; the bin lists what is left.",
        "It was restored already, or deleted for good after 30 days; run `bin list` to see what is left.",
      ),
      gateway: recordGone("Gateways"),
      board: recordGone("Boards"),
      agent: recordGone("Agents"),
      organization: hint(
        '"People" lists the organizations; this one may have been deleted.',
        "Run `list organizations` to see them; this one may have been deleted.",
      ),
      person: hint(
        '"People" lists everyone; this person may have been deleted.',
        "Run `list people` to see everyone; this person may have been deleted.",
      ),
      orphan: hint(
        "Open the gateway again; the agent may have a record now, or be gone.",
        "`adopt list --gateway NAME` lists them; the agent may have a record now, or be gone.",
      ),
      agentOfGateway: hint(
        "Open the gateway again; the agent may have been moved or deleted.",
        "Run `list agents` to see the agents; this one may have been moved or deleted.",
      ),
      run: hint('"Runs" lists the runs that are kept.', "`runs list` shows the runs that are kept."),
      plan: hint("Plan again, then apply the new plan.", "Run `plan save` again, then `apply` the new plan."),
      template: hint("Reload the templates; this one may have been removed."),
      templateVersion: hint(
        'Use "Reload" to see which versions there are.',
        "Run `templates log` to see which versions there are.",
      ),
      variable: hint(
        "Look at the variables again; this one may have been removed.",
        "Run `variables list` to see what there is.",
      ),
      labels: (labels: string) => hint(`There are these labels: ${labels}.`),
      noLabels: hint('Choose agents in a list and use "Labels".', "`agent label NAME --add LABEL` gives an agent one."),
      named: (names: string) => hint(`There is: ${names}.`),
      noneYet: (kind: string) =>
        hint(
          `There is no ${kind} yet: import a fleet file, or add a ${kind}.`,
          "There is none yet: `import` a fleet file.",
        ),
      agentOfPlan: hint("", "`plan show FILE` lists its agents by name."),
      fileOfPlan: (names: string) => hint("", `It has ${names}.`),
      planWithoutFiles: hint("", "It touches no files at all; `plan show FILE` shows what it does."),
    },
  },
  "board-not-on-gateway": {
    title: "The board is not on this gateway",
    exit: "badInput",
    endsRun: false,
    hints: {
      choose: hint("Choose one of this gateway's boards, or move the board to this gateway first."),
    },
  },
} satisfies Record<string, ErrorEntry>;
